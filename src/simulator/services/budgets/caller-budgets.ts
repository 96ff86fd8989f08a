/** The budgets of the caller's account; other accounts' budgets are not visible. */

import { AwsError } from '../../../wire/aws-error.ts';
import { callPage } from '../../call-page.ts';
import type { CallContext } from '../../service.ts';
import type { Budget } from './budget.ts';
import { invalid, notFound } from './errors.ts';
import { budgetsOf } from './state.ts';

export interface AccountInput {
  readonly AccountId: string;
}

export interface BudgetInput extends AccountInput {
  readonly BudgetName: string;
}

export function callerBudgets({ AccountId }: AccountInput, context: CallContext) {
  if (AccountId !== context.caller.accountId) {
    const message = `Account ${AccountId} is not the account of the caller, ${context.caller.accountId}.`;
    throw new AwsError('AccessDeniedException', message, { status: 400 });
  }
  return budgetsOf.ofCall(context);
}

export function budgetAt(input: BudgetInput, context: CallContext): Budget {
  const budget = callerBudgets(input, context).get(input.BudgetName);
  if (budget) return budget;
  const { AccountId, BudgetName } = input;
  throw notFound(
    `Unable to get budget: ${BudgetName} - the budget doesn't exist, for account: ${AccountId}.`,
  );
}

export interface BudgetsPageInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface ItemsToPage<T> {
  readonly scope: string;
  readonly items: readonly T[];
  readonly key: (item: T) => string;
  readonly most: number;
}

export function budgetsPage<T>(
  context: CallContext,
  input: BudgetsPageInput,
  listing: ItemsToPage<T>,
) {
  const { scope, items, key, most } = listing;
  const { MaxResults = 100, NextToken } = input;
  if (MaxResults < 1 || MaxResults > most) throw invalid(`MaxResults must be 1 to ${most}.`);
  const page = callPage(context, {
    items,
    key,
    token: NextToken,
    size: MaxResults,
    scope,
    invalidToken: () => new AwsError('InvalidNextTokenException', 'The next token is not valid.'),
  });
  return { items: page.items, token: page.token };
}
