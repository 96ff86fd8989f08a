/** Query and Scan: pages of a megabyte, with the key to go on from. */

import type { CallContext } from '../../service.ts';
import { compareValues, type Item, sizeOf } from './attribute-value.ts';
import { type Condition, parseCondition } from './condition.ts';
import { invalid } from './errors.ts';
import {
  checkUsed,
  type Expressions,
  keysOf,
  placeholdersOf,
  project,
  tableHere,
} from './items.ts';
import { hasGone, keyTexts, type Table } from './state.ts';

interface ReadMany extends Expressions {
  readonly TableName: string;
  readonly ExclusiveStartKey?: Item;
  readonly Limit?: number;
  readonly Select?: string;
  readonly ScanIndexForward?: boolean;
  readonly Segment?: number;
  readonly TotalSegments?: number;
  readonly IndexName?: string;
}

const pageBytes = 1024 * 1024;

export const readManyHandlers = {
  Scan: (input: ReadMany, context: CallContext) => {
    const table = tableHere(context, input.TableName);
    const all = [...table.items.values()].flatMap((items) => [...items.values()]);
    const { Segment = 0, TotalSegments = 1 } = input;
    const ours = all.filter((_, index) => index % TotalSegments === Segment);
    return page(input, context, { table, items: ours, filter: filterOf(input) });
  },

  Query: (input: ReadMany, context: CallContext) => {
    const table = tableHere(context, input.TableName);
    if (input.IndexName !== undefined) {
      throw invalid(`The table does not have the specified index: ${input.IndexName}`);
    }
    if (input.KeyConditionExpression === undefined) {
      throw invalid(
        'Either the KeyConditions or KeyConditionExpression parameter must be specified',
      );
    }
    const { condition, partition, filter } = queryOf(input, table);
    const found = [...(table.items.get(partition)?.values() ?? [])].filter(condition);
    const ordered = inOrder(table, found, input.ScanIndexForward ?? true);
    return page(input, context, { table, items: ordered, filter });
  },
};

function filterOf(input: ReadMany): Condition {
  const placeholders = placeholdersOf(input);
  const { FilterExpression: text } = input;
  const filter =
    text === undefined ? () => true : parseCondition('FilterExpression', text, placeholders);
  if (input.ProjectionExpression !== undefined) return filter;
  checkUsed(input, placeholders);
  return filter;
}

function queryOf(input: ReadMany, table: Table) {
  const placeholders = placeholdersOf(input);
  const text = input.KeyConditionExpression ?? '';
  const condition = parseCondition('KeyConditionExpression', text, placeholders);
  const filterText = input.FilterExpression;
  const filter =
    filterText === undefined
      ? () => true
      : parseCondition('FilterExpression', filterText, placeholders);
  if (input.ProjectionExpression === undefined) checkUsed(input, placeholders);
  return { condition, filter, partition: partitionOf(input, table) };
}

/** The value that the partition key must equal: the one comparison with it that every query has. */
function partitionOf(input: ReadMany, { hashKey }: Table): string {
  const names = Object.entries(input.ExpressionAttributeNames ?? {});
  const alias = names.find(([, name]) => name === hashKey.name)?.[0];
  const text = input.KeyConditionExpression ?? '';
  for (const name of [alias, hashKey.name]) {
    if (name === undefined) continue;
    const match = new RegExp(`(?:^|[\\s(])${name}\\s*=\\s*(:[A-Za-z0-9_]+)`).exec(text);
    const value =
      match?.[1] === undefined ? undefined : input.ExpressionAttributeValues?.[match[1]];
    if (value)
      return String(
        hashKey.type === 'N' ? Number(Object.values(value)[0]) : Object.values(value)[0],
      );
  }
  throw invalid(`Query condition missed key schema element: ${hashKey.name}`);
}

function inOrder({ rangeKey }: Table, items: readonly Item[], forward: boolean): Item[] {
  if (!rangeKey) return [...items];
  const { name } = rangeKey;
  const sorted = items.toSorted((a, b) => {
    const [left, right] = [a[name], b[name]];
    return left && right ? (compareValues(left, right) ?? 0) : 0;
  });
  return forward ? sorted : sorted.reverse();
}

interface Found {
  readonly table: Table;
  readonly items: readonly Item[];
  readonly filter: Condition;
}

/** Filters are applied after the page was cut, so a page may be empty and still have a next. */
function page(
  input: ReadMany,
  { now, world }: CallContext,
  { table, items, filter }: Found,
): object {
  const read: Item[] = [];
  let bytes = 0;
  let index = startOf(table, items, input.ExclusiveStartKey);
  const limit = Math.min(input.Limit ?? Number.POSITIVE_INFINITY, mostItems(world.pageSize));
  for (; index < items.length && read.length < limit && bytes < pageBytes; index++) {
    const item = items[index];
    if (!item || hasGone(table, item, keyTexts(table, item).join(' '), now)) continue;
    read.push(item);
    bytes += sizeOf(item);
  }
  const matching = read.filter(filter);
  const last = items[index - 1];
  const isMore = index < items.length && last !== undefined;
  return {
    ...(input.Select === 'COUNT' ? {} : { Items: matching.map((item) => project(input, item)) }),
    Count: matching.length,
    ScannedCount: read.length,
    ...(isMore && { LastEvaluatedKey: keyOf(table, last) }),
  };
}

/** AWS cuts by bytes alone; the simulator's small pages make paging show, without making large tables slow. */
function mostItems(pageSize: number): number {
  return pageSize * 100;
}

function startOf(table: Table, items: readonly Item[], key: Item | undefined): number {
  if (!key) return 0;
  const wanted = keyTexts(table, key).join('\u0000');
  return items.findIndex((item) => keyTexts(table, item).join('\u0000') === wanted) + 1;
}

function keyOf(table: Table, item: Item): Item {
  return Object.fromEntries(
    keysOf(table).flatMap(({ name }) => {
      const value = item[name];
      return value ? [[name, value] as const] : [];
    }),
  );
}
