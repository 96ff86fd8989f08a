/**
 * The message of a notification, in the form that AWS Budgets publishes to a topic: plain text, whose lines programs
 * read.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
 */

import { formatDecimal, roundTo } from '../../costs/usd.ts';
import type { Budget, Notification } from './budget.ts';
import type { BudgetSpend } from './spend.ts';
import { thresholdOf } from './threshold.ts';

export interface Alert {
  readonly accountId: string;
  readonly budget: Budget;
  readonly notification: Required<Notification>;
  readonly spend: BudgetSpend;
  readonly at: number;
}

export function subjectOf({ budget, notification }: Alert): string {
  const verb =
    notification.NotificationType === 'ACTUAL' ? 'has exceeded' : 'is forecasted to exceed';
  return `AWS Budgets: ${budget.name} ${verb} your alert threshold`.slice(0, 100);
}

export function messageOf(alert: Alert): string {
  const { accountId, budget, notification, spend, at } = alert;
  const { NotificationType, ComparisonOperator } = notification;
  const amount = usd((NotificationType === 'ACTUAL' ? spend.actual : spend.forecast) ?? 0n);
  const threshold = usd(thresholdOf(notification, spend));
  const { words, sign } = comparisons[ComparisonOperator] ?? { words: 'equal to', sign: '=' };
  const { limitWords, amountWords } = periodWords(budget.definition.TimeUnit);
  return [
    `AWS Budget Notification ${longDate(at)}`,
    `AWS Account ${accountId}`,
    '',
    'Dear AWS Customer,',
    '',
    `You requested that we alert you when the ${NotificationType} Cost associated with your ${budget.name} budget is ${words} ${threshold} ${limitWords}. ${amountWords} ${NotificationType} Cost associated with this budget is ${amount}. You can find additional details below and by accessing the AWS Budgets dashboard [1].`,
    '',
    `Budget Name: ${budget.name}`,
    'Budget Type: Cost',
    `Budgeted Amount: ${usd(spend.limit)}`,
    `Alert Type: ${NotificationType}`,
    `Alert Threshold: ${sign} ${threshold}`,
    `${NotificationType} Amount: ${amount}`,
    '',
    '[1] https://console.aws.amazon.com/billing/home#/budgets',
    '',
  ].join('\n');
}

const comparisons: Readonly<Record<string, { readonly words: string; readonly sign: string }>> = {
  GREATER_THAN: { words: 'greater than', sign: '>' },
  LESS_THAN: { words: 'less than', sign: '<' },
};

function periodWords(timeUnit: string) {
  if (timeUnit === 'DAILY') return { limitWords: 'per day', amountWords: 'Yesterday, the' };
  const names: Readonly<Record<string, string>> = { QUARTERLY: 'quarter', ANNUALLY: 'year' };
  return {
    limitWords: `for the current ${names[timeUnit] ?? 'month'}`,
    amountWords: 'The',
  };
}

/** `March 04, 2026`. */
function longDate(at: number): string {
  return new Date(at).toLocaleDateString('en-US', {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'long',
    day: '2-digit',
  });
}

/** `$1,234.50`. */
function usd(amount: bigint): string {
  const [whole = '0', fraction = ''] = formatDecimal(roundTo(amount, 2)).split('.');
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction.padEnd(2, '0')}`;
}
