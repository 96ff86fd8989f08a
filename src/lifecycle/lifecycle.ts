/**
 * The clients of the life cycle: the automation account with our own credentials, the organization through a role in
 * the management account, and each account through its own role. Opened once per process.
 */

import { randomUUID } from 'node:crypto';
import type { GenericCalls } from '../aws/generic-client.ts';
import { type Fleet, type FleetOptions, openFleet } from '../aws/open-fleet.ts';
import { type OpenedRole, openRole } from '../aws/open-role.ts';
import { documentedQuotas } from '../aws/quotas.ts';
import { roleSchema } from '../aws/role.ts';
import { openSession, type Session } from '../aws/session.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { Settings } from '../settings/settings.ts';
import { tableName } from './hub/names.ts';
import { type Activities, createActivities } from './metering/activities.ts';
import { createMeter, type Meter } from './metering/meter.ts';
import { createShadows, type Shadows } from './metering/shadows.ts';
import type { AutomationAccount } from './model/automation-account.ts';
import type { AccountDecision } from './model/decision.ts';
import type { AdvanceCause } from './model/observation.ts';

/** A decision, when it is made. */
export interface MadeDecision {
  readonly accountId: string;
  readonly cause: AdvanceCause;
  readonly decision: AccountDecision;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The life cycle of the accounts that the settings manage, open for reading and changing. */
export interface Lifecycle {
  readonly settings: Settings;
  readonly hub: AutomationAccount;
  readonly clock: Fleet['clock'];
  /** Calls go with the credentials of the role in the management account. */
  readonly management: Fleet;
  /** A service in the automation account, with our own credentials. */
  inHub(service: string): GenericCalls;
  /** Returns a link to an object in the automation account's region, with our own permissions. */
  readonly presign: Fleet['presign'];
  /**
   * A session with the role in an account, in the automation account's region. The latest sessions are cached, with
   * their credentials.
   */
  enter(accountId: string): Session;
  /** @internal */
  readonly meter: Meter;
  /** @internal */
  readonly shadows: Shadows;
  /** @internal */
  readonly activities: Activities;
  /** Owner of the leases that are taken here. */
  readonly owner: string;
  /** @internal */
  readonly onDecision?: ((made: MadeDecision) => void) | undefined;
  /**
   * The same with a lease owner of its own: two workers of one process must not mistake each other's leases for their
   * own.
   */
  asWorker(): Lifecycle;
  /** Sends the collected counters and closes the connections. */
  close(): Promise<void>;
}

/** Options of `openLifecycle`: the settings, and how AWS is reached with credentials of the automation account. */
export interface LifecycleOptions extends FleetOptions {
  readonly settings: Settings;
  /** Owner of the leases, unique to this process. Default: a random one. */
  readonly owner?: string;
  /** Called with every decision about an account, before it is performed. Default: nothing. */
  readonly onDecision?: (made: MadeDecision) => void;
}

/**
 * Organizations publishes no rates, and throttles callers from a few calls a second, whatever the operation. The
 * tagging API grants 15 a second; a window and a sweep that start together share it.
 */
const organizationQuota = {
  'organizations:*': { perSecond: 15, burst: 30 },
  'resource groups tagging api:*': { perSecond: 14, burst: 14 },
};

/** Session name in CloudTrail, which also distinguishes events of our own tags from those of others. */
export const sessionName = 'flotilla-lifecycle';

/**
 * Opens the life cycle, with the credentials of the automation account. Close it at the end. Rejects with a
 * `FlotillaError`: `Credentials` when they are invalid, or of another account than the settings name; `InvalidInput` when
 * no region is configured.
 *
 * @example
 * ```ts
 * import { loadSettings, openLifecycle, planSweep, sweep } from 'flotilla/lifecycle';
 *
 * const settings = await loadSettings({ path: 'settings.yaml' });
 * const lifecycle = await openLifecycle({ settings });
 * try {
 *   const plan = await planSweep(lifecycle);
 *   for (const { account, reason } of plan.look) console.log(account.account.id, reason);
 *   const { outcomes } = await sweep(lifecycle, plan);
 *   console.log(outcomes.filter(({ status }) => status === 'failed'));
 * } finally {
 *   await lifecycle.close();
 * }
 * ```
 */
export async function openLifecycle(options: LifecycleOptions): Promise<Lifecycle> {
  const { settings, owner = `flotilla ${randomUUID()}` } = options;
  const fleet = openFleet(options);
  const caller = await fleet.caller();
  const hub = {
    accountId: settings.automation.accountId ?? caller.accountId,
    region: settings.automation.region ?? (await fleet.region()) ?? '',
    partition: caller.partition,
    environment: settings.environmentIdentifier,
  };
  checkAutomationAccount(hub, caller.accountId);
  const management = await openManagement(fleet, options);
  const role = await openRole(fleet, accountRole(settings));
  const inHub = (service: string) => fleet.generic(service, hub.region);
  let workers = 0;
  const lifecycle: Lifecycle = {
    settings,
    hub,
    owner,
    onDecision: options.onDecision,
    asWorker: () => ({ ...lifecycle, owner: `${owner} ${++workers}` }),
    clock: fleet.clock,
    management,
    inHub,
    presign: fleet.presign,
    ...metering(settings, hub, { clock: fleet.clock, inHub }),
    enter: cachedSessions((accountId) => openAccountSession({ fleet, role, hub }, accountId)),
    close: async () => {
      await lifecycle.meter.flush();
      management.close();
      fleet.close();
    },
  };
  return lifecycle;
}

function metering(
  settings: Settings,
  hub: AutomationAccount,
  { clock, inHub }: Pick<Lifecycle, 'clock' | 'inHub'>,
): Pick<Lifecycle, 'meter' | 'shadows' | 'activities'> {
  const dynamo = () => inHub('dynamodb');
  const { metering: ttls } = settings;
  const { environment } = hub;
  const meter = createMeter({ cloudwatch: () => inHub('cloudwatch'), clock, environment });
  const shadows = createShadows({
    dynamo,
    clock,
    tableName: tableName({ settings, hub }, 'shadows'),
    ttlSeconds: ttls.shadowsTtlSeconds,
  });
  const activities = createActivities({
    dynamo,
    tableName: tableName({ settings, hub }, 'activities'),
    ttlSeconds: ttls.activitiesTtlSeconds,
    meter,
  });
  return { meter, shadows, activities };
}

function checkAutomationAccount({ accountId, region }: AutomationAccount, callerId: string): void {
  if (callerId !== accountId) {
    throw new FlotillaError(
      'Credentials',
      `the credentials are of account ${callerId}, but automation.account_id is "${accountId}"; use credentials of that account`,
    );
  }
  if (region === '') {
    throw new FlotillaError(
      'InvalidInput',
      'no region: give automation.region in the settings, or set AWS_REGION',
    );
  }
}

/** A second fleet, with the credentials of the role in the management account. */
async function openManagement(fleet: Fleet, options: LifecycleOptions): Promise<Fleet> {
  const arn = options.settings.automation.roleArnToManageAccounts;
  const [, , , , accountId = '', resource = ''] = arn.split(':');
  const role = roleSchema.parse({
    roleName: resource.replace(/^role\//, ''),
    roleSessionName: sessionName,
  });
  const opened = await openRole(fleet, role);
  const { credentials } = opened.enter({ id: accountId });
  const memoized = Object.assign(() => credentials(), { memoized: true });
  const { profile, ...rest } = options;
  const region = await fleet.region();
  const quotas = { ...documentedQuotas, ...organizationQuota };
  return openFleet({
    ...rest,
    quotas,
    credentials: memoized,
    ...(region !== undefined && { region }),
  });
}

function accountRole({ automation }: Settings) {
  return roleSchema.parse({
    roleName: automation.roleNameToManageCodebuild,
    roleSessionName: sessionName,
    via: [automation.roleArnToManageAccounts],
  });
}

interface AccountAccess {
  readonly fleet: Fleet;
  readonly role: OpenedRole;
  readonly hub: AutomationAccount;
}

/** An account in progress is entered several times within an hour. */
const maxSessions = 500;

function cachedSessions(enterAnew: (accountId: string) => Session): (accountId: string) => Session {
  const entered = new Map<string, Session>();
  return (accountId) => {
    const session = entered.get(accountId) ?? enterAnew(accountId);
    // A map keeps insertion order: the latest session is last, and the first one is evicted.
    entered.delete(accountId);
    entered.set(accountId, session);
    if (entered.size > maxSessions) entered.delete(entered.keys().next().value ?? '');
    return session;
  };
}

function openAccountSession({ fleet, role, hub }: AccountAccess, id: string): Session {
  const { signal } = new AbortController();
  return openSession({
    fleet,
    target: { account: { id }, region: hub.region },
    role: role.enter({ id }, signal),
    signal,
  });
}
