/** Writing and reading single items. */

import type { CallContext } from '../../service.ts';
import { sizeOf } from './attribute-value.ts';
import { checkedItem } from './checked-value.ts';
import { consumed } from './consumed.ts';
import { invalid } from './errors.ts';
import type { Item } from './item.ts';
import { checkKey, type Expressions, findTable, projectorOf } from './item-input.ts';
import { findItem } from './state.ts';
import {
  type PlannedWrite,
  perform,
  planDelete,
  planPut,
  planUpdate,
  type WriteInput,
} from './write.ts';

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
    const plan = planPut(findTable(context, input.TableName), input, context);
    return done(input, plan, context);
  },

  UpdateItem: (input: Write, context: CallContext) => {
    checkReturnValues(input, ['NONE', 'ALL_OLD', 'UPDATED_OLD', 'ALL_NEW', 'UPDATED_NEW']);
    const plan = planUpdate(findTable(context, input.TableName), input, context);
    return done(input, plan, context);
  },

  DeleteItem: (input: Write, context: CallContext) => {
    checkReturnValues(input, ['NONE', 'ALL_OLD']);
    const plan = planDelete(findTable(context, input.TableName), input, context);
    return done(input, plan, context);
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

function done(input: Write, plan: PlannedWrite, context: CallContext): object {
  perform(plan, context);
  const { table, before, after } = plan;
  const bytes = Math.max(before ? sizeOf(before) : 0, after ? sizeOf(after) : 0);
  return { ...returned(input, plan), ...consumed(input, { table, bytes, kind: 'write' }) };
}

function checkReturnValues({ ReturnValues = 'NONE' }: Write, known: readonly string[]): void {
  if (known.includes(ReturnValues)) return;
  throw invalid(`Return values set to invalid value: ${ReturnValues}`);
}

function returned({ ReturnValues = 'NONE' }: Write, { before, after, updated }: PlannedWrite) {
  const item = ReturnValues.endsWith('_OLD') ? before : after;
  if (ReturnValues === 'NONE' || !item) return {};
  if (ReturnValues.startsWith('ALL')) return { Attributes: item };
  const parts = Object.entries(item).filter(([name]) => updated.includes(name));
  return parts.length > 0 ? { Attributes: Object.fromEntries(parts) } : {};
}
