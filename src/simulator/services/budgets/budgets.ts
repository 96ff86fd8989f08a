/** Budgets: create, describe, update, delete, tag. */

import { callerAccount } from '../../caller-account.ts';
import { formatDecimal, roundTo } from '../../costs/usd.ts';
import type { CallContext } from '../../service.ts';
import type { Budget, BudgetDefinition, Notification, Subscriber } from './budget.ts';
import {
  type AccountInput,
  type BudgetInput,
  type BudgetsPageInput,
  budgetAt,
  budgetsPage,
  callerBudgets,
} from './caller-budgets.ts';
import { checkDefinition, inFull, written } from './definition.ts';
import { duplicate, limitExceeded, notFound } from './errors.ts';
import { entryOf } from './notifications.ts';
import { spendOf } from './spend.ts';
import { watchBudget } from './watch-budget.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface CreateInput extends AccountInput {
  readonly Budget: BudgetDefinition;
  readonly NotificationsWithSubscribers?: readonly {
    readonly Notification: Notification;
    readonly Subscribers: readonly Subscriber[];
  }[];
  readonly ResourceTags?: readonly Tag[];
}

const maxBudgets = 20_000;
const maxNotifications = 10;

export const budgetHandlers = {
  CreateBudget: (input: CreateInput, context: CallContext) => {
    const budgets = callerBudgets(input, context);
    const {
      Budget: stated,
      NotificationsWithSubscribers: requested = [],
      ResourceTags = [],
    } = input;
    checkDefinition(stated);
    if (budgets.has(stated.BudgetName)) {
      throw duplicate(`Error creating budget: ${stated.BudgetName} - the budget already exists.`);
    }
    if (budgets.size >= maxBudgets) throw limitExceeded('Too many budgets in this account.');
    if (requested.length > maxNotifications) throw limitExceeded('Too many notifications.');
    const budget: Budget = {
      name: stated.BudgetName,
      definition: inFull(stated, context.now),
      updatedAt: context.now,
      notifications: requested.map(({ Notification, Subscribers }) =>
        entryOf(Notification, Subscribers),
      ),
      tags: new Map(ResourceTags.map(({ Key, Value }) => [Key, Value])),
    };
    budgets.set(stated.BudgetName, budget);
    watchBudget(context.world, callerAccount(context), budget);
    return {};
  },

  DescribeBudget: (input: BudgetInput, context: CallContext) => ({
    Budget: described(context, budgetAt(input, context)),
  }),

  DescribeBudgets: (input: AccountInput & BudgetsPageInput, context: CallContext) => {
    const items = [...callerBudgets(input, context).values()];
    const listing = { scope: 'budgets', items, key: ({ name }: Budget) => name, most: 1_000 };
    const page = budgetsPage(context, input, listing);
    // Without any budget the member is absent, as it is at AWS.
    const found =
      page.items.length > 0
        ? { Budgets: page.items.map((budget) => described(context, budget)) }
        : {};
    return { ...found, ...page.token };
  },

  /** Replaces the whole budget; its notifications stay. */
  UpdateBudget: (
    input: AccountInput & { readonly NewBudget: BudgetDefinition },
    context: CallContext,
  ) => {
    const { AccountId, NewBudget } = input;
    const budget = budgetAt({ AccountId, BudgetName: NewBudget.BudgetName }, context);
    checkDefinition(NewBudget);
    budget.definition = inFull(NewBudget, context.now);
    budget.updatedAt = context.now;
    for (const entry of budget.notifications) delete entry.sentIn;
    return {};
  },

  DeleteBudget: (input: BudgetInput, context: CallContext) => {
    callerBudgets(input, context).delete(budgetAt(input, context).name);
    return {};
  },

  TagResource: (
    input: ArnInput & { readonly ResourceTags: readonly Tag[] },
    context: CallContext,
  ) => {
    const { tags } = budgetNamed(input, context);
    for (const { Key, Value } of input.ResourceTags) tags.set(Key, Value);
    return {};
  },

  UntagResource: (
    input: ArnInput & { readonly ResourceTagKeys: readonly string[] },
    context: CallContext,
  ) => {
    const { tags } = budgetNamed(input, context);
    for (const key of input.ResourceTagKeys) tags.delete(key);
    return {};
  },

  ListTagsForResource: (input: ArnInput, context: CallContext) => ({
    ResourceTags: [...budgetNamed(input, context).tags].map(([Key, Value]) => ({ Key, Value })),
  }),
};

interface ArnInput {
  readonly ResourceARN: string;
}

/** `arn:aws:budgets::<account>:budget/<name>`. */
function budgetNamed({ ResourceARN }: ArnInput, context: CallContext): Budget {
  const found = /^arn:[\w-]+:budgets::(\d{12}):budget\/(.+)$/.exec(ResourceARN);
  if (!found) throw notFound(`There is no resource ${ResourceARN}.`);
  const [, AccountId = '', BudgetName = ''] = found;
  return budgetAt({ AccountId, BudgetName }, context);
}

function described({ world, caller, now }: CallContext, { definition, updatedAt }: Budget) {
  const { actual, forecast } = spendOf({ world, accountId: caller.accountId }, definition, now);
  return {
    ...definition,
    CalculatedSpend: {
      ActualSpend: describeSpend(actual),
      ...(forecast !== undefined && { ForecastedSpend: describeSpend(forecast) }),
    },
    LastUpdatedTime: new Date(updatedAt),
    HealthStatus: { Status: 'HEALTHY', LastUpdatedTime: new Date(updatedAt) },
  };
}

/** With three decimals at most. */
function describeSpend(amount: bigint) {
  return written({ Amount: formatDecimal(roundTo(amount, 3)), Unit: 'USD' });
}
