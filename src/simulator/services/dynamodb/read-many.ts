/** Query and Scan: pages of a megabyte, with the key where the next one starts. */

import { hash } from '../../../model/random.ts';
import type { CallContext } from '../../service.ts';
import { compareValues, sizeOf } from './attribute-value.ts';
import { checkedItem } from './checked-value.ts';
import { type ItemCondition, parseCondition } from './condition.ts';
import { consumed } from './consumed.ts';
import { invalid } from './errors.ts';
import type { Item } from './item.ts';
import {
  checkKey,
  checkUsed,
  type Expressions,
  findTable,
  keysOf,
  placeholdersOf,
} from './item-input.ts';
import { parseKeyCondition } from './key-condition.ts';
import type { Placeholders } from './path.ts';
import { parseProjection } from './projection.ts';
import { isDeleted, keyText, keyTexts } from './state.ts';
import type { Table } from './table.ts';

interface ReadMany extends Expressions {
  readonly TableName: string;
  readonly ExclusiveStartKey?: Item;
  readonly Limit?: number;
  readonly Select?: string;
  readonly ScanIndexForward?: boolean;
  readonly Segment?: number;
  readonly TotalSegments?: number;
  readonly IndexName?: string;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: string;
}

const pageBytes = 1024 * 1024;

export const readManyHandlers = {
  Scan: (input: ReadMany, context: CallContext) => {
    const table = findTable(context, input.TableName);
    checkReading(input);
    const placeholders = placeholdersOf(input);
    const shape = shapeOf(input, placeholders);
    checkUsed(input, placeholders);
    return page(input, context, { table, items: scanned(table, input), ...shape });
  },

  Query: (input: ReadMany, context: CallContext) => {
    const table = findTable(context, input.TableName);
    checkReading(input);
    const text = input.KeyConditionExpression;
    if (text === undefined) {
      throw invalid(
        'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
      );
    }
    const placeholders = placeholdersOf(input);
    const { partition, matches } = parseKeyCondition(text, placeholders, table);
    const shape = shapeOf(input, placeholders);
    checkUsed(input, placeholders);
    const { hashKey } = table;
    const found = table.items.get(keyText({ [hashKey.name]: partition }, hashKey));
    const items = ordered(table, [...(found?.values() ?? [])].filter(matches));
    const forward = input.ScanIndexForward ?? true;
    const rest = afterKey(table, forward ? items : items.reverse(), input);
    return page(input, context, { table, items: rest, ...shape });
  },
};

function checkReading({ IndexName, Limit, Segment = 0, TotalSegments = 1 }: ReadMany): void {
  if (IndexName !== undefined) {
    throw invalid(`The table does not have the specified index: ${IndexName}`);
  }
  if (Limit !== undefined && Limit < 1) {
    throw invalid(
      `1 validation error detected: Value '${Limit}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
    );
  }
  if (Segment >= TotalSegments) {
    throw invalid(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`,
    );
  }
}

interface Shape {
  readonly filter: ItemCondition;
  readonly project: (item: Item) => Item;
}

function shapeOf(input: ReadMany, placeholders: Placeholders): Shape {
  const { FilterExpression: filter, ProjectionExpression: projection } = input;
  return {
    filter:
      filter === undefined ? () => true : parseCondition('FilterExpression', filter, placeholders),
    project: projection === undefined ? (item) => item : parseProjection(projection, placeholders),
  };
}

/** Partitions are ordered by a hash, so that deletions during a scan do not affect its position. */
function scanned(table: Table, input: ReadMany): readonly Item[] {
  table.order ??= [...table.items.keys()].sort(byHash);
  const { ExclusiveStartKey, Segment = 0, TotalSegments = 1 } = input;
  const start = ExclusiveStartKey && startKey(table, ExclusiveStartKey);
  const first = start === undefined ? '' : keyTexts(table, start)[0];
  const from = start === undefined ? 0 : table.order.findIndex((one) => byHash(one, first) >= 0);
  const partitions = from < 0 ? [] : table.order.slice(from);
  return partitions
    .filter((partition) => hash(partition) % TotalSegments === Segment)
    .flatMap((partition) => {
      const items = ordered(table, [...(table.items.get(partition)?.values() ?? [])]);
      return start && partition === first ? afterKey(table, items, input) : items;
    });
}

function byHash(a: string, b: string): number {
  return hash(a) - hash(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function ordered({ rangeKey }: Table, items: readonly Item[]): Item[] {
  return rangeKey ? items.toSorted((a, b) => compareAt(rangeKey.name, a, b)) : [...items];
}

function compareAt(name: string, a: Item, b: Item): number {
  const [left, right] = [a[name], b[name]];
  return left && right ? (compareValues(left, right) ?? 0) : 0;
}

/** The items of a partition after the key, whether the key still exists or not. */
function afterKey(table: Table, items: readonly Item[], input: ReadMany): readonly Item[] {
  if (!input.ExclusiveStartKey) return items;
  const start = startKey(table, input.ExclusiveStartKey);
  const { rangeKey } = table;
  if (!rangeKey) return [];
  const direction = input.ScanIndexForward === false ? -1 : 1;
  const next = items.findIndex((item) => direction * compareAt(rangeKey.name, item, start) > 0);
  return next < 0 ? [] : items.slice(next);
}

function startKey(table: Table, key: Item): Item {
  try {
    return checkKey(table, checkedItem(key));
  } catch {
    throw invalid('The provided starting key is invalid');
  }
}

interface FoundItem extends Shape {
  readonly table: Table;
  readonly items: readonly Item[];
}

/** Filters are applied after the page was cut, so a page may be empty and still have a next one. */
function page(
  input: ReadMany,
  { now, world }: CallContext,
  { table, items, filter, project }: FoundItem,
): object {
  const { Limit = Number.POSITIVE_INFINITY } = input;
  const most = Math.min(Limit, maxItemsOf(world.pageSize));
  const read: Item[] = [];
  let [index, bytes] = [0, 0];
  for (; index < items.length && read.length < most; index++) {
    const item = items[index];
    if (!item || isDeleted(table, item, now)) continue;
    const size = sizeOf(item);
    if (read.length > 0 && bytes + size > pageBytes) break;
    read.push(item);
    bytes += size;
  }
  const matching = read.filter(filter);
  const last = read.at(-1);
  // At its limit DynamoDB does not look whether there is more: the next page may be empty.
  const isMore = last !== undefined && (index < items.length || read.length === Limit);
  return {
    ...(input.Select === 'COUNT' ? {} : { Items: matching.map(project) }),
    Count: matching.length,
    ScannedCount: read.length,
    ...(isMore && { LastEvaluatedKey: keyOf(table, last) }),
    ...consumed(input, { table, bytes, kind: 'read' }),
  };
}

/** AWS cuts by bytes alone; the simulator's small pages exercise paging without slowing large tables down. */
function maxItemsOf(pageSize: number): number {
  return pageSize * 100;
}

function keyOf(table: Table, item: Item): Item {
  return Object.fromEntries(
    keysOf(table).flatMap(({ name }) => {
      const value = item[name];
      return value ? [[name, value] as const] : [];
    }),
  );
}
