/** The log of a build, in the CloudWatch Logs of its account. */

import { append, type LogStream, makeGroup, makeStream } from '../logs/log-group.ts';
import { groupsOf } from '../logs/state.ts';
import { arnOf, type CodeBuildScope } from './codebuild-scope.ts';
import { logOf } from './log.ts';
import type { Build, BuildFailure } from './resources.ts';
import type { RolePermissions } from './role-permissions.ts';

export type OpenedLog =
  | { readonly failure: BuildFailure }
  | { readonly failure?: undefined; readonly write: (message: string) => void };

/** Creates the group and the stream with the permissions of the build's role. */
export function openLog(scope: CodeBuildScope, build: Build, role: RolePermissions): OpenedLog {
  const { world, account, region } = scope;
  const log = logOf(build);
  if (!log) return { write: () => {} };
  const now = world.clock.now();
  const groups = groupsOf(world, account, region);
  const where = { accountId: account.id, region };
  const group = groups.get(log.group) ?? makeGroup(world, where, { name: log.group, now });
  const needed = [
    ...(groups.has(log.group) ? [] : [['logs:CreateLogGroup', `${group.arn}:log-stream:`]]),
    ['logs:CreateLogStream', `${group.arn}:log-stream:${log.stream}`],
  ];
  for (const [action = '', resource = ''] of needed) {
    if (!role.may(action, resource))
      return { failure: denied(scope, build, { role, action, resource }) };
  }
  groups.set(group.name, group);
  const stream = makeStream(log.stream, now);
  group.streams.set(stream.name, stream);
  return { write: (message) => write(stream, world.clock.now(), message) };
}

function write(stream: LogStream, now: number, message: string): void {
  append(stream, [{ timestamp: now, message, ingestedAt: now }]);
}

interface Denial {
  readonly role: RolePermissions;
  readonly action: string;
  readonly resource: string;
}

function denied(
  scope: CodeBuildScope,
  build: Build,
  { role, action, resource }: Denial,
): BuildFailure {
  const { serviceRole } = build.definition;
  const message = `Service role ${serviceRole} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build ${arnOf(scope, 'build', build.id)}. Error message: User: ${role.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  return { phase: 'PROVISIONING', code: 'ACCESS_DENIED', message };
}
