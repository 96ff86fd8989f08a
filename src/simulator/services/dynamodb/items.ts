/** Writing and reading single items. */

import type { CallContext } from '../../service.ts';
import { callerAccount } from '../ec2/caller-ec2.ts';
import { type AttributeValue, type Item, sizeOf, typeOf } from './attribute-value.ts';
import { checkedItem } from './checked-value.ts';
import { consumed } from './consumed.ts';
import { invalid, noTable } from './errors.ts';
import type { Placeholders } from './path.ts';
import { parseProjection } from './projection.ts';
import { findItem, type Table, tablesOf } from './state.ts';
import {
  type PlannedWrite,
  perform,
  planDelete,
  planPut,
  planUpdate,
  type WriteInput,
} from './write.ts';

export interface Expressions {
  readonly ConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
}

interface Write extends WriteInput {
  readonly ReturnValues?: string;
  readonly ReturnConsumedCapacity?: string;
}

export interface ReadInput extends Expressions {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: string;
}

export const itemHandlers = {
  PutItem: (input: Write, context: CallContext) => {
    checkReturnValues(input, ['NONE', 'ALL_OLD']);
    return done(input, planPut(findTable(context, input.TableName), input, context));
  },

  UpdateItem: (input: Write, context: CallContext) => {
    checkReturnValues(input, ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW']);
    return done(input, planUpdate(findTable(context, input.TableName), input, context));
  },

  DeleteItem: (input: Write, context: CallContext) => {
    checkReturnValues(input, ['NONE', 'ALL_OLD']);
    return done(input, planDelete(findTable(context, input.TableName), input, context));
  },

  GetItem: (input: ReadInput, context: CallContext) => {
    const table = findTable(context, input.TableName);
    const project = projectorOf(input);
    const item = findItem(table, checkKey(table, checkedItem(input.Key)), context.now);
    return {
      ...(item && { Item: project(item) }),
      ...consumed(input, { table, bytes: item ? sizeOf(item) : 0, kind: 'read' }),
    };
  },
};

function done(input: Write, plan: PlannedWrite): object {
  perform(plan);
  const { table, before, after } = plan;
  const bytes = Math.max(before ? sizeOf(before) : 0, after ? sizeOf(after) : 0);
  return { ...returned(input, plan), ...consumed(input, { table, bytes, kind: 'write' }) };
}

function checkReturnValues({ ReturnValues = 'NONE' }: Write, known: readonly string[]): void {
  if (known.includes(ReturnValues)) return;
  throw invalid(`Return values set to invalid value: ${ReturnValues}`);
}

export function findTable(context: CallContext, name: string): Table {
  const bare = name.startsWith('arn:') ? (name.split('/')[1] ?? '') : name;
  const table = tablesOf(context.world, callerAccount(context), context.region).get(bare);
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

function returned({ ReturnValues = 'NONE' }: Write, { before, after, updated }: PlannedWrite) {
  const item = ReturnValues.endsWith('_OLD') ? before : after;
  if (ReturnValues === 'NONE' || !item) return {};
  if (ReturnValues.startsWith('ALL')) return { Attributes: item };
  const parts = Object.entries(item).filter(([name]) => updated.includes(name));
  return parts.length > 0 ? { Attributes: Object.fromEntries(parts) } : {};
}

/** Parameters of reads without other expressions. */
export function projectorOf(input: Expressions): (item: Item) => Item {
  const placeholders = placeholdersOf(input);
  const { ProjectionExpression: text } = input;
  const project = text === undefined ? (item: Item) => item : parseProjection(text, placeholders);
  checkUsed(input, placeholders);
  return project;
}
