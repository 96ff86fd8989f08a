import { arnOf, type CodeBuildScope } from './codebuild-scope.ts';
import { environmentOf, parameterOf } from './environment.ts';
import { openLog } from './open-log.ts';
import { planOutcome } from './planned-outcome.ts';
import { runBuild } from './real/run-build.ts';
import type { Build, BuildEnd, BuildFailure } from './resources.ts';
import { type RolePermissions, rolePermissions } from './role-permissions.ts';
import { runModelledBuild } from './run-modelled-build.ts';
import { roleAccess, serviceRoleOf } from './service-role.ts';
import { buildSettings, type RealBuilds } from './settings.ts';

type OnEnd = (ending: BuildEnd) => void;

export function performBuild(scope: CodeBuildScope, build: Build, onEnd: OnEnd): void {
  const { world } = scope;
  const failure = prepareAndStart(scope, build, onEnd);
  if (!failure) return;
  build.endsAt = (build.startedAt ?? build.submittedAt) + provisioningMs;
  world.timeline.schedule(build.endsAt, 'the end of a build', (now) =>
    onEnd({ status: 'FAILED', failure, now }),
  );
}

/** AWS detects during provisioning that a build cannot run. */
const provisioningMs = 8_000;

/** Returns the failure that prevents the build, if any. */
function prepareAndStart(
  scope: CodeBuildScope,
  build: Build,
  onEnd: OnEnd,
): BuildFailure | undefined {
  const { world } = scope;
  const { serviceRole } = build.definition;
  const role = serviceRoleOf(scope, serviceRole, arnOf(scope, 'project', build.projectName));
  if (!role) return notTrusted(serviceRole);
  const permitted = rolePermissions(scope, build, role);
  const log = openLog(scope, build, permitted);
  if (log.failure) return log.failure;
  const { variables, failure } = environmentOf(scope, build, permitted);
  if (failure) return failure;
  const context = { variables, access: roleAccess(scope, build, role), write: log.write };
  const { real } = buildSettings(world);
  if (real) runReally(scope, build, { ...context, real, role: permitted, onEnd });
  else runModelledBuild(world, build, { outcome: planOutcome(scope, build, context), onEnd });
  return undefined;
}

function notTrusted(arn: string): BuildFailure {
  return {
    phase: 'PROVISIONING',
    code: 'ACCESS_DENIED',
    message: `CodeBuild is not authorized to perform: sts:AssumeRole on ${arn}`,
  };
}

interface RealRun {
  readonly variables: Readonly<Record<string, string>>;
  readonly access: ReturnType<typeof roleAccess>;
  readonly write: (message: string) => void;
  readonly real: RealBuilds;
  readonly role: RolePermissions;
  readonly onEnd: OnEnd;
}

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function runReally(scope: CodeBuildScope, build: Build, running: RealRun): void {
  const { world } = scope;
  const { variables, access, write, real, role, onEnd } = running;
  const { shells, onBug } = buildSettings(world);
  const end = () => onEnd({ status: 'STOPPED', now: world.clock.now() });
  shells.add(end);
  const ran = runBuild(scope, build, {
    variables,
    parameter: (name) => parameterOf(scope, name, role),
    credentials: access().credentials,
    endpoint: real.endpoint(),
    path: real.path ?? defaultPath,
    write,
    onEnd,
  });
  const settled = ran.catch((error: unknown) => {
    onBug?.(error);
    const failure = { phase: 'BUILD', code: 'INTERNAL_SERVICE_ERROR', message: String(error) };
    onEnd({ status: 'FAILED', failure, now: world.clock.now() });
  });
  void world.pendingTasks.track(settled.finally(() => shells.delete(end)));
}
