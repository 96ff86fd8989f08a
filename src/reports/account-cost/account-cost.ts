/** The cost of one account in the month in progress, for those who look at an incident of it. */

import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { costExplorer } from '../costs/cost-explorer.ts';
import type { CostSource } from '../costs/cost-source.ts';
import { sumOfRange } from '../costs/sum-formula.ts';
import { apportion } from '../money/apportion.ts';
import { centsToNumber, sum, toCents } from '../money/decimal.ts';
import { addDays, dayOf, monthOf, periodOf } from '../month.ts';
import { csvText } from '../render/csv.ts';
import type { SheetRow } from '../render/workbook/sheet.ts';
import { writeWorkbook } from '../render/workbook/write-workbook.ts';
import { contentTypes, type ReportObject } from '../store/report-store.ts';

export interface AccountCost {
  readonly month: string;
  readonly accountId: string;
  /** Sorted by service. */
  readonly services: readonly { readonly service: string; readonly cents: bigint }[];
  readonly totalCents: bigint;
}

/** Of a month, or of the month in progress with today, so that also the first day of a month has a report. */
export async function readAccountCost(
  source: CostSource,
  {
    accountId,
    month,
    now,
  }: { readonly accountId: string; readonly month?: string; readonly now: number },
  signal?: AbortSignal,
): Promise<AccountCost> {
  const current = monthOf(now);
  const whole = periodOf(month ?? current);
  const isCurrent = (month ?? current) === current;
  const period = isCurrent ? { ...whole, end: addDays(dayOf(now), 1) } : whole;
  const { lines } = await source.read({ period, division: 'service', accountId }, signal);
  const sorted = lines.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const exact = sorted.map(({ amount }) => amount);
  const totalCents = toCents(sum(exact));
  const cents = apportion(totalCents, exact);
  return {
    month: month ?? current,
    accountId,
    services: sorted.map(({ key }, index) => ({ service: key, cents: cents[index] ?? 0n })),
    totalCents,
  };
}

const heads = ['Month', 'Account', 'Service', 'Amount (USD)'] as const;

export function accountCostCsv({ month, accountId, services, totalCents }: AccountCost): string {
  const rows = services.map(({ service, cents }) => [
    month,
    accountId,
    service,
    centsToNumber(cents),
  ]);
  return csvText(heads, [...rows, ['', '', 'TOTAL', centsToNumber(totalCents)]]);
}

export function accountCostWorkbook(cost: AccountCost, createdAt: number): Buffer {
  const { month, accountId, services, totalCents } = cost;
  const rows: SheetRow[] = services.map(({ service, cents }) => ({
    cells: [month, accountId, service, centsToNumber(cents)],
  }));
  const range = { first: 2, last: rows.length + 1, cents: totalCents };
  return writeWorkbook({
    title: `Costs of account ${accountId}, ${month}`,
    description: `Charges of the account until ${dayOf(createdAt)}, from Cost Explorer.`,
    createdAt,
    heads,
    rows: [...rows, { cells: ['', '', 'TOTAL', sumOfRange('D', range)] }],
  });
}

/** The attachment of an incident. */
export async function accountCostObject(
  lifecycle: Pick<Lifecycle, 'management' | 'hub' | 'settings' | 'clock'>,
  accountId: string,
  signal?: AbortSignal,
): Promise<ReportObject> {
  const now = lifecycle.clock.now();
  const cost = await readAccountCost(costExplorer(lifecycle), { accountId, now }, signal);
  const { exceptionsPrefix } = lifecycle.settings.reporting;
  const name = `${cost.month}-${accountId}-cost-and-usage.xlsx`;
  return {
    key: `${exceptionsPrefix}/${accountId}/${cost.month.slice(0, 4)}/${name}`,
    contentType: contentTypes.xlsx,
    body: accountCostWorkbook(cost, now),
  };
}
