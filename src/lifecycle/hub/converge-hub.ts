/**
 * The resources of the automation account: four tables, three queues, the topic of exceptions, the bucket of reports, the
 * key of acknowledgements, and a bus that accepts events of the organization. Missing ones are created; existing tables
 * and buckets are kept as they are, and the attributes of queues and the policy of the bus are compared.
 */

import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import { type ResourceChange, sameDocument } from '../../converge/change.ts';
import { originTag } from '../baseline/baseline-names.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { compareAcknowledgementKey, createAcknowledgementKey } from './acknowledgement-key.ts';
import { compareBusPolicy, putBusPolicy } from './bus-policy.ts';
import { compareReportsBucket, createReportsBucket } from './converge-reports-bucket.ts';
import { planExceptionsTopic } from './exceptions-topic.ts';
import { queueArn, tableKinds, tableName } from './names.ts';
import { type HubQueue, hubQueues } from './queues.ts';

/** Options of `convergeAutomationAccount`. */
export interface AutomationAccountOptions {
  /** Only return what would be created. */
  readonly dry: boolean;
  /** `o-…`. */
  readonly organizationId: string;
  /** Once it is aborted, no further resource is created. */
  readonly signal?: AbortSignal;
  /** Called before a resource is created, with its name: `table SpaDemoShadowsTable`. */
  readonly onStart?: (resource: string) => void;
  /** Called after a resource was created. */
  readonly onChange?: (change: ResourceChange) => void;
}

/**
 * Creates the tables, queues, the bucket and the policy of the bus that the automation account lacks, and returns the
 * changes.
 */
export async function convergeAutomationAccount(
  lifecycle: Lifecycle,
  options: AutomationAccountOptions,
): Promise<readonly ResourceChange[]> {
  return [
    ...(await convergeTables(lifecycle, options)),
    ...(await convergeQueues(lifecycle, options)),
    ...(await convergeReportsBucket(lifecycle, options)),
    ...(await convergeAcknowledgementKey(lifecycle, options)),
    ...(await convergeExceptionsTopic(lifecycle, options)),
    ...(await convergeBusPolicy(lifecycle, options)),
  ];
}

/** Makes a change, unless the caller only compares. */
async function make(
  change: ResourceChange,
  { dry, onStart, onChange }: AutomationAccountOptions,
  work: () => Promise<unknown>,
): Promise<void> {
  if (dry) return;
  onStart?.(change.resource);
  await work();
  onChange?.(change);
}

async function convergeTables(
  lifecycle: Lifecycle,
  options: AutomationAccountOptions,
): Promise<ResourceChange[]> {
  const { inHub } = lifecycle;
  const changes: ResourceChange[] = [];
  for (const kind of tableKinds) {
    options.signal?.throwIfAborted();
    const TableName = tableName(lifecycle, kind);
    if (await hasTable(inHub('dynamodb'), TableName)) continue;
    const change = { resource: `table ${TableName}`, action: 'create', differences: [] } as const;
    await make(change, options, () => createTable(inHub('dynamodb'), TableName));
    changes.push(change);
  }
  return changes;
}

async function convergeExceptionsTopic(
  lifecycle: Lifecycle,
  options: AutomationAccountOptions,
): Promise<readonly ResourceChange[]> {
  options.signal?.throwIfAborted();
  const planned = await planExceptionsTopic(lifecycle);
  for (const { change, make: create } of planned) {
    options.signal?.throwIfAborted();
    await make(change, options, create);
  }
  return planned.map(({ change }) => change);
}

async function hasTable(dynamo: GenericCalls, TableName: string): Promise<boolean> {
  try {
    await dynamo.call('DescribeTable', { TableName });
    return true;
  } catch (error) {
    if (classify(error).kind === 'not-found') return false;
    throw error;
  }
}

async function createTable(dynamo: GenericCalls, TableName: string): Promise<void> {
  await dynamo.call('CreateTable', {
    TableName,
    AttributeDefinitions: [
      { AttributeName: 'Identifier', AttributeType: 'S' },
      { AttributeName: 'Order', AttributeType: 'S' },
    ],
    KeySchema: [
      { AttributeName: 'Identifier', KeyType: 'HASH' },
      { AttributeName: 'Order', KeyType: 'RANGE' },
    ],
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: true,
    Tags: [{ Key: originTag.key, Value: originTag.value }],
  });
  await dynamo.call('UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { Enabled: true, AttributeName: 'Expiration' },
  });
}

async function convergeQueues(
  lifecycle: Lifecycle,
  options: AutomationAccountOptions,
): Promise<ResourceChange[]> {
  const sqs = lifecycle.inHub('sqs');
  const changes: ResourceChange[] = [];
  for (const queue of hubQueues(lifecycle, options.organizationId)) {
    options.signal?.throwIfAborted();
    const desired = { name: queue.name, attributes: attributesOf(lifecycle, queue) };
    changes.push(...(await convergeQueue(sqs, desired, options)));
  }
  return changes;
}

function attributesOf(
  lifecycle: Lifecycle,
  { visibilitySeconds, retentionSeconds, deadLetters, statements }: HubQueue,
): Readonly<Record<string, string>> {
  return {
    VisibilityTimeout: String(visibilitySeconds),
    MessageRetentionPeriod: String(retentionSeconds),
    Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    ...(deadLetters && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueArn(lifecycle, deadLetters.queue),
        maxReceiveCount: deadLetters.maxReceiveCount,
      }),
    }),
  };
}

interface DesiredQueue {
  readonly name: string;
  /** Others are kept. */
  readonly attributes: Readonly<Record<string, string>>;
}

async function convergeQueue(
  sqs: GenericCalls,
  { name, attributes }: DesiredQueue,
  options: AutomationAccountOptions,
): Promise<readonly ResourceChange[]> {
  const resource = `queue ${name}`;
  const QueueUrl = await findQueueUrl(sqs, name);
  if (QueueUrl === undefined) {
    const tags = { [originTag.key]: originTag.value };
    const change = { resource, action: 'create', differences: [] } as const;
    await make(change, options, () =>
      sqs.call('CreateQueue', { QueueName: name, Attributes: attributes, tags }),
    );
    return [change];
  }
  const { Attributes: found = {} } = (await sqs.call('GetQueueAttributes', {
    QueueUrl,
    AttributeNames: ['All'],
  })) as { readonly Attributes?: Readonly<Record<string, string>> };
  const different = Object.entries(attributes).filter(
    ([attribute, value]) => !isSameAttribute(found[attribute], value),
  );
  if (different.length === 0) return [];
  const differences = different.map(([attribute]) => attribute);
  const change = { resource, action: 'update', differences } as const;
  const Attributes = Object.fromEntries(different);
  await make(change, options, () => sqs.call('SetQueueAttributes', { QueueUrl, Attributes }));
  return [change];
}

/** Policies are documents: AWS may return them with other spaces. */
function isSameAttribute(found: string | undefined, desired: string): boolean {
  if (found === desired) return true;
  return desired.startsWith('{') && sameDocument(found, JSON.parse(desired));
}

async function findQueueUrl(sqs: GenericCalls, QueueName: string): Promise<string | undefined> {
  try {
    const { QueueUrl } = await sqs.call('GetQueueUrl', { QueueName });
    return String(QueueUrl);
  } catch (error) {
    const { kind, code } = classify(error);
    if (kind === 'not-found' || /QueueDoesNotExist|NonExistentQueue/.test(code)) return undefined;
    throw error;
  }
}

async function convergeReportsBucket(
  lifecycle: Lifecycle,
  options: AutomationAccountOptions,
): Promise<ResourceChange[]> {
  options.signal?.throwIfAborted();
  const change = await compareReportsBucket(lifecycle);
  if (!change) return [];
  await make(change, options, () => createReportsBucket(lifecycle));
  return [change];
}

async function convergeAcknowledgementKey(
  lifecycle: Lifecycle,
  options: AutomationAccountOptions,
): Promise<ResourceChange[]> {
  if (!lifecycle.settings.features.withHolderNotices.includes('terms')) return [];
  options.signal?.throwIfAborted();
  const change = await compareAcknowledgementKey(lifecycle);
  if (!change) return [];
  await make(change, options, () => createAcknowledgementKey(lifecycle));
  return [change];
}

async function convergeBusPolicy(
  lifecycle: Lifecycle,
  options: AutomationAccountOptions,
): Promise<ResourceChange[]> {
  const { organizationId, signal } = options;
  signal?.throwIfAborted();
  const change = await compareBusPolicy(lifecycle, organizationId);
  if (!change) return [];
  await make(change, options, () => putBusPolicy(lifecycle, organizationId));
  return [change];
}
