/** Which maintenance windows are open: every schedule of the settings has its own. Pure. */

import { createHash } from 'node:crypto';
import { parseExpression } from '../../model/schedule-expression.ts';
import { nextWindows } from '../../settings/next-windows.ts';
import { scheduleOf } from '../../settings/schedule-of.ts';
import type { Schedule, Settings } from '../../settings/settings.ts';
import type { OrganizationSnapshot, SnapshotAccount } from '../sweep/snapshot.ts';

/** A window closes after a day: accounts that are not processed by then are named, and are due in the next one. */
export const windowMs = 24 * 3_600_000;

/** A window that did not open within this time of its hour is missed. */
const minGraceMs = 2 * 3_600_000;

/** A schedule that has openings. */
export type OpeningSchedule = Schedule & { readonly maintenanceWindowExpression: string };

/** The accounts of one schedule. */
export interface ScheduledAccounts {
  readonly schedule: OpeningSchedule;
  /** Managed and active. */
  readonly accounts: readonly SnapshotAccount[];
}

/** Groups managed accounts by the schedule that applies to them. Those without a window are left out. */
export function bySchedule(
  settings: Settings,
  { accounts }: OrganizationSnapshot,
): readonly ScheduledAccounts[] {
  const managed = accounts.filter(({ item, account }) => item && account.active);
  const groups = Map.groupBy(managed, ({ item }) => JSON.stringify(scheduleOf(item, settings)));
  return [...groups].flatMap(([key, under]) => {
    const schedule = JSON.parse(key) as Schedule;
    return hasOpenings(schedule) ? [{ schedule, accounts: under }] : [];
  });
}

function hasOpenings(schedule: Schedule): schedule is OpeningSchedule {
  return schedule.maintenanceWindowExpression !== undefined;
}

/** Returns the last time before `now`, within a day, at which the schedule fired. */
export function lastOpening(schedule: Schedule, now: number): number | undefined {
  let from = now - windowMs;
  let last: number | undefined;
  for (let [next] = nextWindows(schedule, from, 1); next !== undefined && next <= now; ) {
    last = next;
    from = next;
    [next] = nextWindows(schedule, from, 1);
  }
  return last;
}

/**
 * Name of a window: when it opened, and by which expression. Dates that are excluded later do not make it another
 * window.
 */
export function windowName(
  { maintenanceWindowExpression, timeZone }: Schedule,
  openedAt: number,
): string {
  const text = `${maintenanceWindowExpression} ${timeZone}`;
  const hash = createHash('sha256').update(text).digest('hex');
  return `${new Date(openedAt).toISOString()} ${hash.slice(0, 8)}`;
}

/** A window may open as late as the next sweep after its hour, and at least two hours late. */
export function graceMs({ automation }: Settings): number {
  const expression = parseExpression(automation.sweepExpression);
  return Math.max(minGraceMs, 'every' in expression ? expression.every : 0);
}
