/** A budget, as data. */

import type { Expression } from '../ce/expression.ts';

export interface Budget {
  readonly name: string;
  /** Members by AWS's own names, defaults filled in. Never changed, only replaced. */
  definition: BudgetDefinition;
  updatedAt: number;
  readonly notifications: NotificationEntry[];
  readonly tags: Map<string, string>;
  /** Whether its next evaluation is scheduled. */
  isWatched?: boolean;
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
  readonly FilterExpression?: Expression;
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
  /** First day of the period in which it was sent: once per period. */
  sentIn?: number;
}
