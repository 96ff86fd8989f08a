/** Queues: create, find, update, delete. */

import type { SQS } from '@aws-sdk/client-sqs';
import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { checkAttribute } from './attributes.ts';
import { current, makeQueue, type Queue, queueByArn, queuesOf } from './state.ts';

export const queueHandlers: Handlers<SQS> = {
  CreateQueue: ({ QueueName, Attributes = {}, tags = {} }, context) => {
    if (!/^[\w-]{1,80}(\.fifo)?$/.test(QueueName)) {
      throw new AwsError(
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    const { world, region, caller, now } = context;
    const queues = queuesOf.ofCall(context);
    const known = queues.get(QueueName);
    if (known) {
      checkSame(known, Attributes);
      return { QueueUrl: urlOf(context, known) };
    }
    const queue = makeQueue(world, { accountId: caller.accountId, region, name: QueueName, now });
    change(queue, Attributes);
    for (const [key, value] of Object.entries(tags)) queue.tags.set(key, value ?? '');
    queues.set(QueueName, queue);
    return { QueueUrl: urlOf(context, queue) };
  },

  GetQueueUrl: ({ QueueName, QueueOwnerAWSAccountId }, context) => {
    const { world, region, caller } = context;
    const account = world.accounts.get(QueueOwnerAWSAccountId ?? caller.accountId);
    const queue = account && queuesOf(world, account, region).get(QueueName);
    if (!queue) throw noQueue();
    return { QueueUrl: urlOf(context, queue) };
  },

  GetQueueAttributes: ({ QueueUrl, AttributeNames = [] }, context) => {
    const queue = queueAt(context, QueueUrl);
    const all = attributesOf(queue, context.now);
    const names: readonly string[] = AttributeNames;
    const requested = [...all].filter(([name]) => names.includes('All') || names.includes(name));
    return { Attributes: Object.fromEntries(requested) };
  },

  SetQueueAttributes: ({ QueueUrl, Attributes }, context) => {
    change(queueAt(context, QueueUrl), Attributes);
    return {};
  },

  DeleteQueue: ({ QueueUrl }, context) => {
    const queue = queueAt(context, QueueUrl);
    queuesOf.ofCall(context).delete(queue.name);
    return {};
  },

  PurgeQueue: ({ QueueUrl }, context) => {
    queueAt(context, QueueUrl).messages = [];
    return {};
  },

  ListQueues: ({ QueueNamePrefix = '', NextToken, MaxResults = 1000 }, context) => {
    const queues = [...queuesOf.ofCall(context).values()];
    const page = callPage(context, {
      items: queues.filter(({ name }) => name.startsWith(QueueNamePrefix)),
      key: ({ name }) => name,
      token: NextToken,
      size: MaxResults,
      scope: `queues ${QueueNamePrefix}`,
      invalidToken: () => new AwsError('InvalidParameterValue', 'Invalid NextToken value.'),
    });
    return {
      QueueUrls: page.items.map((queue) => urlOf(context, queue)),
      ...page.token,
    };
  },

  TagQueue: ({ QueueUrl, Tags }, context) => {
    const { tags } = queueAt(context, QueueUrl);
    for (const [key, value] of Object.entries(Tags)) tags.set(key, value ?? '');
    return {};
  },

  UntagQueue: ({ QueueUrl, TagKeys }, context) => {
    const { tags } = queueAt(context, QueueUrl);
    for (const key of TagKeys) tags.delete(key);
    return {};
  },

  ListQueueTags: ({ QueueUrl }, context) => ({
    Tags: Object.fromEntries(queueAt(context, QueueUrl).tags),
  }),
};

/** `https://sqs.<region>.amazonaws.com/<account>/<name>`, whatever the host. */
export function queueAt({ world, region }: CallContext, url: string): Queue {
  const [name = '', accountId = ''] = url.split('/').reverse();
  const queue = queueByArn(world, `arn:${world.partition.name}:sqs:${region}:${accountId}:${name}`);
  if (!queue) throw noQueue();
  return queue;
}

function urlOf({ host, region }: CallContext, { arn, name }: Queue): string {
  const account = arn.split(':')[4];
  const isLocal = /^(localhost|127\.|\[)/.test(host);
  const base = isLocal ? `http://${host}` : `https://sqs.${region}.amazonaws.com`;
  return `${base}/${account}/${name}`;
}

function change(queue: Queue, attributes: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value = ''] of Object.entries(attributes)) checkAttribute(name, value);
  for (const [name, value = ''] of Object.entries(attributes)) {
    if (value === '') queue.attributes.delete(name);
    else queue.attributes.set(name, value);
  }
}

function checkSame(queue: Queue, attributes: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (queue.attributes.get(name) === value) continue;
    throw new AwsError(
      'QueueNameExists',
      `A queue already exists with the same name and a different value for attribute ${name}`,
    );
  }
}

function attributesOf(queue: Queue, now: number): Map<string, string> {
  const messages = current(queue, now);
  const inFlight = messages.filter((one) => one.receipt !== undefined && one.visibleAt > now);
  const delayed = messages.filter((one) => one.receipt === undefined && one.visibleAt > now);
  const visible = messages.length - inFlight.length - delayed.length;
  const created = String(Math.floor(queue.createdAt / 1000));
  return new Map([
    ...queue.attributes,
    ['QueueArn', queue.arn],
    ['ApproximateNumberOfMessages', String(visible)],
    ['ApproximateNumberOfMessagesNotVisible', String(inFlight.length)],
    ['ApproximateNumberOfMessagesDelayed', String(delayed.length)],
    ['CreatedTimestamp', created],
    ['LastModifiedTimestamp', created],
  ]);
}

function noQueue(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.', { status: 400 });
}
