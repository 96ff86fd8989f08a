/** Writing and reading single items. */

import type { CallContext } from '../../service.ts';
import { accountHere } from '../ec2/here.ts';
import { type AttributeValue, type Item, sizeOf, typeOf } from './attribute-value.ts';
import { parseCondition } from './condition.ts';
import { conditionFailed, invalid, noTable } from './errors.ts';
import { type Path, type Placeholders, parsePath, valueAt } from './path.ts';
import { deleteItem, findItem, putItem, type Table, tablesOf } from './state.ts';
import { tokensOf } from './tokens.ts';
import { parseUpdate } from './update.ts';

export interface Expressions {
  readonly ConditionExpression?: string;
  readonly FilterExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
}

interface Write extends Expressions {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

export interface Read extends Expressions {
  readonly TableName: string;
  readonly Key: Item;
}

export const itemHandlers = {
  PutItem: (input: Write, context: CallContext) => {
    const table = tableHere(context, input.TableName);
    const item = checkItem(table, input.Item ?? {});
    const before = findItem(table, item, context.now);
    check(input, before);
    putItem(table, item);
    return returned(input, before, item);
  },

  UpdateItem: (input: Write, context: CallContext) => {
    const table = tableHere(context, input.TableName);
    const key = checkKey(table, input.Key ?? {});
    const before = findItem(table, key, context.now);
    const after = check(input, before, (placeholders) => {
      const update = input.UpdateExpression;
      return update === undefined ? key : parseUpdate(update, placeholders)(before ?? key);
    });
    for (const { name } of keysOf(table)) {
      if (
        after?.[name] !== key[name] &&
        JSON.stringify(after?.[name]) !== JSON.stringify(key[name])
      ) {
        throw invalid(
          `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
        );
      }
    }
    const item = checkItem(table, { ...after, ...key });
    putItem(table, item);
    return returned(input, before, item);
  },

  DeleteItem: (input: Write, context: CallContext) => {
    const table = tableHere(context, input.TableName);
    const key = checkKey(table, input.Key ?? {});
    const before = findItem(table, key, context.now);
    check(input, before);
    deleteItem(table, key);
    return returned(input, before, undefined);
  },

  GetItem: (input: Read, context: CallContext) => {
    const table = tableHere(context, input.TableName);
    const item = findItem(table, checkKey(table, input.Key), context.now);
    return item ? { Item: project(input, item) } : {};
  },
};

export function tableHere(context: CallContext, name: string): Table {
  const bare = name.startsWith('arn:') ? (name.split('/')[1] ?? '') : name;
  const table = tablesOf(context.world, accountHere(context), context.region).get(bare);
  if (!table) throw noTable(bare);
  return table;
}

export function keysOf({ hashKey, rangeKey }: Table) {
  return rangeKey ? [hashKey, rangeKey] : [hashKey];
}

const mostBytes = 400 * 1024;

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
  if (sizeOf(item) > mostBytes) throw invalid('Item size has exceeded the maximum allowed size');
  return item;
}

export function checkKey(table: Table, key: Item): Item {
  const keys = keysOf(table);
  const isKey = Object.keys(key).length === keys.length && keys.every(({ name }) => name in key);
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
  if ('S' in value && value.S === '') {
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
}

/** Throws unless the condition holds; then makes what depends on the same placeholders. */
export function check<T>(
  input: Write,
  before: Item | undefined,
  make?: (placeholders: Placeholders) => T,
): T | undefined {
  const placeholders = placeholdersOf(input);
  const { ConditionExpression: text, UpdateExpression: update } = input;
  const condition =
    text === undefined ? undefined : parseCondition('ConditionExpression', text, placeholders);
  // Read before either is used, so that a mistake in one is told whatever the other says.
  if (update !== undefined) parseUpdate(update, placeholders);
  checkUsed(input, placeholders);
  if (condition && !condition(before ?? {})) {
    const isWanted = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    throw conditionFailed(isWanted ? before : undefined);
  }
  return make?.(placeholders);
}

export function placeholdersOf(input: Expressions): Placeholders {
  return {
    names: input.ExpressionAttributeNames ?? {},
    values: input.ExpressionAttributeValues ?? {},
    used: new Set(),
  };
}

/** A placeholder that no expression names is a mistake, and DynamoDB says so. */
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

function returned({ ReturnValues }: Write, before: Item | undefined, after: Item | undefined) {
  if (ReturnValues === 'ALL_OLD' || ReturnValues === 'UPDATED_OLD') {
    return before ? { Attributes: before } : {};
  }
  if (ReturnValues === 'ALL_NEW' || ReturnValues === 'UPDATED_NEW') {
    return after ? { Attributes: after } : {};
  }
  return {};
}

export function project(input: Expressions, item: Item): Item {
  const { ProjectionExpression: text } = input;
  if (text === undefined) return item;
  const placeholders = placeholdersOf(input);
  const tokens = tokensOf('ProjectionExpression', text);
  const paths: Path[] = [];
  do paths.push(parsePath(tokens, placeholders));
  while (tokens.take(','));
  return Object.fromEntries(
    paths.flatMap((path) => {
      const value = valueAt(item, path.slice(0, 1));
      return value ? [[String(path[0]), value] as const] : [];
    }),
  );
}
