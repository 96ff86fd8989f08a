/** The causes of exceptions: exceptions of one account with the same cause belong to one incident. */

import { createHash } from 'node:crypto';
import type { ExceptionLabel, Payload } from '../model/payload-event.ts';

const causes: Readonly<Record<Exclude<ExceptionLabel, 'GenericException'>, string>> = {
  BudgetAlertException: 'budget',
  ConsoleLoginWithIamUserException: 'login-iam-user',
  ConsoleLoginWithRootException: 'login-root',
  FailedCodebuildException: 'failed-build',
  FailedMaintenanceException: 'failed-maintenance',
  FailedOnBoardingException: 'failed-on-boarding',
  UnacknowledgedNotificationException: 'unacknowledged-notification',
};

/** Causes that are gone when the account is released. */
export const endedByRelease = [
  'failed-build',
  'failed-maintenance',
  'failed-on-boarding',
  'lifecycle',
] as const;

/**
 * A budget begins again each month, and so does its incident. Generic exceptions about an account are of the life
 * cycle; those without an account have nothing in common but their title.
 */
export function causeOf(label: ExceptionLabel, payload: Payload, at: number): string {
  if (label === 'BudgetAlertException') {
    return `${causes[label]}-${new Date(at).toISOString().slice(0, 7)}`;
  }
  if (label !== 'GenericException') return causes[label];
  if (payload.account !== undefined) return 'lifecycle';
  const title = createHash('sha256').update(String(payload.title)).digest('hex').slice(0, 16);
  return `generic-${title}`;
}
