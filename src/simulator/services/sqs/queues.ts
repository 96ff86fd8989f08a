/** Queues: create, find, update, delete. */

import type { SQS } from '@aws-sdk/client-sqs';
import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { checkAttribute } from './attributes.ts';
import { isFifo } from './fifo.ts';
import { current, makeQueue, type Queue, queueByArn, queuesOf } from './state.ts';

export const queueHandlers: Handlers<SQS> = {
  CreateQueue: ({ QueueName, Attributes = {}, tags = {} }, context) => {
    checkName(QueueName, Attributes);
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

  ListDeadLetterSourceQueues: ({ QueueUrl, NextToken, MaxResults = 1000 }, context) => {
    const { arn } = queueAt(context, QueueUrl);
    const page = callPage(context, {
      items: [...queuesOf.ofCall(context).values()].filter((one) => deadLettersOf(one) === arn),
      key: ({ name }) => name,
      token: NextToken,
      size: MaxResults,
      scope: `sources ${arn}`,
      invalidToken: () => new AwsError('InvalidParameterValue', 'Invalid NextToken value.'),
    });
    return { queueUrls: page.items.map((queue) => urlOf(context, queue)), ...page.token };
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

/** ARN of the queue that takes the messages which were received too often. */
function deadLettersOf({ attributes }: Queue): string | undefined {
  const policy = JSON.parse(attributes.get('RedrivePolicy') ?? '{}') as {
    readonly deadLetterTargetArn?: string;
  };
  return policy.deadLetterTargetArn;
}

/** `https://sqs.<region>.amazonaws.com/<account>/<name>`, whatever the host. */
export function queueAt({ world, region }: CallContext, url: string): Queue {
  const [name = '', accountId = ''] = url.split('/').reverse();
  const queue = queueByArn(world, `arn:${world.partition.name}:sqs:${region}:${accountId}:${name}`);
  if (!queue) throw noQueue();
  return queue;
}

/** The suffix and the attribute go together. */
function checkName(
  name: string,
  { FifoQueue }: Readonly<Record<string, string | undefined>>,
): void {
  const characters = 'only include alphanumeric characters, hyphens, or underscores';
  if (FifoQueue === 'true') {
    if (/^[\w-]{1,75}\.fifo$/.test(name)) return;
    const message = `The name of a FIFO queue can ${characters}, must end with .fifo suffix and be 1 to 80 in length`;
    throw new AwsError('InvalidParameterValue', message);
  }
  // AWS knows the attribute in FIFO queues only.
  if (FifoQueue !== undefined) {
    throw new AwsError('InvalidAttributeName', 'Unknown Attribute FifoQueue.');
  }
  if (/^[\w-]{1,80}$/.test(name)) return;
  throw new AwsError('InvalidParameterValue', `Can ${characters}. 1 to 80 in length`);
}

function urlOf({ host, region }: CallContext, { arn, name }: Queue): string {
  const account = arn.split(':')[4];
  const isLocal = /^(localhost|127\.|\[)/.test(host);
  const base = isLocal ? `http://${host}` : `https://sqs.${region}.amazonaws.com`;
  return `${base}/${account}/${name}`;
}

function change(queue: Queue, attributes: Readonly<Record<string, string | undefined>>): void {
  checkFifoAttributes(queue, attributes);
  for (const [name, value = ''] of Object.entries(attributes)) checkAttribute(name, value);
  for (const [name, value = ''] of Object.entries(attributes)) {
    if (value === '') queue.attributes.delete(name);
    else queue.attributes.set(name, value);
  }
}

function checkFifoAttributes(
  queue: Queue,
  attributes: Readonly<Record<string, string | undefined>>,
): void {
  const names = ['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit'];
  const name = names.find((one) => attributes[one] !== undefined);
  if (name === undefined || isFifo(queue)) return;
  throw new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
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
