/** Progress of a window: a row of the transactions table, so that the next call can resume. */

import { z } from 'zod';
import { classify } from '../../aws/failures.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { type DynamoAttributes, number, parseObject, text, textOf } from '../store/attribute.ts';

const progressSchema = z.object({
  version: z.literal(1),
  /** Accounts whose wave has begun, in the window's order. */
  begun: z.number(),
  /** Accounts in the window, when it opened. */
  accounts: z.number(),
  /** A wave is being expired. A call that reads this follows one that was interrupted, or is still running. */
  running: z.boolean(),
  /** How often its wave was resumed. */
  rounds: z.number().optional(),
  stopped: z.string().optional(),
});

export type WindowProgress = z.infer<typeof progressSchema>;

export interface WindowStore {
  read(): Promise<WindowProgress | undefined>;
  /** False when another worker has written since it was read. */
  write(progress: WindowProgress, before: WindowProgress | undefined): Promise<boolean>;
}

const keepSeconds = 90 * 86_400;

/** `name`: when it opened, and a hash of its schedule. */
export function windowStore(lifecycle: Lifecycle, name: string): WindowStore {
  const { hub, settings, clock, inHub } = lifecycle;
  const dynamo = inHub('dynamodb');
  const TableName = `${hub.environment}${settings.metering.transactionsDatastore}`;
  const Key = { Identifier: text('window'), Order: text(name) };
  return {
    async read() {
      const { Item } = await dynamo.call('GetItem', { TableName, Key, ConsistentRead: true });
      const json = textOf(Item as DynamoAttributes | undefined, 'Window');
      const read = progressSchema.safeParse(parseObject(json));
      return read.success ? read.data : undefined;
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
        return true;
      } catch (error) {
        if (classify(error).code === 'ConditionalCheckFailedException') return false;
        throw error;
      }
    },
  };
}
