/** Tables: create, describe, update, delete. */

import { AwsError } from '../../../wire/aws-error.ts';
import { callerAccount } from '../../caller-account.ts';
import type { CallContext } from '../../service.ts';
import { hexadecimal } from '../../world/ids.ts';
import { invalid } from './errors.ts';
import { removeAllOnTime } from './expiry.ts';
import { findTable, keysOf } from './item-input.ts';
import { makeTable } from './make.ts';
import { tablesOf } from './state.ts';
import { makeStream, type StreamView, streamsOf } from './stream.ts';
import type { KeyAttribute, Table } from './table.ts';
import { checkThroughput, keysOfSchema } from './table-keys.ts';

interface TableInput {
  readonly TableName: string;
  readonly AttributeDefinitions?: readonly {
    readonly AttributeName: string;
    readonly AttributeType: KeyAttribute['type'];
  }[];
  readonly KeySchema?: readonly { readonly AttributeName: string; readonly KeyType: string }[];
  readonly BillingMode?: Table['billing'];
  readonly ProvisionedThroughput?: Table['throughput'];
  readonly StreamSpecification?: {
    readonly StreamEnabled: boolean;
    readonly StreamViewType?: string;
  };
  readonly DeletionProtectionEnabled?: boolean;
  readonly SSESpecification?: {
    readonly Enabled?: boolean;
    readonly SSEType?: string;
    readonly KMSMasterKeyId?: string;
  };
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

interface TtlInput {
  readonly TableName: string;
  readonly TimeToLiveSpecification: { readonly Enabled: boolean; readonly AttributeName: string };
}

interface TagInput {
  readonly ResourceArn: string;
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly TagKeys: readonly string[];
}

export const tableHandlers = {
  CreateTable: (input: TableInput, context: CallContext) => {
    const { world, region, now } = context;
    const account = callerAccount(context);
    const tables = tablesOf(world, account, region);
    if (!/^[A-Za-z0-9_.-]{3,255}$/.test(input.TableName)) {
      throw invalid(`Value '${input.TableName}' at 'tableName' failed to satisfy constraint`);
    }
    if (tables.has(input.TableName)) throw inUse(`Table already exists: ${input.TableName}`);
    checkThroughput(input);
    const { hashKey, rangeKey } = keysOfSchema(input);
    const table = makeTable(world, account, region, {
      name: input.TableName,
      id: world.random.text(hexadecimal, 32),
      hashKey,
      rangeKey,
      billing: input.BillingMode ?? 'PROVISIONED',
      throughput: input.ProvisionedThroughput,
      createdAt: now,
    });
    for (const { Key, Value } of input.Tags ?? []) table.tags.set(Key, Value);
    change(context, table, input);
    tables.set(table.name, table);
    return { TableDescription: described(table) };
  },

  DescribeTable: ({ TableName }: TableInput, context: CallContext) => ({
    Table: described(findTable(context, TableName)),
  }),

  UpdateTable: (input: TableInput, context: CallContext) => {
    const table = findTable(context, input.TableName);
    change(context, table, input);
    if (input.BillingMode && input.BillingMode !== table.billing) checkThroughput(input);
    if (input.BillingMode) table.billing = input.BillingMode;
    if (input.ProvisionedThroughput) table.throughput = input.ProvisionedThroughput;
    return { TableDescription: described(table) };
  },

  DeleteTable: ({ TableName }: TableInput, context: CallContext) => {
    const table = findTable(context, TableName);
    if (table.deletionProtected) {
      throw invalid(
        `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.`,
      );
    }
    tablesOf.ofCall(context).delete(table.name);
    const TableDescription = { ...described(table), TableStatus: 'DELETING' };
    closeStream(table, context.now);
    return { TableDescription };
  },

  ListTables: (
    input: { readonly ExclusiveStartTableName?: string; readonly Limit?: number },
    context: CallContext,
  ) => {
    const { world } = context;
    const names = [...tablesOf.ofCall(context).keys()].sort();
    const after = input.ExclusiveStartTableName;
    const rest = after === undefined ? names : names.filter((name) => name > after);
    const page = rest.slice(0, Math.min(input.Limit ?? 100, world.pageSize));
    const last = page.at(-1);
    return {
      TableNames: page,
      ...(page.length < rest.length && last && { LastEvaluatedTableName: last }),
    };
  },

  UpdateTimeToLive: ({ TableName, TimeToLiveSpecification }: TtlInput, context: CallContext) => {
    const table = findTable(context, TableName);
    const { Enabled, AttributeName } = TimeToLiveSpecification;
    const isOn = table.ttlAttribute !== undefined;
    if (Enabled === isOn) {
      throw invalid(`TimeToLive is already ${isOn ? 'enabled' : 'disabled'}`);
    }
    table.ttlAttribute = Enabled ? AttributeName : undefined;
    removeAllOnTime(context.world, table);
    return { TimeToLiveSpecification };
  },

  DescribeTimeToLive: ({ TableName }: TableInput, context: CallContext) => {
    const { ttlAttribute } = findTable(context, TableName);
    const description =
      ttlAttribute === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName: ttlAttribute };
    return { TimeToLiveDescription: description };
  },

  TagResource: ({ ResourceArn, Tags }: TagInput, context: CallContext) => {
    const { tags } = findTable(context, ResourceArn);
    for (const { Key, Value } of Tags) tags.set(Key, Value);
    return {};
  },

  UntagResource: ({ ResourceArn, TagKeys }: TagInput, context: CallContext) => {
    const { tags } = findTable(context, ResourceArn);
    for (const key of TagKeys) tags.delete(key);
    return {};
  },

  ListTagsOfResource: ({ ResourceArn }: TagInput, context: CallContext) => ({
    Tags: [...findTable(context, ResourceArn).tags].map(([Key, Value]) => ({ Key, Value })),
  }),
};

function change(
  context: CallContext,
  table: Table,
  { StreamSpecification, DeletionProtectionEnabled, SSESpecification }: TableInput,
): void {
  const { world, region, caller } = context;
  if (SSESpecification) {
    const { Enabled = false, KMSMasterKeyId: key = 'alias/aws/dynamodb' } = SSESpecification;
    const base = `arn:${world.partition.name}:kms:${region}:${caller.accountId}`;
    const arn = key.startsWith('arn:') ? key : `${base}:${key.includes('/') ? key : `key/${key}`}`;
    table.encryptionKey = Enabled ? arn : undefined;
  }
  if (StreamSpecification) changeStream(context, table, StreamSpecification);
  if (DeletionProtectionEnabled !== undefined) table.deletionProtected = DeletionProtectionEnabled;
}

const views: readonly string[] = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'];

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html */
function changeStream(
  context: CallContext,
  table: Table,
  { StreamEnabled, StreamViewType: view }: NonNullable<TableInput['StreamSpecification']>,
): void {
  if (!StreamEnabled) {
    closeStream(table, context.now);
    return;
  }
  if (view === undefined || !views.includes(view)) {
    throw invalid(
      'One or more parameter values were invalid: StreamViewType is required when StreamEnabled is true',
    );
  }
  if (table.stream) {
    throw invalid(`Table already has an enabled stream: TableName: ${table.name}`);
  }
  table.stream = makeStream(table, view as StreamView, context.now);
  streamsOf.ofCall(context).set(table.stream.arn, table.stream);
  removeAllOnTime(context.world, table);
}

function closeStream(table: Table, now: number): void {
  if (table.stream) table.stream.closedAt = now;
  table.stream = undefined;
}

function described(table: Table) {
  const keys = keysOf(table);
  return {
    TableName: table.name,
    TableArn: table.arn,
    TableId: table.id,
    TableStatus: 'ACTIVE' as const,
    CreationDateTime: new Date(table.createdAt),
    AttributeDefinitions: keys.map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keys.map(({ name }, index) => ({
      AttributeName: name,
      KeyType: index === 0 ? 'HASH' : 'RANGE',
    })),
    ProvisionedThroughput: { ...table.throughput, NumberOfDecreasesToday: 0 },
    ...(table.billing === 'PAY_PER_REQUEST' && {
      BillingModeSummary: { BillingMode: table.billing },
    }),
    ...(table.stream !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream.view },
      LatestStreamArn: table.stream.arn,
      LatestStreamLabel: table.stream.label,
    }),
    DeletionProtectionEnabled: table.deletionProtected,
    ...(table.encryptionKey !== undefined && {
      SSEDescription: {
        Status: 'ENABLED' as const,
        SSEType: 'KMS' as const,
        KMSMasterKeyArn: table.encryptionKey,
      },
    }),
    ItemCount: table.count,
    TableSizeBytes: 0,
  };
}

function inUse(message: string): AwsError {
  return new AwsError('ResourceInUseException', message);
}
