/**
 * The table of activities: a partition per day, a row per activity, which is written once even if its event is
 * published twice.
 */

import type { GenericCalls } from '../../aws/generic-client.ts';
import type { Activity } from '../../model/payload-event.ts';
import { type DynamoAttributes, number, parseObject, text, textOf } from '../store/attribute.ts';
import type { Meter } from './meter.ts';

export interface ActivitiesOptions {
  readonly dynamo: () => GenericCalls;
  readonly tableName: string;
  readonly ttlSeconds: number;
  readonly meter: Meter;
}

export interface Activities {
  record(activity: Activity): Promise<void>;
  /**
   * Returns the item that `record` would put, for callers that write it in a transaction of their own and then call
   * `count`.
   */
  toPut(activity: Activity): ActivityPut;
  count(activity: Activity): void;
  /** Activities that ended on a day, `2026-01-05`, in the order of their time. */
  ofDay(day: string): AsyncGenerator<StoredActivity>;
}

/** As it is stored, perhaps by another system: any member may be absent. */
export type StoredActivity = Readonly<Record<string, unknown>>;

export interface ActivityPut {
  readonly TableName: string;
  readonly Item: DynamoAttributes;
}

const transactions: Readonly<Record<string, string>> = {
  'console-login': 'ConsoleLoginTransaction',
  'on-boarding': 'OnBoardingTransaction',
  maintenance: 'MaintenanceTransaction',
  notification: 'NotificationTransaction',
};

export function createActivities(options: ActivitiesOptions): Activities {
  const { dynamo, tableName, ttlSeconds, meter } = options;
  const toPut = (activity: Activity): ActivityPut => {
    const stamp = stampOf(activity);
    const [day = '', time = ''] = stamp.split('T');
    return {
      TableName: tableName,
      Item: {
        Identifier: text(day),
        // With the identifier after the time, activities of the same millisecond do not overwrite each other.
        Order: text(`${time}-${activity.identifier.slice(0, 8)}`),
        Value: text(JSON.stringify({ ...activity, stamp })),
        Expiration: number(Math.floor(activity.end) + ttlSeconds),
      },
    };
  };
  const count = (activity: Activity) => {
    meter.count('TransactionsByCostCenter', { CostCenter: activity['cost-center'] });
    const transaction = transactions[activity.transaction] ?? 'GenericTransaction';
    meter.count('TransactionsByLabel', { Label: transaction });
  };
  return {
    toPut,
    count,
    async record(activity) {
      await dynamo().call('PutItem', { ...toPut(activity) });
      count(activity);
    },
    async *ofDay(day) {
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'Identifier = :day',
        ExpressionAttributeValues: { ':day': text(day) },
      };
      for await (const { Items } of dynamo().pages('Query', query)) {
        for (const item of (Items ?? []) as readonly DynamoAttributes[]) {
          // The order is the time, and perhaps what makes it unique; a value that cannot be read has at least its time.
          const stamp = `${day}T${(textOf(item, 'Order') ?? '').slice(0, 15)}`;
          yield { stamp, ...parseObject(textOf(item, 'Value')) };
        }
      }
    },
  };
}

/** When it ended, with microseconds as in existing rows; what is finer than a millisecond is zero. */
function stampOf({ end }: Activity): string {
  return `${new Date(Math.round(end * 1000)).toISOString().slice(0, 23)}000`;
}
