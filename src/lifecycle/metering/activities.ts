/** The table of what was done: a partition per day, a row per activity, which is written once however often it is told. */

import type { GenericCalls } from '../../aws/generic-client.ts';
import type { Activity } from '../../model/payload-event.ts';
import { type Attributes, number, text } from '../store/attribute.ts';
import type { Meter } from './meter.ts';

export interface ActivitiesOptions {
  readonly dynamo: () => GenericCalls;
  readonly tableName: string;
  readonly ttlSeconds: number;
  readonly meter: Meter;
}

export interface Activities {
  record(activity: Activity): Promise<void>;
  /** What `record` would put, for whoever must write something else in the same moment, and counts it then. */
  toPut(activity: Activity): ActivityPut;
  count(activity: Activity): void;
}

export interface ActivityPut {
  readonly TableName: string;
  readonly Item: Attributes;
}

const transactions: Readonly<Record<string, string>> = {
  'console-login': 'ConsoleLoginTransaction',
  'on-boarding': 'OnBoardingTransaction',
  maintenance: 'MaintenanceTransaction',
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
        // With the identifier behind the time, activities of one moment do not overwrite each other.
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
  };
}

/** When it ended, with the microseconds that today's rows have: what is finer than a millisecond is nought. */
function stampOf({ end }: Activity): string {
  return `${new Date(Math.round(end * 1000)).toISOString().slice(0, 23)}000`;
}
