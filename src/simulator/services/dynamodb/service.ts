/** Amazon DynamoDB: tables in memory, with conditional writes and items that expire. */

import { defineService, type FindPermissions } from '../../service.ts';
import { batchHandlers } from './batches.ts';
import { continuousBackupHandlers } from './continuous-backups.ts';
import { itemHandlers } from './items.ts';
import { refuseLegacy } from './legacy.ts';
import { readManyHandlers } from './read-many.ts';
import { tableHandlers } from './table-handlers.ts';
import { transactionHandlers } from './transactions.ts';

const permissions: FindPermissions = (operation, input, { world, caller, region }) => {
  refuseLegacy(input);
  const arn = (name: string) =>
    name.startsWith('arn:')
      ? name
      : `arn:${world.partition.name}:dynamodb:${region}:${caller.accountId}:table/${name}`;
  const need = (name: string, action = operation) => ({
    action: `dynamodb:${action}`,
    resource: arn(name),
  });
  const { TableName, ResourceArn, RequestItems, TransactItems } = input;
  if (typeof TableName === 'string') return [need(TableName)];
  if (typeof ResourceArn === 'string') return [need(ResourceArn)];
  if (typeof RequestItems === 'object' && RequestItems !== null) {
    return Object.keys(RequestItems).map((name) => need(name));
  }
  if (!Array.isArray(TransactItems)) return undefined;
  return TransactItems.flatMap((item: Readonly<Record<string, { TableName?: string }>>) =>
    Object.entries(item).flatMap(([kind, one]) =>
      one?.TableName === undefined ? [] : [need(one.TableName, actionOf(kind))],
    ),
  );
};

/** A transaction requires the permissions of its operations. */
function actionOf(kind: string): string {
  return kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`;
}

export const dynamodbService = defineService({
  name: 'dynamodb',
  operations: {
    ...tableHandlers,
    ...continuousBackupHandlers,
    ...itemHandlers,
    ...readManyHandlers,
    ...batchHandlers,
    ...transactionHandlers,
  },
  permissions,
});
