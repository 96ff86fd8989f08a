/** Amazon CloudWatch Logs. */

import { type CallContext, defineService, type FindPermissions } from '../../service.ts';
import { bareName } from './caller-log-groups.ts';
import { groupHandlers } from './groups.ts';
import { readHandlers } from './read-events.ts';
import { streamHandlers } from './streams.ts';

const permissions: FindPermissions = (operation, input, context) => {
  const action = `logs:${operation}`;
  const { resourceArn, logGroupName, logGroupIdentifier, logStreamName = '' } = input;
  // Tags belong to the group itself; all other actions require `:*` after its ARN, as in usual policies.
  if (typeof resourceArn === 'string') return [{ action, resource: resourceArn }];
  const name = logGroupName ?? logGroupIdentifier;
  const group = typeof name === 'string' ? bareName(name) : '';
  const stream = typeof logStreamName === 'string' ? logStreamName : '';
  return [{ action, resource: `${logGroupArn(context, group)}:log-stream:${stream}` }];
};

function logGroupArn(
  { world, caller, region }: Pick<CallContext, 'world' | 'caller' | 'region'>,
  name: string,
): string {
  return `arn:${world.partition.name}:logs:${region}:${caller.accountId}:log-group:${name}`;
}

export const logsService = defineService({
  name: 'logs',
  operations: { ...groupHandlers, ...streamHandlers, ...readHandlers },
  permissions,
});
