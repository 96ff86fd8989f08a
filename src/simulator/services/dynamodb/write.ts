/** A planned write: computed and checked before any change, so that a transaction is all or nothing. */

import type { CallContext } from '../../service.ts';
import { checkedItem } from './checked-value.ts';
import { parseCondition } from './condition.ts';
import { conditionFailed, invalid } from './errors.ts';
import { removeOnTime } from './expiry.ts';
import type { Item } from './item.ts';
import {
  checkItem,
  checkKey,
  checkUsed,
  type Expressions,
  keysOf,
  placeholdersOf,
} from './item-input.ts';
import { deleteItem, findItem, keyItem, putItem } from './state.ts';
import { recordChange } from './stream.ts';
import type { Table } from './table.ts';
import { parseUpdate } from './update.ts';

export interface WriteInput extends Expressions {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

export interface PlannedWrite {
  readonly table: Table;
  readonly key: Item;
  readonly before: Item | undefined;
  /** Undefined: the item is deleted. */
  readonly after: Item | undefined;
  /** Names of the attributes that an update changes. */
  readonly updated: readonly string[];
}

type Plan = (table: Table, input: WriteInput, context: CallContext) => PlannedWrite;

/** Each throws when its condition is not met. */
export const planPut: Plan = (table, input, { now }) => {
  const after = checkItem(table, checkedItem(input.Item ?? {}));
  const before = findItem(table, after, now);
  checkCondition(input, before);
  return { table, key: after, before, after, updated: [] };
};

export const planDelete: Plan = (table, input, { now }) => {
  const key = checkKey(table, checkedItem(input.Key ?? {}));
  const before = findItem(table, key, now);
  checkCondition(input, before);
  return { table, key, before, after: undefined, updated: [] };
};

/** Changes nothing. */
export const planCheck: Plan = (table, input, context) => {
  const plan = planDelete(table, input, context);
  return { ...plan, after: plan.before };
};

export const planUpdate: Plan = (table, input, { now }) => {
  const key = checkKey(table, checkedItem(input.Key ?? {}));
  const before = findItem(table, key, now);
  const update = checkCondition(input, before);
  for (const { name } of keysOf(table)) {
    if (!update?.attributes.includes(name)) continue;
    throw invalid(
      `One or more parameter values were invalid: Cannot update attribute ${name}. This attribute is part of the key`,
    );
  }
  const after = checkItem(table, update?.(before ?? key) ?? before ?? key);
  return { table, key, before, after, updated: update?.attributes ?? [] };
};

export function perform(
  { table, key, before, after }: PlannedWrite,
  { world, now }: CallContext,
): void {
  if (after) putItem(table, after);
  else deleteItem(table, key);
  if (!table.stream) return;
  const change = { at: now, keys: keyItem(table, key), before, after, isExpiry: false };
  recordChange(world, table.stream, change);
  if (after) removeOnTime(world, table, after);
}

/** All expressions are parsed before any is evaluated, so that a mistake in one is reported regardless of the others. */
function checkCondition(input: WriteInput, before: Item | undefined) {
  const placeholders = placeholdersOf(input);
  const { ConditionExpression: text, UpdateExpression } = input;
  const condition =
    text === undefined ? undefined : parseCondition('ConditionExpression', text, placeholders);
  const update =
    UpdateExpression === undefined ? undefined : parseUpdate(UpdateExpression, placeholders);
  checkUsed(input, placeholders);
  if (condition && !condition(before ?? {})) {
    const isSelected = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD';
    throw conditionFailed(isSelected ? before : undefined);
  }
  return update;
}
