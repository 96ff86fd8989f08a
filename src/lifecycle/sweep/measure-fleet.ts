/** Measures of a sweep for dashboards and alarms: accounts that are overdue, and accounts whose transaction failed. */

import type { Lifecycle } from '../lifecycle.ts';
import type { OrganizationSnapshot } from './snapshot.ts';

export function measureFleet(
  { meter }: Pick<Lifecycle, 'meter'>,
  { accounts, at }: OrganizationSnapshot,
): void {
  const records = accounts.flatMap(({ item, account, row }) =>
    item && account.active && row?.work ? [row.work] : [],
  );
  const failed = records.filter((record) => record.failed !== undefined).length;
  const overdue = records.filter((record) => !record.failed && record.deadline < at).length;
  meter.measure('FailedAccounts', { value: failed, unit: 'Count' });
  meter.measure('OverdueAccounts', { value: overdue, unit: 'Count' });
}
