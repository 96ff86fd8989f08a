/** Parameters from before there were expressions: refused by name, because ignoring a condition could lose data. */

import { invalid } from './errors.ts';

const legacy = [
  'AttributesToGet',
  'AttributeUpdates',
  'ConditionalOperator',
  'Expected',
  'KeyConditions',
  'QueryFilter',
  'ScanFilter',
  'GlobalSecondaryIndexes',
  'GlobalSecondaryIndexUpdates',
  'LocalSecondaryIndexes',
  'ReplicaUpdates',
];

export function refuseLegacy(input: Readonly<Record<string, unknown>>): void {
  for (const member of legacy) {
    const value = input[member];
    const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
    if (!isEmpty) throw invalid(`The simulator does not know ${member} of DynamoDB.`);
  }
}
