/**
 * The keys and the throughput of a new table.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
 */

import { invalid } from './errors.ts';
import type { KeyAttribute, Table } from './table.ts';

export interface KeyInput {
  readonly AttributeDefinitions?: readonly {
    readonly AttributeName: string;
    readonly AttributeType: KeyAttribute['type'];
  }[];
  readonly KeySchema?: readonly { readonly AttributeName: string; readonly KeyType: string }[];
}

export interface TableKeys {
  readonly hashKey: KeyAttribute;
  readonly rangeKey: KeyAttribute | undefined;
}

/** A hash key, then perhaps a range key; all of them are defined, and nothing else is. */
export function keysOfSchema(input: KeyInput): TableKeys {
  const { KeySchema = [], AttributeDefinitions = [] } = input;
  const [first, second] = KeySchema;
  if (first?.KeyType !== 'HASH') {
    throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (second && second.KeyType !== 'RANGE') {
    throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  if (first.AttributeName === second?.AttributeName) {
    throw invalid(
      'Both the Hash Key and the Range Key element in the KeySchema have the same name',
    );
  }
  const hashKey = keyNamed(input, first.AttributeName);
  const rangeKey = second && keyNamed(input, second.AttributeName);
  if (AttributeDefinitions.length !== KeySchema.length) {
    throw invalid(
      'One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  return { hashKey, rangeKey };
}

function keyNamed(
  { AttributeDefinitions = [], KeySchema = [] }: KeyInput,
  name: string,
): KeyAttribute {
  const type = AttributeDefinitions.find((one) => one.AttributeName === name)?.AttributeType;
  if (type) return { name, type };
  const [keys, defined] = [KeySchema, AttributeDefinitions].map((all) =>
    all.map(({ AttributeName }) => AttributeName).join(', '),
  );
  throw invalid(
    `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys}], AttributeDefinitions: [${defined}]`,
  );
}

interface ThroughputInput {
  readonly BillingMode?: Table['billing'];
  readonly ProvisionedThroughput?: Table['throughput'];
}

export function checkThroughput(input: ThroughputInput): void {
  const { BillingMode = 'PROVISIONED', ProvisionedThroughput } = input;
  if (BillingMode === 'PROVISIONED' && !ProvisionedThroughput) {
    throw invalid(
      'One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  if (BillingMode === 'PAY_PER_REQUEST' && ProvisionedThroughput) {
    throw invalid(
      'One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
}
