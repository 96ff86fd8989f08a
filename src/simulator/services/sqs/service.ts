/** Amazon SQS. */

import type { SQS } from '@aws-sdk/client-sqs';
import { defineService, type FindPermissions } from '../../service.ts';
import { messageHandlers } from './messages.ts';
import { queueHandlers } from './queues.ts';
import { queueByArn } from './state.ts';

/** Another account's queue requires permission in its policy. */
const permissions: FindPermissions = (operation, input, { world, caller, region }) => {
  const action = `sqs:${operation.replace(/Batch$/, '')}`;
  const url = typeof input.QueueUrl === 'string' ? input.QueueUrl : '';
  const [name = String(input.QueueName ?? '*'), owner = caller.accountId] =
    url === '' ? [] : url.split('/').reverse();
  if (operation === 'ListQueues') return undefined;
  const arn = `arn:${world.partition.name}:sqs:${region}:${owner}:${name}`;
  const text = queueByArn(world, arn)?.attributes.get('Policy');
  const policy = text === undefined ? {} : { resourcePolicy: { text, kind: 'resource' as const } };
  return [{ action, resource: arn, owner, ...policy }];
};

export const sqsService = defineService<SQS>({
  name: 'sqs',
  operations: { ...queueHandlers, ...messageHandlers },
  permissions,
});
