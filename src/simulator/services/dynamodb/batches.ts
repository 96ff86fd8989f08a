/** Many items at once, and transactions: all of them or none. */

import type { CallContext } from '../../service.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { Item } from './attribute-value.ts';
import { invalid } from './errors.ts';
import { check, checkItem, checkKey, type Expressions, itemHandlers, tableHere } from './items.ts';
import { deleteItem, findItem, putItem } from './state.ts';

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

interface TransactItem {
  readonly Put?: Expressions & { readonly TableName: string; readonly Item: Item };
  readonly Update?: Expressions & { readonly TableName: string; readonly Key: Item };
  readonly Delete?: Expressions & { readonly TableName: string; readonly Key: Item };
  readonly ConditionCheck?: Expressions & { readonly TableName: string; readonly Key: Item };
}

export const batchHandlers = {
  BatchWriteItem: (
    { RequestItems }: { readonly RequestItems: Readonly<Record<string, readonly WriteRequest[]>> },
    context: CallContext,
  ) => {
    const requests = Object.entries(RequestItems);
    const count = requests.reduce((sum, [, writes]) => sum + writes.length, 0);
    if (count > 25) throw invalid('Too many items requested for the BatchWriteItem call');
    for (const [name, writes] of requests) {
      const table = tableHere(context, name);
      for (const { PutRequest, DeleteRequest } of writes) {
        if (PutRequest) putItem(table, checkItem(table, PutRequest.Item));
        if (DeleteRequest) deleteItem(table, checkKey(table, DeleteRequest.Key));
      }
    }
    return { UnprocessedItems: {} };
  },

  BatchGetItem: (
    {
      RequestItems,
    }: { readonly RequestItems: Readonly<Record<string, { readonly Keys: readonly Item[] }>> },
    context: CallContext,
  ) => {
    const count = Object.values(RequestItems).reduce((sum, { Keys }) => sum + Keys.length, 0);
    if (count > 100) throw invalid('Too many items requested for the BatchGetItem call');
    const found = Object.entries(RequestItems).map(([name, { Keys }]) => {
      const table = tableHere(context, name);
      const items = Keys.map((key) => findItem(table, checkKey(table, key), context.now));
      return [name, items.filter((item) => item !== undefined)] as const;
    });
    return { Responses: Object.fromEntries(found), UnprocessedKeys: {} };
  },

  TransactWriteItems: (
    { TransactItems }: { readonly TransactItems: readonly TransactItem[] },
    context: CallContext,
  ) => {
    if (TransactItems.length > 100)
      throw invalid('Member must have length less than or equal to 100');
    const failed = TransactItems.map((item) => failureOf(item, context));
    if (failed.some((code) => code !== 'None')) throw cancelled(failed);
    for (const item of TransactItems) perform(item, context);
    return {};
  },
};

function failureOf(item: TransactItem, context: CallContext): string {
  const input = item.Put ?? item.Update ?? item.Delete ?? item.ConditionCheck;
  if (!input) throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  const table = tableHere(context, input.TableName);
  const key = 'Item' in input ? input.Item : checkKey(table, input.Key);
  try {
    check(input, findItem(table, key, context.now));
    return 'None';
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') {
      return 'ConditionalCheckFailed';
    }
    throw error;
  }
}

function perform({ Put, Update, Delete }: TransactItem, context: CallContext): void {
  if (Put) itemHandlers.PutItem(Put, context);
  if (Update) itemHandlers.UpdateItem(Update, context);
  if (Delete) itemHandlers.DeleteItem(Delete, context);
}

function cancelled(codes: readonly string[]): AwsError {
  const reasons = codes.map((Code) => ({ Code }));
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    { members: { CancellationReasons: reasons } },
  );
}
