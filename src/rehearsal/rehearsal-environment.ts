/**
 * Installs the life cycle on a simulated organization: an automation account, the role in the management account,
 * event forwarding, and accounts with their roles. It does what a deployment would do, so that everything else is
 * real.
 */

import type { AwsCredentialIdentityProvider } from '@smithy/types';
import { openFleet } from '../aws/open-fleet.ts';
import { createHandlers } from '../functions/create-handlers.ts';
import { lambdaResponse } from '../functions/lambda-response.ts';
import type { HandlerContext, RouteHandlers } from '../lifecycle/handlers/event-handler.ts';
import type { HandlerResult } from '../lifecycle/handlers/handler-result.ts';
import { convergeAutomationAccount } from '../lifecycle/hub/converge-hub.ts';
import { convergeRoutes } from '../lifecycle/hub/converge-routes.ts';
import { deadLetterQueue, functionName, queueArn } from '../lifecycle/hub/names.ts';
import { routeFacts } from '../lifecycle/hub/route-facts.ts';
import {
  type Lifecycle,
  type LifecycleOptions,
  type MadeDecision,
  openLifecycle,
} from '../lifecycle/lifecycle.ts';
import { type RouteName, routes } from '../lifecycle/routes/routes.ts';
import type { Settings } from '../settings/settings.ts';
import type { AddedAccount, FaultRule } from '../simulator/index.ts';
import {
  type SimulatedOrganization,
  simulateOrganization,
  type VirtualClock,
  virtualClock,
} from '../simulator/index.ts';
import { openFunctionLifecycles, roleCredentials } from './function-lifecycles.ts';
import { seededRandom } from './seeded-random.ts';
import { addUnits, type RehearsalUnit } from './units.ts';
import { rehearsalFetch } from './web.ts';
import { createWorkers, type Workers } from './workers.ts';

export interface RehearsalEnvironmentOptions {
  /** The source of all names: automation account, role in the management account, OUs, role in accounts. */
  readonly settings: Settings;
  readonly seed: string | number;
  readonly faults?: readonly FaultRule[];
  /** Probability that a worker dies in the middle of a task. Default 0. */
  readonly killProbability?: number;
  /** Default: 2026-01-01, a Thursday. */
  readonly startMs?: number;
  /** Whether every function has a role of its own, with the permissions of a deployment. Default: administrators. */
  readonly ownRoles?: boolean;
  /** Wraps every invocation of a function, so that a test can change what surrounds it. Default: nothing does. */
  readonly aroundInvocation?: AroundInvocation;
  /** Items on a page, where the service has no smaller limit. Default 100. */
  readonly pageSize?: number;
}

export type AroundInvocation = (
  route: RouteName,
  invoke: () => Promise<HandlerResult>,
) => Promise<HandlerResult>;

/** Used when the settings name no automation account. */
const anyHubId = '999999999999';

export interface RehearsalEnvironment {
  readonly organization: SimulatedOrganization;
  readonly clock: VirtualClock;
  readonly lifecycle: Lifecycle;
  /** What a function has opened: the same, unless functions have roles of their own. */
  readonly lifecycleOf: (route: RouteName) => Lifecycle;
  readonly workers: Workers;
  readonly handlers: RouteHandlers;
  /** OUs that accounts can be in: those of the settings, and one below each entry with `nested`. */
  readonly units: readonly RehearsalUnit[];
  /** Adds an account with the role that the settings name, under an OU or the root. */
  addAccount(account: Omit<AddedAccount, 'role'>): string;
  /** Registers a listener for the results and errors of handlers. */
  onHandled(listener: (handled: HandledEvent) => void): void;
  /** Registers a listener for the decisions about accounts. */
  onDecision(listener: (made: MadeDecision) => void): void;
}

/** An event that a function has handled. */
export interface HandledEvent {
  readonly startedAt: number;
  /** When it ended. */
  readonly at: number;
  readonly route: string;
  readonly event: unknown;
  readonly result?: HandlerResult;
  readonly error?: unknown;
}

export async function openRehearsalEnvironment(
  options: RehearsalEnvironmentOptions,
): Promise<RehearsalEnvironment> {
  const { settings, seed, faults = [], killProbability = 0 } = options;
  const clock = virtualClock(options.startMs);
  const organization = simulateOrganization({
    seed,
    clock,
    keepCalls: 0,
    maxAccounts: 20_000,
    pageSize: options.pageSize ?? 100,
    managementAccountId: accountIn(settings.automation.roleArnToManageAccounts),
  });
  const hubId = settings.automation.accountId ?? anyHubId;
  const units = addUnits(organization, settings);
  if (hubId !== organization.managementAccountId)
    organization.addAccount({ name: 'hub', id: hubId });
  const random = seededRandom(seed);
  const workers = createWorkers({ random, killProbability });
  await installManagement(organization, settings, hubId);
  const deciding = new Set<(made: MadeDecision) => void>();
  const lifecycleOptions: LifecycleOptions = {
    credentials: hubCredentials(organization, hubId),
    requestHandler: workers.killableTransport(organization.access().requestHandler),
    region: settings.automation.region ?? 'eu-west-1',
    clock,
    random,
    settings: { ...settings, automation: { ...settings.automation, accountId: hubId } },
    owner: 'rehearsal',
    onDecision: (made) => {
      for (const listener of deciding) listener(made);
    },
  };
  const lifecycle = await openLifecycle(lifecycleOptions);
  const listeners = new Set<(handled: HandledEvent) => void>();
  await convergeAutomationAccount(lifecycle, { dry: false, organizationId: organization.id });
  const handlers = createHandlers({ fetch: rehearsalFetch(organization) });
  const lifecycles = options.ownRoles
    ? await openFunctionLifecycles({
        organization,
        administratorArn: administratorOf(hubId),
        lifecycle,
        options: lifecycleOptions,
      })
    : undefined;
  const lifecycleOf = (route: RouteName) => lifecycles?.get(route) ?? lifecycle;
  const { aroundInvocation = (_route, invoke) => invoke() } = options;
  const wiring = {
    organization,
    lifecycle,
    lifecycleOf,
    workers,
    clock,
    handlers,
    listeners,
    aroundInvocation,
  };
  await installFunctions(wiring);
  await installForwarding(organization, lifecycle);
  // Faults start after the setup.
  for (const fault of faults) organization.fault(fault);
  const onHandled = (listener: (handled: HandledEvent) => void) => void listeners.add(listener);
  const onDecision = (listener: (made: MadeDecision) => void) => void deciding.add(listener);
  const addAccount = adding(organization, settings);
  const environment = {
    organization,
    clock,
    lifecycle,
    lifecycleOf,
    workers,
    handlers,
    units,
  };
  return { ...environment, addAccount, onHandled, onDecision };
}

function accountIn(arn: string): string {
  return arn.split(':')[4] ?? '';
}

function adding(organization: SimulatedOrganization, { automation }: Settings) {
  const role = {
    name: automation.roleNameToManageCodebuild,
    managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  };
  return (account: Omit<AddedAccount, 'role'>) => organization.addAccount({ ...account, role }).id;
}

/** Credentials of an administrator of the automation account. */
function hubCredentials(
  organization: SimulatedOrganization,
  hubId: string,
): AwsCredentialIdentityProvider {
  if (hubId !== organization.managementAccountId) {
    return roleCredentials(organization, administratorOf(hubId));
  }
  const { credentials } = organization.access();
  return async () => credentials;
}

function administratorOf(hubId: string): string {
  return `arn:aws:iam::${hubId}:role/OrganizationAccountAccessRole`;
}

/** The role that the automation account assumes in the management account, with the policy that the guide shows. */
async function installManagement(
  organization: SimulatedOrganization,
  { automation }: Settings,
  hubId: string,
): Promise<void> {
  const iam = administrator(organization).generic('iam');
  const RoleName = automation.roleArnToManageAccounts.split('/').at(-1);
  await iam.call('CreateRole', {
    RoleName,
    AssumeRolePolicyDocument: policy({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${hubId}:root` },
      Action: 'sts:AssumeRole',
    }),
  });
  await iam.call('PutRolePolicy', {
    RoleName,
    PolicyName: 'AllowAccountAutomation',
    PolicyDocument: policy({
      Effect: 'Allow',
      Action: [
        'ce:GetCostAndUsage',
        'ce:GetCostForecast',
        'organizations:AttachPolicy',
        'organizations:Describe*',
        'organizations:DetachPolicy',
        'organizations:List*',
        'organizations:TagResource',
        'organizations:UntagResource',
        'sts:AssumeRole',
        'tag:GetResources',
      ],
      Resource: '*',
    }),
  });
}

interface Functions {
  readonly organization: SimulatedOrganization;
  readonly lifecycle: Lifecycle;
  /** What a function has opened. */
  readonly lifecycleOf: (route: RouteName) => Lifecycle;
  readonly workers: Workers;
  readonly clock: VirtualClock;
  readonly handlers: RouteHandlers;
  readonly listeners: ReadonlySet<(handled: HandledEvent) => void>;
  readonly aroundInvocation: AroundInvocation;
}

async function installFunctions(functions: Functions): Promise<void> {
  const { organization, lifecycle, lifecycleOf, workers, clock, handlers, listeners } = functions;
  const { aroundInvocation } = functions;
  const { region, accountId: hubId } = lifecycle.hub;
  const onFailureQueueArn = queueArn(lifecycle, deadLetterQueue(lifecycle));
  const arns = new Map<string, string>();
  const contextFor = (seconds: number): HandlerContext => {
    const endsAt = clock.now() + seconds * 1000;
    return { remainingMs: () => endsAt - clock.now() };
  };
  for (const { name: route, on, timeoutSeconds } of routes(routeFacts(lifecycle))) {
    const name = functionName(lifecycle, route);
    const queue = 'queue' in on && {
      arn: queueArn(lifecycle, functionName(lifecycle, on.queue)),
      batchSize: on.batchSize,
    };
    const invoke = async (own: Lifecycle, ...invocation: [unknown, HandlerContext]) => {
      try {
        return await handlers[route](own, ...invocation);
      } finally {
        // As an entry point does: a function may never be invoked again.
        if (own !== lifecycle) await own.meter.flush();
      }
    };
    const report = (handled: Omit<HandledEvent, 'at' | 'route'>) => {
      for (const listener of listeners) listener({ at: clock.now(), route, ...handled });
    };
    const { arn } = organization.addFunction({
      accountId: hubId,
      region,
      name,
      onFailureQueueArn,
      ...(queue && { queue }),
      handle: async (event) => {
        const startedAt = clock.now();
        try {
          const own = lifecycleOf(route);
          const result = await workers.run(() =>
            aroundInvocation(route, () => invoke(own, event, contextFor(timeoutSeconds))),
          );
          report({ startedAt, event, result });
          return lambdaResponse(result);
        } catch (error) {
          report({ startedAt, event, error });
          throw error;
        }
      },
    });
    arns.set(name, arn);
  }
  await convergeRoutes(lifecycle, (name) => arns.get(name) ?? '');
}

/** Forwards events of Organizations, emitted in one region of the management account, to the automation account's bus. */
async function installForwarding(
  organization: SimulatedOrganization,
  { hub }: Lifecycle,
): Promise<void> {
  // They are already on that bus.
  if (hub.accountId === organization.managementAccountId && hub.region === 'us-east-1') return;
  const fleet = administrator(organization);
  const bus = `arn:aws:events:${hub.region}:${hub.accountId}:event-bus/default`;
  const RoleName = 'ForwardOrganizationEventsToSustainablePersonalAccountsRole';
  const iam = fleet.generic('iam');
  await iam.call('CreateRole', {
    RoleName,
    AssumeRolePolicyDocument: policy({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
  });
  await iam.call('PutRolePolicy', {
    RoleName,
    PolicyName: 'AllowToPutOrganizationEventsToSustainablePersonalAccounts',
    PolicyDocument: policy({ Effect: 'Allow', Action: 'events:PutEvents', Resource: bus }),
  });
  const events = fleet.generic('events', 'us-east-1');
  const Name = 'ForwardOrganizationEventsToSustainablePersonalAccounts';
  const EventPattern = '{"detail":{"eventSource":["organizations.amazonaws.com"]}}';
  await events.call('PutRule', { Name, EventPattern });
  const RoleArn = `arn:aws:iam::${organization.managementAccountId}:role/${RoleName}`;
  const Targets = [{ Id: 'ToSustainablePersonalAccounts', Arn: bus, RoleArn }];
  await events.call('PutTargets', { Rule: Name, Targets });
}

function administrator(organization: SimulatedOrganization) {
  return openFleet({ ...organization.access(), clock: organization.clock });
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
