/** Transactions: all or nothing, and idempotent per request token. */

import { hash } from '../../../model/random.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import { perRegion } from '../../world/service-state.ts';
import { nameOf } from './batches.ts';
import { checkedItem } from './checked-value.ts';
import { invalid } from './errors.ts';
import type { Item } from './item.ts';
import { checkKey, findTable, projectorOf } from './item-input.ts';
import type { ReadInput } from './items.ts';
import { findItem } from './state.ts';
import {
  type PlannedWrite,
  perform,
  planCheck,
  planDelete,
  planPut,
  planUpdate,
  type WriteInput,
} from './write.ts';

interface TransactItem {
  readonly Put?: WriteInput;
  readonly Update?: WriteInput;
  readonly Delete?: WriteInput;
  readonly ConditionCheck?: WriteInput;
}

interface WriteTransaction {
  readonly TransactItems: readonly TransactItem[];
  readonly ClientRequestToken?: string;
}

const planners = {
  Put: planPut,
  Update: planUpdate,
  Delete: planDelete,
  ConditionCheck: planCheck,
} as const;

export const transactionHandlers = {
  TransactWriteItems: (input: WriteTransaction, context: CallContext) => {
    checkCount(input.TransactItems);
    if (isRepeated(input, context)) return {};
    const checked = input.TransactItems.map((item) => judge(item, context));
    const plans = checked.flatMap((one) => ('plan' in one ? [one.plan] : []));
    if (plans.length < checked.length) {
      throw cancelled(checked.map((one) => ('reason' in one ? one.reason : { Code: 'None' })));
    }
    if (new Set(plans.map(nameOf)).size < plans.length) {
      throw invalid('Transaction request cannot include multiple operations on one item');
    }
    for (const plan of plans) if (plan.after !== plan.before) perform(plan, context);
    storeToken(input, context);
    return {};
  },

  TransactGetItems: (
    { TransactItems }: { readonly TransactItems: readonly { readonly Get: ReadInput }[] },
    context: CallContext,
  ) => {
    checkCount(TransactItems);
    const Responses = TransactItems.map(({ Get }) => {
      const table = findTable(context, Get.TableName);
      const item = findItem(table, checkKey(table, checkedItem(Get.Key)), context.now);
      return item ? { Item: projectorOf(Get)(item) } : {};
    });
    return { Responses };
  },
};

function checkCount(items: readonly unknown[]): void {
  if (items.length >= 1 && items.length <= 100) return;
  throw invalid(
    "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100 and greater than or equal to 1",
  );
}

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

function judge(
  item: TransactItem,
  context: CallContext,
): { readonly plan: PlannedWrite } | { readonly reason: Reason } {
  const requested = Object.entries(planners).flatMap(([kind, plan]) => {
    const input = item[kind as keyof TransactItem];
    return input ? [{ plan, input }] : [];
  });
  const [only] = requested;
  if (!only || requested.length > 1) {
    throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const { plan, input } = only;
  try {
    return { plan: plan(findTable(context, input.TableName), input, context) };
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException')
      throw error;
    return {
      reason: { Code: 'ConditionalCheckFailed', Message: error.message, ...error.detail.members },
    };
  }
}

function cancelled(reasons: readonly Reason[]): AwsError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { members: { CancellationReasons: reasons } },
  );
}

/** A token is valid for ten minutes: a client that retries does not write twice. */
const tokenMs = 600_000;
const tokensOf = perRegion(() => new Map<string, { readonly at: number; readonly hash: number }>());

function isRepeated(input: WriteTransaction, context: CallContext): boolean {
  const tokens = tokensOf.ofCall(context);
  const used = tokens.get(input.ClientRequestToken ?? '');
  if (!used || context.now - used.at >= tokenMs) return false;
  if (used.hash === hashOf(input)) return true;
  throw new AwsError(
    'IdempotentParameterMismatchException',
    'The provided client token was used before with other parameters.',
  );
}

function hashOf({ TransactItems }: WriteTransaction): number {
  return hash(JSON.stringify(TransactItems));
}

function storeToken(input: WriteTransaction, context: CallContext): void {
  if (input.ClientRequestToken === undefined) return;
  const tokens = tokensOf.ofCall(context);
  for (const [token, { at }] of tokens) {
    if (context.now - at < tokenMs) break;
    tokens.delete(token);
  }
  tokens.delete(input.ClientRequestToken);
  tokens.set(input.ClientRequestToken, { at: context.now, hash: hashOf(input) });
}
