/** Progress of a window: a row of the transactions table, so that the next call can resume. */

import * as z from 'zod';
import { classify } from '../../aws/failures.ts';
import { tableName } from '../hub/names.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { type DynamoAttributes, number, text, textOf } from '../store/attribute.ts';
import { readRecord } from '../store/stored-record.ts';

const progressSchema = z.strictObject({
  version: z.literal(2),
  /** Accounts that were released when the window opened, in the order of processing, which differs each time. */
  accounts: z.array(z.string()),
  /** The first accounts of the list, whose wave has begun. */
  begun: z.number(),
  /** How often the accounts of the current wave were sent to workers. */
  rounds: z.number(),
  /** When, milliseconds. Zero: they are to be sent again at once. */
  sentAt: z.number(),
  /** Why it was closed. */
  stopped: z.string().optional(),
});

export type WindowProgress = z.infer<typeof progressSchema>;

export interface WindowStore {
  read(): Promise<WindowProgress | undefined>;
  /** False when another worker has written since it was read. */
  write(progress: WindowProgress, before: WindowProgress | undefined): Promise<boolean>;
}

const keepSeconds = 90 * 86_400;

/** `name`: when it opened, and a hash of its expression. */
export function windowStore(lifecycle: Lifecycle, name: string): WindowStore {
  const { clock, inHub } = lifecycle;
  const dynamo = inHub('dynamodb');
  const TableName = tableName(lifecycle, 'transactions');
  const Key = { Identifier: text('window'), Order: text(name) };
  return {
    async read() {
      const { Item } = await dynamo.call('GetItem', { TableName, Key, ConsistentRead: true });
      const json = textOf(Item as DynamoAttributes | undefined, 'Window');
      return readRecord(json, progressSchema, `maintenance window ${name}`);
    },
    async write(progress, before) {
      const Expiration = number(Math.floor(clock.now() / 1000) + keepSeconds);
      const Item = { ...Key, Window: text(JSON.stringify(progress)), Expiration };
      const condition = before
        ? {
            ConditionExpression: '#window = :before',
            ExpressionAttributeNames: { '#window': 'Window' },
            ExpressionAttributeValues: { ':before': text(JSON.stringify(before)) },
          }
        : { ConditionExpression: 'attribute_not_exists(Identifier)' };
      try {
        await dynamo.call('PutItem', { TableName, Item, ...condition });
        if (progress.stopped !== undefined) {
          await dynamo.call('PutItem', { TableName, Item: { ...stoppedKey(name), Expiration } });
        }
        return true;
      } catch (error) {
        if (classify(error).code === 'ConditionalCheckFailedException') return false;
        throw error;
      }
    },
  };
}

/**
 * Whether a window was closed, read from a small row of its own: every worker reads it for every account, and the row of
 * the window lists them all.
 */
export async function isWindowStopped(lifecycle: Lifecycle, name: string): Promise<boolean> {
  const { Item } = await lifecycle.inHub('dynamodb').call('GetItem', {
    TableName: tableName(lifecycle, 'transactions'),
    Key: stoppedKey(name),
    ConsistentRead: true,
  });
  return Item !== undefined;
}

function stoppedKey(name: string) {
  return { Identifier: text('window'), Order: text(`${name} stopped`) };
}
