/** Members of a budget and AWS's defaults: amounts in AWS's notation, cost types, the period. */

import { AwsError } from '../../../wire/aws-error.ts';
import { unsupported } from '../../refusals.ts';
import { checkExpression, type Expression } from '../ce/expression.ts';
import type { BudgetDefinition, Spend } from './budget.ts';
import { invalid } from './errors.ts';

/** Default cost types: everything included, neither blended nor amortized. */
const defaultCostTypes = {
  IncludeTax: true,
  IncludeSubscription: true,
  UseBlended: false,
  IncludeRefund: true,
  IncludeCredit: true,
  IncludeUpfront: true,
  IncludeRecurring: true,
  IncludeOtherSubscription: true,
  IncludeSupport: true,
  IncludeDiscount: true,
  UseAmortized: false,
};

/** AWS's end of time for budgets without an end. */
const endOfTime = new Date(Date.UTC(2087, 5, 15));

export function inFull(input: BudgetDefinition, now: number): BudgetDefinition {
  const { BudgetLimit, PlannedBudgetLimits, TimePeriod, TimeUnit } = input;
  return {
    ...input,
    CostFilters: input.CostFilters ?? {},
    ...(BudgetLimit && { BudgetLimit: written(BudgetLimit) }),
    ...(PlannedBudgetLimits && {
      PlannedBudgetLimits: Object.fromEntries(
        Object.entries(PlannedBudgetLimits).map(([start, spend]) => [start, written(spend)]),
      ),
    }),
    ...(input.BudgetType === 'COST' &&
      !input.Metrics && { CostTypes: { ...defaultCostTypes, ...input.CostTypes } }),
    TimePeriod: {
      Start: TimePeriod?.Start ?? startOf(TimeUnit, new Date(now)),
      End: TimePeriod?.End ?? endOfTime,
    },
  };
}

/** `500` becomes `500.0`: AWS returns amounts as decimals with at least one place. */
export function written({ Amount, Unit }: Spend): Spend {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)0*(\d+)\.?(\d*)$/.exec(Amount) ?? [];
  const places = fraction.replace(/0+$/, '');
  return { Amount: `${sign}${whole}.${places || '0'}`, Unit };
}

function startOf(unit: string, now: Date): Date {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  if (unit === 'DAILY') return new Date(Date.UTC(year, month, now.getUTCDate()));
  if (unit === 'QUARTERLY') return new Date(Date.UTC(year, month - (month % 3)));
  return new Date(unit === 'ANNUALLY' ? Date.UTC(year, 0) : Date.UTC(year, month));
}

const timeUnits = ['DAILY', 'MONTHLY', 'QUARTERLY', 'ANNUALLY', 'CUSTOM'];
const budgetTypes = [
  'COST',
  'USAGE',
  'RI_UTILIZATION',
  'RI_COVERAGE',
  'SAVINGS_PLANS_UTILIZATION',
  'SAVINGS_PLANS_COVERAGE',
];

export function checkDefinition(input: BudgetDefinition): void {
  const { BudgetName, TimeUnit, BudgetType, TimePeriod } = input;
  if (!/^[^:\\]{1,100}$/.test(BudgetName) || /\/action\//.test(BudgetName)) {
    throw invalid(`BudgetName ${BudgetName} is not valid: 1 to 100 characters without : and \\.`);
  }
  if (!timeUnits.includes(TimeUnit)) throw invalid(`TimeUnit ${TimeUnit} is not valid.`);
  if (!budgetTypes.includes(BudgetType)) throw invalid(`BudgetType ${BudgetType} is not valid.`);
  checkLimits(input);
  checkModelled(input);
  const { Start, End } = TimePeriod ?? {};
  if (Start && End && Start >= End) throw invalid('Start time should be before end time');
}

function checkLimits({ BudgetLimit, PlannedBudgetLimits, AutoAdjustData }: BudgetDefinition): void {
  const limitKinds = [BudgetLimit, PlannedBudgetLimits, AutoAdjustData].filter((way) => way).length;
  if (limitKinds === 0) throw invalid('BudgetLimit is required.');
  const limits = [
    ...(BudgetLimit ? [BudgetLimit] : []),
    ...Object.values(PlannedBudgetLimits ?? {}),
  ];
  for (const { Amount } of limits) {
    if (!/^\d{1,15}(\.\d*)?$/.test(Amount)) {
      throw invalid(`Budget amount ${Amount} is not valid: it must be a positive number.`);
    }
  }
}

/** The simulator computes the spend of a budget, or refuses the budget. */
function checkModelled(input: BudgetDefinition): void {
  const { BudgetType, AutoAdjustData, CostTypes, Metrics = [], CostFilters = {} } = input;
  if (BudgetType !== 'COST') throw unsupported(`budgets of type ${BudgetType}`);
  if (AutoAdjustData) throw unsupported('budgets that adjust their limit');
  if (CostTypes?.UseAmortized || CostTypes?.UseBlended) {
    throw unsupported('budgets of amortized or blended costs');
  }
  const metric = Metrics.find((name) => !['UnblendedCost', 'NetUnblendedCost'].includes(name));
  if (metric !== undefined) throw unsupported(`budgets of the metric ${metric}`);
  const filter = Object.keys(CostFilters).find((name) => !(name in filteredDimensions));
  if (filter !== undefined) throw unsupported(`the cost filter ${filter}`);
  if (input.FilterExpression) checkFilter(input.FilterExpression);
}

/** The filters of Cost Explorer, with errors of Budgets. */
function checkFilter(expression: Expression): void {
  try {
    checkExpression(expression);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ValidationException') {
      throw invalid(error.message);
    }
    throw error;
  }
}

/** Dimensions of Cost Explorer by their names in cost filters. */
export const filteredDimensions: Readonly<Record<string, string>> = {
  LinkedAccount: 'LINKED_ACCOUNT',
  Service: 'SERVICE',
  UsageType: 'USAGE_TYPE',
  RecordType: 'RECORD_TYPE',
  Region: 'REGION',
};
