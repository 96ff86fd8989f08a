/** Batches: all items are checked before the first is written, and reported one by one. */

import type { CallContext } from '../../service.ts';
import { checkedItem } from './checked-value.ts';
import { invalid } from './errors.ts';
import type { Item } from './item.ts';
import { checkKey, type Expressions, findTable, projectorOf } from './item-input.ts';
import { findItem, keyTexts } from './state.ts';
import type { Table } from './table.ts';
import { perform, planDelete, planPut } from './write.ts';

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

interface GetRequest extends Expressions {
  readonly Keys: readonly Item[];
}

type ByTable<T> = Readonly<Record<string, T>>;

export const batchHandlers = {
  BatchWriteItem: (
    { RequestItems }: { readonly RequestItems: ByTable<readonly WriteRequest[]> },
    context: CallContext,
  ) => {
    const requests = Object.entries(RequestItems).flatMap(([name, writes]) =>
      writes.map((write) => [name, write] as const),
    );
    checkCount('BatchWriteItem', requests.length, 25);
    const plans = requests.map(([TableName, { PutRequest, DeleteRequest }]) => {
      const table = findTable(context, TableName);
      if (PutRequest) return planPut(table, { TableName, Item: PutRequest.Item }, context);
      const Key = DeleteRequest?.Key ?? {};
      return planDelete(table, { TableName, Key }, context);
    });
    checkDoubles(plans);
    for (const plan of plans) perform(plan, context);
    return { UnprocessedItems: {} };
  },

  BatchGetItem: (
    { RequestItems }: { readonly RequestItems: ByTable<GetRequest> },
    context: CallContext,
  ) => {
    const requests = Object.entries(RequestItems);
    const count = requests.reduce((sum, [, { Keys }]) => sum + Keys.length, 0);
    checkCount('BatchGetItem', count, 100);
    const found = requests.map(([name, request]) => {
      const table = findTable(context, name);
      const keys = request.Keys.map((key) => checkKey(table, checkedItem(key)));
      checkDoubles(keys.map((key) => ({ table, key })));
      const project = projectorOf(request);
      const items = keys.map((key) => findItem(table, key, context.now));
      return [name, items.filter((item) => item !== undefined).map(project)] as const;
    });
    return { Responses: Object.fromEntries(found), UnprocessedKeys: {} };
  },
};

function checkCount(operation: string, count: number, most: number): void {
  if (count > most) throw invalid(`Too many items requested for the ${operation} call`);
  if (count === 0) throw invalid('The batch request list must have at least one item');
}

interface KeyedRequest {
  readonly table: Table;
  readonly key: Item;
}

function checkDoubles(keyed: readonly KeyedRequest[]): void {
  if (new Set(keyed.map(nameOf)).size < keyed.length) {
    throw invalid('Provided list of item keys contains duplicates');
  }
}

export function nameOf({ table, key }: KeyedRequest): string {
  return JSON.stringify([table.id, ...keyTexts(table, key)]);
}
