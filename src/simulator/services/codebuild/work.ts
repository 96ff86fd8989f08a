/** What a build does when its turn has come: it takes on the service role, and is modelled or really run. */

import { type AsRole, asRole } from './as-role.ts';
import { courseOf } from './course.ts';
import { environmentOf, parameterOf } from './environment.ts';
import { followCourse } from './follow-course.ts';
import { arnOf, type Place } from './here.ts';
import type { Ending } from './life.ts';
import { openLog } from './open-log.ts';
import { runBuild } from './real/run-build.ts';
import { roleAccess, serviceRoleOf } from './service-role.ts';
import { buildSettings, type RealBuilds } from './settings.ts';
import type { Build, Failure } from './state.ts';

type Over = (ending: Ending) => void;

export function work(place: Place, build: Build, over: Over): void {
  const { world } = place;
  const failure = begin(place, build, over);
  if (!failure) return;
  build.endsAt = (build.startedAt ?? build.submittedAt) + provisioningMs;
  world.timeline.schedule(build.endsAt, (now) => over({ status: 'FAILED', failure, now }));
}

/** AWS finds out while it provisions that a build cannot be. */
const provisioningMs = 8_000;

/** Answers what hinders it. */
function begin(place: Place, build: Build, over: Over): Failure | undefined {
  const { world } = place;
  const { serviceRole } = build.definition;
  const role = serviceRoleOf(place, serviceRole, arnOf(place, 'project', build.projectName));
  if (!role) return notTrusted(serviceRole);
  const permitted = asRole(place, build, role);
  const log = openLog(place, build, permitted);
  if (log.failure) return log.failure;
  const { variables, failure } = environmentOf(place, build, permitted);
  if (failure) return failure;
  const given = { variables, access: roleAccess(place, build, role), write: log.write };
  const { real } = buildSettings(world);
  if (real) runReally(place, build, { ...given, real, role: permitted, over });
  else followCourse(world, build, { course: courseOf(place, build, given), over });
  return undefined;
}

function notTrusted(arn: string): Failure {
  return {
    phase: 'PROVISIONING',
    code: 'ACCESS_DENIED',
    message: `CodeBuild is not authorized to perform: sts:AssumeRole on ${arn}`,
  };
}

interface Running {
  readonly variables: Readonly<Record<string, string>>;
  readonly access: ReturnType<typeof roleAccess>;
  readonly write: (message: string) => void;
  readonly real: RealBuilds;
  readonly role: AsRole;
  readonly over: Over;
}

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function runReally(place: Place, build: Build, running: Running): void {
  const { world } = place;
  const { variables, access, write, real, role, over } = running;
  const { shells, onBug } = buildSettings(world);
  const end = () => over({ status: 'STOPPED', now: world.clock.now() });
  shells.add(end);
  const ran = runBuild(place, build, {
    variables,
    parameter: (name) => parameterOf(place, name, role),
    credentials: access().credentials,
    endpoint: real.endpoint(),
    path: real.path ?? usualPath,
    write,
    over,
  });
  const settled = ran.catch((error: unknown) => {
    onBug?.(error);
    const failure = { phase: 'BUILD', code: 'INTERNAL_SERVICE_ERROR', message: String(error) };
    over({ status: 'FAILED', failure, now: world.clock.now() });
  });
  void world.running.track(settled.finally(() => shells.delete(end)));
}
