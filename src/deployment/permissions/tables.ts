/**
 * Items of the tables. A transaction of DynamoDB requires the permissions of its operations.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
 */

import { hubArn, type TableKind, tableName } from '../../lifecycle/hub/names.ts';
import { allow, type PermissionSet } from './statement.ts';

function onTable(Sid: string, kind: TableKind, operations: readonly string[]): PermissionSet {
  return (installation) => {
    const arn = hubArn(installation, 'dynamodb', `table/${tableName(installation, kind)}`);
    return [
      allow(
        Sid,
        operations.map((operation) => `dynamodb:${operation}`),
        [arn],
      ),
    ];
  };
}

/** The lease of an account, and its record. */
export const leaseAccounts = onTable('LeaseAccounts', 'transactions', ['DeleteItem', 'UpdateItem']);

export const listTransactions = onTable('ListTransactions', 'transactions', ['Scan']);

/** A window that opened before the installation was made has missed nothing. */
export const keepWindows = onTable('KeepWindows', 'transactions', [
  'DescribeTable',
  'GetItem',
  'PutItem',
]);

export const readStoppedWindows = onTable('ReadStoppedWindows', 'transactions', ['GetItem']);

export const readShadows = onTable('ReadShadows', 'shadows', ['GetItem']);

export const updateShadows = onTable('UpdateShadows', 'shadows', ['GetItem', 'PutItem']);

export const listShadows = onTable('ListShadows', 'shadows', ['Scan']);

export const recordActivities = onTable('RecordActivities', 'activities', ['PutItem']);

export const listActivities = onTable('ListActivities', 'activities', ['Query']);

/** What was done for an event, so that a second delivery does nothing twice. */
export const claimEvents = onTable('ClaimEvents', 'exceptions', [
  'GetItem',
  'PutItem',
  'UpdateItem',
]);

/** Of incidents that the release of an account resolves. */
export const keepOpenIncidents = onTable('KeepOpenIncidents', 'exceptions', ['GetItem', 'PutItem']);
