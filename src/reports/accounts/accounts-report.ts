/** The weekly inventory of accounts, as of now. */

import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { dayOf } from '../month.ts';
import { readReportAccounts, readShadows } from '../organization/report-account.ts';
import { tableCsv } from '../render/table.ts';
import { contentTypes, type ReportObject } from '../store/report-store.ts';
import { type AccountRow, accountColumns, accountRows } from './account-rows.ts';

type AccountsAccess = Pick<Lifecycle, 'management' | 'shadows' | 'settings'>;

export async function readAccountRows(
  lifecycle: AccountsAccess,
  signal?: AbortSignal,
): Promise<readonly AccountRow[]> {
  const shadows = await readShadows(lifecycle);
  const accounts = await readReportAccounts(lifecycle, shadows, signal);
  return accountRows({ settings: lifecycle.settings, accounts, shadows });
}

export function accountsObject(
  { settings, clock }: Pick<Lifecycle, 'settings' | 'clock'>,
  rows: readonly AccountRow[],
): ReportObject {
  const day = dayOf(clock.now());
  const [year, month] = day.split('-');
  return {
    key: `${settings.reporting.inventoriesPrefix}/${year}/${month}/${day}-inventory.csv`,
    contentType: contentTypes.csv,
    body: tableCsv(accountColumns, rows),
  };
}
