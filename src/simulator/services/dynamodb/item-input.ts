/** Checks the input of calls about items: table, keys, sizes and expressions. */

import type { CallContext } from '../../service.ts';
import { sizeOf, typeOf } from './attribute-value.ts';
import { checkedItem } from './checked-value.ts';
import { invalid, noTable } from './errors.ts';
import type { AttributeValue, Item } from './item.ts';
import type { Placeholders } from './path.ts';
import { parseProjection } from './projection.ts';
import { tablesOf } from './state.ts';
import type { Table } from './table.ts';

export interface Expressions {
  readonly ConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
}

export function findTable(context: CallContext, name: string): Table {
  const bare = name.startsWith('arn:') ? (name.split('/')[1] ?? '') : name;
  const table = tablesOf.ofCall(context).get(bare);
  if (!table) throw noTable(bare);
  return table;
}

export function keysOf({ hashKey, rangeKey }: Table) {
  return rangeKey ? [hashKey, rangeKey] : [hashKey];
}

const maxBytes = 400 * 1024;

export function checkItem(table: Table, item: Item): Item {
  for (const { name, type } of keysOf(table)) {
    const value = item[name];
    if (value === undefined) {
      throw invalid(
        `One or more parameter values were invalid: Missing the key ${name} in the item`,
      );
    }
    checkKeyValue(name, value, type);
  }
  if (sizeOf(item) > maxBytes) throw invalid('Item size has exceeded the maximum allowed size');
  return item;
}

export function checkKey(table: Table, key: Item): Item {
  const keys = keysOf(table);
  const isKey =
    Object.keys(key).length === keys.length && keys.every(({ name }) => Object.hasOwn(key, name));
  if (!isKey) throw invalid('The provided key element does not match the schema');
  for (const { name, type } of keys) {
    const value = key[name];
    if (value) checkKeyValue(name, value, type);
  }
  return key;
}

function checkKeyValue(name: string, value: AttributeValue, type: string): void {
  if (typeOf(value) !== type) {
    throw invalid(
      `One or more parameter values were invalid: Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`,
    );
  }
  if (('S' in value && value.S === '') || ('B' in value && value.B.length === 0)) {
    const kind = 'S' in value ? 'string' : 'binary';
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
    );
  }
}

export function placeholdersOf(input: Expressions): Placeholders {
  return {
    names: input.ExpressionAttributeNames ?? {},
    values: checkedItem(input.ExpressionAttributeValues ?? {}),
    used: new Set(),
  };
}

/** DynamoDB rejects placeholders that no expression uses. */
export function checkUsed(input: Expressions, { used }: Placeholders): void {
  for (const [member, words] of [
    ['ExpressionAttributeNames', input.ExpressionAttributeNames],
    ['ExpressionAttributeValues', input.ExpressionAttributeValues],
  ] as const) {
    const idle = Object.keys(words ?? {}).filter((word) => !used.has(word));
    if (idle.length > 0) {
      throw invalid(
        `Value provided in ${member} unused in expressions: keys: {${idle.join(', ')}}`,
      );
    }
  }
}

/** Parameters of reads without other expressions. */
export function projectorOf(input: Expressions): (item: Item) => Item {
  const placeholders = placeholdersOf(input);
  const { ProjectionExpression: text } = input;
  const project = text === undefined ? (item: Item) => item : parseProjection(text, placeholders);
  checkUsed(input, placeholders);
  return project;
}
