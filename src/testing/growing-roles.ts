/**
 * Roles of functions that begin without permissions. What an invocation is denied is granted before it is invoked again,
 * so that each permission was missing once, alone, and in the end a role has what was needed and nothing else.
 */

import type { GenericCalls } from '../aws/generic-client.ts';
import type { DeployedFunction } from '../deployment/deployment.ts';
import { type HandlerResult, logLines } from '../lifecycle/handlers/handler-result.ts';
import type { RouteName } from '../lifecycle/routes/routes.ts';
import type { Clock } from '../model/clock.ts';
import type { AroundInvocation } from '../rehearsal/rehearsal-environment.ts';
import type { CheckedPermission } from '../simulator/index.ts';
import { minuteMs } from './durations.ts';
import { covers } from './role-coverage.ts';

/**
 * How an invocation shows that a permission is missing: it fails and is tried again; its log says so; the entry point
 * counts lost data points. `unseen`: nothing shows it. `unused`: no invocation needed it.
 */
export type Shown = 'fails' | 'is logged' | 'loses metrics' | 'unseen' | 'unused';

export interface GrowingRoles {
  readonly aroundInvocation: AroundInvocation;
  /** Takes all permissions away. Before, roles have them all. */
  start(installed: GrowingRolesTarget): Promise<void>;
  /** By function, then by `LeaseAccounts dynamodb:DeleteItem`. */
  shown(): Readonly<Record<string, Readonly<Record<string, Shown>>>>;
}

interface GrowingRolesTarget {
  readonly functions: readonly DeployedFunction[];
  readonly iam: GenericCalls;
  readonly clock: Clock;
  /** Data points that a function could not send so far. */
  readonly lost: (route: RouteName) => number;
  readonly watchPermissions: (watcher: (one: CheckedPermission) => void) => void;
}

interface Permission {
  readonly sid: string;
  readonly action: string;
  isGranted: boolean;
  shown: Shown;
}

interface Role {
  readonly deployed: DeployedFunction;
  readonly permissions: readonly Permission[];
  /** In the invocation that runs. */
  readonly denied: Set<Permission>;
  /** One that was granted together with others, and is missing again. */
  probe: Permission | undefined;
  /** Invocations do not overlap: it would not be known which of them was denied what. */
  last: Promise<unknown>;
}

/** A lease that a denied invocation has left is over. */
const pauseMs = 6 * minuteMs;
const maxInvocations = 30;

export function createGrowingRoles(): GrowingRoles {
  const roles = new Map<RouteName, Role>();
  let target: GrowingRolesTarget | undefined;
  return {
    aroundInvocation: (route, invoke) => {
      const role = roles.get(route);
      if (!target || !role) return invoke();
      const started = target;
      const next = role.last.then(() => invokeUntilGranted(started, role, { route, invoke }));
      role.last = next.catch(() => {});
      return next;
    },
    start: async (started) => {
      target = started;
      for (const deployed of started.functions) {
        const role = roleOf(deployed);
        roles.set(deployed.route, role);
        await putStatements(started, role);
      }
      started.watchPermissions((one) => noteDenial([...roles.values()], one));
    },
    shown: () =>
      Object.fromEntries(
        [...roles].map(([route, { permissions }]) => [
          route,
          Object.fromEntries(
            permissions.map(({ sid, action, shown }) => [`${sid} ${action}`, shown]),
          ),
        ]),
      ),
  };
}

function roleOf(deployed: DeployedFunction): Role {
  const permissions = deployed.statements.flatMap(({ Sid, Action }) =>
    Action.map((action): Permission => ({ sid: Sid, action, isGranted: false, shown: 'unused' })),
  );
  return { deployed, permissions, denied: new Set(), probe: undefined, last: Promise.resolve() };
}

function noteDenial(roles: readonly Role[], one: CheckedPermission): void {
  if (one.allowed) return;
  const [, name] = one.principal.split('/');
  const role = roles.find(({ deployed }) => deployed.name === name);
  const statement = role?.deployed.statements.find((each) => covers(each, one));
  const permission = role?.permissions.find(
    ({ sid, action }) => sid === statement?.Sid && action === one.action,
  );
  if (permission) role?.denied.add(permission);
}

interface Invocation {
  readonly route: RouteName;
  readonly invoke: () => Promise<HandlerResult>;
}

async function invokeUntilGranted(
  target: GrowingRolesTarget,
  role: Role,
  invocation: Invocation,
): Promise<HandlerResult> {
  await probeNext(target, role);
  for (let count = 1; ; count++) {
    const ended = await invokeOnce(target, role, invocation);
    await grantDenied(target, role, ended.shown);
    if (ended.shown !== 'fails') return ended.result as HandlerResult;
    if (count === maxInvocations) throw ended.error;
    await target.clock.sleep(pauseMs);
  }
}

interface EndedInvocation {
  readonly shown: Shown;
  readonly result?: HandlerResult;
  readonly error?: unknown;
}

async function invokeOnce(
  { lost }: GrowingRolesTarget,
  { denied }: Role,
  { route, invoke }: Invocation,
): Promise<EndedInvocation> {
  denied.clear();
  const lostBefore = lost(route);
  try {
    const result = await invoke();
    return { result, shown: shownBy(result, lost(route) - lostBefore) };
  } catch (error) {
    return { error, shown: 'fails' };
  }
}

function shownBy(result: HandlerResult, lost: number): Shown {
  if (result.did === 'batch' && result.failed.length > 0) return 'fails';
  if (logLines(result).some((line) => /^\[(ERROR|WARNING)\]/.test(line))) return 'is logged';
  return lost > 0 ? 'loses metrics' : 'unseen';
}

/** Each event has another one of those that were granted together with others. */
async function probeNext(target: GrowingRolesTarget, role: Role): Promise<void> {
  const { probe: before, permissions } = role;
  if (before && !before.isGranted) before.isGranted = true;
  const unproven = permissions.filter((one) => one.isGranted && one.shown === 'unused');
  const isLater = (one: Permission) =>
    before === undefined || permissions.indexOf(one) > permissions.indexOf(before);
  role.probe = unproven.find(isLater) ?? unproven[0];
  if (!role.probe && !before) return;
  if (role.probe) role.probe.isGranted = false;
  await putStatements(target, role);
}

/** Of several that one invocation was denied, one stays missing: the next invocation is denied it alone. */
async function grantDenied(target: GrowingRolesTarget, role: Role, shown: Shown): Promise<void> {
  const [first, ...others] = role.denied;
  if (!first) return;
  if (others.length === 0) {
    first.shown = shown;
    first.isGranted = true;
  }
  for (const other of others) other.isGranted = true;
  await putStatements(target, role);
}

async function putStatements({ iam }: GrowingRolesTarget, { deployed, permissions }: Role) {
  const granted = deployed.statements.flatMap((statement) => {
    const Action = permissions
      .filter(({ sid, isGranted }) => isGranted && sid === statement.Sid)
      .map(({ action }) => action);
    return Action.length === 0 ? [] : [{ ...statement, Action }];
  });
  const nothing = { Sid: 'Nothing', Effect: 'Deny', Action: ['iam:*'], Resource: ['*'] };
  await iam.call('PutRolePolicy', {
    RoleName: deployed.name,
    PolicyName: 'Function',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: granted.length > 0 ? granted : [nothing],
    }),
  });
}
