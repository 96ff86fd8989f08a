/** Budgets of one account: they are global and belong to the account. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perAccount } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { seedBudgets } from './seed-budgets.ts';

export interface Budget {
  readonly name: string;
  /** Members by AWS's own names, defaults filled in. Never changed, only replaced. */
  definition: BudgetDefinition;
  updatedAt: number;
  readonly notifications: NotificationEntry[];
  readonly tags: Map<string, string>;
}

export interface Spend {
  readonly Amount: string;
  readonly Unit: string;
}

export interface BudgetDefinition {
  readonly BudgetName: string;
  readonly TimeUnit: string;
  readonly BudgetType: string;
  readonly BudgetLimit?: Spend;
  readonly PlannedBudgetLimits?: Readonly<Record<string, Spend>>;
  readonly CostTypes?: Readonly<Record<string, boolean>>;
  readonly TimePeriod?: { readonly Start?: Date; readonly End?: Date };
  readonly AutoAdjustData?: object;
  readonly CostFilters?: Readonly<Record<string, readonly string[]>>;
  readonly FilterExpression?: object;
  readonly Metrics?: readonly string[];
}

export interface Notification {
  readonly NotificationType: string;
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly ThresholdType?: string;
}

export interface Subscriber {
  readonly SubscriptionType: string;
  readonly Address: string;
}

export interface NotificationEntry {
  notification: Required<Notification>;
  subscribers: readonly Subscriber[];
}

export const budgetsOf = perAccount(
  (world: World, account: SimulatedAccount): Map<string, Budget> =>
    new Map(seedBudgets(world, account).map((budget) => [budget.name, budget])),
);
