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
import { accountsQueue, alertsQueue } from '../routes/routes.ts';
import { compareAcknowledgementKey, createAcknowledgementKey } from './acknowledgement-key.ts';
import { compareBusPolicy, putBusPolicy } from './bus-policy.ts';
import { compareReportsBucket, createReportsBucket } from './converge-reports-bucket.ts';
import { functionName } from './converge-routes.ts';
import { planExceptionsTopic } from './exceptions-topic.ts';
import { deadLetterQueue } from './redrive.ts';

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
  { settings, hub, inHub }: Lifecycle,
  options: AutomationAccountOptions,
): Promise<ResourceChange[]> {
  const { transactionsDatastore, shadowsDatastore, activitiesDatastore, exceptionsDatastore } =
    settings.metering;
  const names = [transactionsDatastore, shadowsDatastore, activitiesDatastore, exceptionsDatastore];
  const changes: ResourceChange[] = [];
  for (const name of names) {
    options.signal?.throwIfAborted();
    const TableName = `${hub.environment}${name}`;
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
  const { inHub } = lifecycle;
  const { organizationId, signal } = options;
  const alerts = functionName(lifecycle, alertsQueue);
  const letters = deadLetterQueue(lifecycle);
  const arn = queueArn(lifecycle, alerts);
  const lettersArn = queueArn(lifecycle, letters);
  const queues: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    // Two weeks, the maximum of SQS: an operator must have looked by then. Other queues refer to it.
    [letters]: { VisibilityTimeout: '900', MessageRetentionPeriod: '1209600' },
    [alerts]: {
      VisibilityTimeout: '900',
      Policy: alertsPolicy(arn, organizationId),
      RedrivePolicy: redrivePolicy(lettersArn),
    },
    [functionName(lifecycle, accountsQueue)]: accountsQueueAttributes(lettersArn),
  };
  const changes: ResourceChange[] = [];
  for (const [name, attributes] of Object.entries(queues)) {
    signal?.throwIfAborted();
    changes.push(...(await convergeQueue(inHub('sqs'), { name, attributes }, options)));
  }
  return changes;
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

export function queueArn({ hub }: Pick<Lifecycle, 'hub'>, name: string): string {
  return `arn:${hub.partition}:sqs:${hub.region}:${hub.accountId}:${name}`;
}

/**
 * Longer than the time of an invocation and than a lease: an account that another worker holds is free when its message
 * is delivered again.
 */
const visibilitySeconds = 360;
/** The next sweep sends an account again, so a message is given up early. Operators see alerts with the dead letters. */
const maxReceiveCount = 5;

function accountsQueueAttributes(deadLetterTargetArn: string): Readonly<Record<string, string>> {
  return {
    VisibilityTimeout: String(visibilitySeconds),
    RedrivePolicy: redrivePolicy(deadLetterTargetArn),
  };
}

/** A record that always fails must not circle for days. */
function redrivePolicy(deadLetterTargetArn: string): string {
  return JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
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

/** Allows topics of accounts of this organization only. */
function alertsPolicy(Resource: string, organizationId: string): string {
  const statement = {
    Sid: 'AlertsOfTheOrganization',
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource,
    Condition: { StringEquals: { 'aws:SourceOrgID': organizationId } },
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
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
