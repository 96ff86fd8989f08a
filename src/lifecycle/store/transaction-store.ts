/**
 * The transactions table: one row per account in progress, with the existing system's attributes, our own, and the
 * lease. One conditional write takes the lease and returns the row; another writes the row and releases the lease.
 */

import { classify } from '../../aws/failures.ts';
import type { GenericCalls } from '../../aws/generic-client.ts';
import { isAccountId } from '../../model/account.ts';
import { tableName } from '../hub/names.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { ActivityPut } from '../metering/activities.ts';
import {
  type LifecycleRecord,
  lifecycleRecordSchema,
  recordMigrations,
  type Transaction,
  transactionSchema,
} from '../model/lifecycle-record.ts';
import { type DynamoAttributes, number, numberOf, text, textOf } from './attribute.ts';
import { readRecord } from './stored-record.ts';

/** A row of the transactions table. */
export interface TransactionRow {
  readonly accountId: string;
  readonly transaction?: Transaction;
  readonly work?: LifecycleRecord;
  /** The account is leased until then, milliseconds. */
  readonly leasedUntil?: number;
  /** Why its record cannot be read. */
  readonly unreadable?: string;
}

export interface LeasedRow extends TransactionRow {
  /** When a worker took the lease and never released it; of several in a row, the first. */
  readonly interruptedAt?: number;
}

/** Another worker holds the lease. */
export interface HeldLease {
  readonly heldUntil: number;
}

/** Long enough for a converge that waits for a new role; short enough that a dead worker delays little. */
export const leaseMs = 5 * 60_000;
/** DynamoDB deletes rows that were never released, long after they matter. */
const keepSeconds = 90 * 86_400;

export interface TransactionStore {
  lease(accountId: string): Promise<LeasedRow | HeldLease>;
  /** Extends the lease. Throws when it was lost. */
  extend(accountId: string): Promise<void>;
  /** Writes a row with its record and keeps the lease. Throws when it was lost. */
  save(row: TransactionRow): Promise<void>;
  /**
   * Writes the row, or deletes it when nothing is open, and releases the lease; `puts` are written in the same
   * transaction. Throws when the lease was lost.
   */
  release(row: TransactionRow, puts?: readonly ActivityPut[]): Promise<void>;
  read(accountId: string): Promise<TransactionRow | undefined>;
  /** Every row, in pages. */
  all(): AsyncGenerator<TransactionRow>;
}

export function transactionStore({
  settings,
  hub,
  inHub,
  clock,
  owner,
}: Lifecycle): TransactionStore {
  const dynamo = inHub('dynamodb');
  const TableName = tableName({ settings, hub }, 'transactions');
  const keyOf = (accountId: string) => ({ Identifier: text(accountId), Order: text('-') });
  const ours = { ExpressionAttributeNames: { '#lease': 'Lease' } };

  /** Gives the lease back when the record cannot be read, and leaves the record as it is. */
  const readLeased = async (accountId: string, old: DynamoAttributes | undefined) => {
    try {
      return toLeased(accountId, old);
    } catch (error) {
      await dynamo.call('UpdateItem', {
        TableName,
        Key: keyOf(accountId),
        UpdateExpression: `REMOVE ${leaseAttributes.join(', ')}`,
        ConditionExpression: '#lease = :owner',
        ...ours,
        ExpressionAttributeValues: { ':owner': text(owner) },
      });
      throw error;
    }
  };

  return {
    async lease(accountId) {
      const now = clock.now();
      try {
        const { Attributes: old } = await dynamo.call('UpdateItem', {
          TableName,
          Key: keyOf(accountId),
          UpdateExpression:
            'SET #lease = :owner, LeaseFrom = if_not_exists(LeaseFrom, :now), LeaseUntil = :until, Expiration = :expiration',
          ConditionExpression: 'attribute_not_exists(LeaseUntil) OR LeaseUntil < :now',
          ...ours,
          ExpressionAttributeValues: {
            ':owner': text(owner),
            ':now': number(now),
            ':until': number(now + leaseMs),
            ':expiration': number(Math.floor(now / 1000) + keepSeconds),
          },
          ReturnValues: 'ALL_OLD',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        });
        return await readLeased(accountId, old as DynamoAttributes | undefined);
      } catch (error) {
        if (!isRefused(error)) throw error;
        return { heldUntil: numberOf(itemOf(error), 'LeaseUntil') ?? now + leaseMs };
      }
    },

    async extend(accountId) {
      const until = clock.now() + leaseMs;
      await dynamo.call('UpdateItem', {
        TableName,
        Key: keyOf(accountId),
        UpdateExpression: 'SET LeaseUntil = :until',
        ConditionExpression: '#lease = :owner',
        ...ours,
        ExpressionAttributeValues: { ':owner': text(owner), ':until': number(until) },
      });
    },

    async save(row) {
      await dynamo.call('UpdateItem', {
        TableName,
        Key: keyOf(row.accountId),
        ConditionExpression: '#lease = :owner',
        ...updateOf(row, { ':owner': text(owner) }, { now: clock.now(), removes: [] }),
      });
    },

    async release(row, puts = []) {
      const values = { ':owner': text(owner) };
      const isOver = !row.work && !row.transaction;
      const input = {
        TableName,
        Key: keyOf(row.accountId),
        ConditionExpression: '#lease = :owner',
        ...(isOver
          ? { ...ours, ExpressionAttributeValues: values }
          : updateOf(row, values, { now: clock.now(), removes: leaseAttributes })),
      };
      if (puts.length === 0) {
        await dynamo.call(isOver ? 'DeleteItem' : 'UpdateItem', input);
        return;
      }
      const first = isOver ? { Delete: input } : { Update: input };
      const TransactItems = [first, ...puts.map((Put) => ({ Put }))];
      await dynamo.call('TransactWriteItems', { TransactItems });
    },

    async read(accountId) {
      const { Item } = await dynamo.call('GetItem', { TableName, Key: keyOf(accountId) });
      return Item ? toRow(accountId, Item as DynamoAttributes) : undefined;
    },

    all: () => scan(dynamo, TableName),
  };
}

const leaseAttributes = ['#lease', 'LeaseFrom', 'LeaseUntil'];

function updateOf(
  { transaction, work }: TransactionRow,
  values: Readonly<Record<string, unknown>>,
  { now, removes: others }: { readonly now: number; readonly removes: readonly string[] },
): object {
  // "Value" and "Work" are reserved words of DynamoDB.
  const sets = ['#work = :work', 'Expiration = :expiration'];
  const removes = [...others];
  if (transaction) sets.push('#value = :value');
  else removes.push('#value');
  const remove = removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : '';
  return {
    UpdateExpression: `SET ${sets.join(', ')}${remove}`,
    ExpressionAttributeNames: { '#lease': 'Lease', '#value': 'Value', '#work': 'Work' },
    ExpressionAttributeValues: {
      ...values,
      ':work': text(JSON.stringify(work)),
      ':expiration': number(Math.floor(now / 1000) + keepSeconds),
      ...(transaction && { ':value': text(JSON.stringify(transaction)) }),
    },
  };
}

async function* scan(dynamo: GenericCalls, TableName: string): AsyncGenerator<TransactionRow> {
  for await (const { Items } of dynamo.pages('Scan', { TableName })) {
    for (const item of (Items ?? []) as readonly DynamoAttributes[]) {
      const accountId = textOf(item, 'Identifier');
      // Windows are stored in the same table.
      if (accountId !== undefined && isAccountId(accountId)) yield toListedRow(accountId, item);
    }
  }
}

function toLeased(accountId: string, item: DynamoAttributes | undefined): LeasedRow {
  const interruptedAt = numberOf(item, 'LeaseFrom');
  return { ...toRow(accountId, item), ...(interruptedAt !== undefined && { interruptedAt }) };
}

/**
 * A row that another system wrote has only a value. Throws when a record cannot be read: it would be taken for absent,
 * and overwritten.
 */
function toRow(accountId: string, item: DynamoAttributes | undefined): TransactionRow {
  const what = `account ${accountId}`;
  const transaction = readRecord(textOf(item, 'Value'), transactionSchema, what);
  const work = readRecord(textOf(item, 'Work'), lifecycleRecordSchema, what, recordMigrations);
  const leasedUntil = numberOf(item, 'LeaseUntil');
  return {
    accountId,
    ...(transaction && { transaction }),
    ...(work && { work }),
    ...(leasedUntil !== undefined && { leasedUntil }),
  };
}

/** In a listing, one account that cannot be read does not hide the others. */
function toListedRow(accountId: string, item: DynamoAttributes): TransactionRow {
  try {
    return toRow(accountId, item);
  } catch (error) {
    const { message } = error as Error;
    return { accountId, unreadable: message };
  }
}

function isRefused(error: unknown): boolean {
  return classify(error).code === 'ConditionalCheckFailedException';
}

function itemOf(error: unknown): DynamoAttributes | undefined {
  return (error as { readonly Item?: DynamoAttributes }).Item;
}
