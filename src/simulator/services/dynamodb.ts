/** Amazon DynamoDB: tables in memory, with conditional writes and items that expire. */

import type { AnyService, FindNeeds } from '../service.ts';
import { batchHandlers } from './dynamodb/batches.ts';
import { itemHandlers } from './dynamodb/items.ts';
import { readManyHandlers } from './dynamodb/read-many.ts';
import { tableHandlers } from './dynamodb/table-handlers.ts';

const needs: FindNeeds = (operation, input, { world, caller, region }) => {
  const name = input.TableName;
  if (typeof name !== 'string') return undefined;
  const arn = `arn:${world.partition.name}:dynamodb:${region}:${caller.accountId}:table/${name}`;
  return [{ action: `dynamodb:${operation}`, resource: name.startsWith('arn:') ? name : arn }];
};

export const dynamodbService: AnyService = {
  name: 'dynamodb',
  handlers: { ...tableHandlers, ...itemHandlers, ...readManyHandlers, ...batchHandlers },
  needs,
};
