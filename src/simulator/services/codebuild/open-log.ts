/** The log of a build, in the CloudWatch Logs of its account. */

import { append, groupsOf, type LogStream, makeGroup, makeStream } from '../logs/state.ts';
import type { AsRole } from './as-role.ts';
import { arnOf, type Place } from './here.ts';
import { logOf } from './log.ts';
import type { Build, Failure } from './state.ts';

export type OpenedLog =
  | { readonly failure: Failure }
  | { readonly failure?: undefined; readonly write: (message: string) => void };

/** Makes group and stream with the permissions of the build's role. */
export function openLog(place: Place, build: Build, role: AsRole): OpenedLog {
  const { world, account, region } = place;
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
      return { failure: denied(place, build, { role, action, resource }) };
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
  readonly role: AsRole;
  readonly action: string;
  readonly resource: string;
}

function denied(place: Place, build: Build, { role, action, resource }: Denial): Failure {
  const { serviceRole } = build.definition;
  const message = `Service role ${serviceRole} does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams for build ${arnOf(place, 'build', build.id)}. Error message: User: ${role.arn} is not authorized to perform: ${action} on resource: ${resource}`;
  return { phase: 'PROVISIONING', code: 'ACCESS_DENIED', message };
}
