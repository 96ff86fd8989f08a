/** Whether a budget passed the threshold of a notification. */

import { portion, units } from '../../costs/usd.ts';
import type { Notification } from './budget.ts';
import type { BudgetSpend } from './spend.ts';

/** A forecast that does not exist yet passes nothing. */
export function isExceeded(notification: Required<Notification>, spend: BudgetSpend): boolean {
  const amount = notification.NotificationType === 'ACTUAL' ? spend.actual : spend.forecast;
  if (amount === undefined) return false;
  const threshold = thresholdOf(notification, spend);
  const { ComparisonOperator } = notification;
  if (ComparisonOperator === 'GREATER_THAN') return amount > threshold;
  return ComparisonOperator === 'LESS_THAN' ? amount < threshold : amount === threshold;
}

export function thresholdOf(
  { Threshold, ThresholdType }: Required<Notification>,
  { limit }: BudgetSpend,
): bigint {
  return ThresholdType === 'PERCENTAGE' ? portion(limit, Threshold / 100) : units(Threshold);
}
