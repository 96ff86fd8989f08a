/**
 * Costs from an export of AWS Data Exports in S3. The bucket is read with the role in the management account, which
 * owns exports of the organization.
 */

import { quoteText, quoteTexts } from '../../../inventory/read/quote.ts';
import { openBucket } from '../../../inventory/store/open-store.ts';
import type { Lifecycle } from '../../../lifecycle/lifecycle.ts';
import type { CostExportSettings } from '../../../settings/settings.ts';
import { parseDecimal, sum } from '../../money/decimal.ts';
import { addMonths, type Period, periodOf } from '../../month.ts';
import {
  accountCharges,
  type CostDivision,
  type CostLine,
  type CostReading,
  type CostSource,
} from '../cost-source.ts';
import { exportFormats } from './export-formats.ts';
import { type ExportMonth, openExportMonth } from './export-month.ts';

export interface CostExport extends CostSource {
  /** Deletes the downloaded files. */
  close(): Promise<void>;
}

const columns: Readonly<Record<CostDivision, string>> = {
  service: 'service',
  'usage-type': 'usage_type',
  'charge-type': 'charge_type',
};

/** A month is downloaded when it is first read, and kept until `close`. */
export function costExport(
  { management }: Pick<Lifecycle, 'management'>,
  { location, format: formatName }: CostExportSettings,
): CostExport {
  const format = exportFormats[formatName];
  const opened = new Map<string, Promise<ExportMonth>>();
  const open = async (month: string, signal: AbortSignal | undefined) => {
    const place = await openBucket(management, location, 'read from');
    return await openExportMonth({ place, format, month, signal });
  };
  const openMonths = async (period: Period, signal: AbortSignal | undefined) => {
    const months = monthsOf(period);
    for (const month of months) {
      if (!opened.has(month)) opened.set(month, open(month, signal));
    }
    return await Promise.all(months.map((month) => opened.get(month) as Promise<ExportMonth>));
  };
  const query = async (period: Period, sql: string, signal: AbortSignal | undefined) => {
    const rows: (readonly unknown[])[] = [];
    for (const { database } of await openMonths(period, signal)) {
      const result = await database.stream(sql);
      for await (const row of result.rows) rows.push(row);
      signal?.throwIfAborted();
    }
    return rows;
  };

  return {
    name: format.name,
    requests: () => 0,
    async read({ period, division, accountId }, signal): Promise<CostReading> {
      const where = whereOf(period, [
        ...(division === 'charge-type' ? [] : [isAccountCharge]),
        ...(accountId === undefined ? [] : [`account = ${quoteText(accountId)}`]),
      ]);
      const key = columns[division];
      const lines = await query(
        period,
        `SELECT account, ${key}, ${total} FROM costs ${where} GROUP BY account, ${key} ORDER BY account, ${key}`,
        signal,
      );
      const totals = await query(
        period,
        `SELECT ${total}, coalesce(bool_or(is_open), true) FROM costs ${where}`,
        signal,
      );
      return {
        lines: merged(lines.map(toLine)),
        total: sum(totals.map(([amount]) => amountOf(amount))),
        isEstimated: totals.some(([, isOpen]) => isOpen === true),
      };
    },
    async readTotal(period, signal) {
      const totals = await query(period, `SELECT ${total} FROM costs ${whereOf(period)}`, signal);
      return sum(totals.map(([amount]) => amountOf(amount)));
    },
    async readByAccount(period, signal) {
      const where = whereOf(period, [isAccountCharge]);
      const sql = `SELECT account, '', ${total} FROM costs ${where} GROUP BY account`;
      const lines = merged((await query(period, sql, signal)).map(toLine));
      return new Map(lines.map(({ accountId, amount }) => [accountId, amount]));
    },
    async close() {
      for (const month of opened.values()) {
        // A month that could not be opened has nothing to close.
        await month.then(
          (one) => one.close(),
          () => {},
        );
      }
      opened.clear();
    },
  };
}

const total = 'CAST(sum(amount) AS VARCHAR)';
const isAccountCharge = `list_contains(${quoteTexts(accountCharges)}, charge_type)`;

/** Whole months have all rows of their bill, whose days may be earlier: a refund is of the day of its usage. */
function whereOf(period: Period, conditions: readonly string[] = []): string {
  const isWhole = period.start.endsWith('-01') && period.end.endsWith('-01');
  const all = [
    ...(isWhole ? [] : [`day >= ${quoteText(period.start)}`, `day < ${quoteText(period.end)}`]),
    ...conditions,
  ];
  return all.length === 0 ? '' : `WHERE ${all.join(' AND ')}`;
}

function monthsOf({ start, end }: Period): readonly string[] {
  const months: string[] = [];
  for (let month = start.slice(0, 7); periodOf(month).start < end; month = addMonths(month, 1))
    months.push(month);
  return months;
}

function toLine([account, key, amount]: readonly unknown[]): CostLine {
  return { accountId: String(account), key: String(key), amount: amountOf(amount) };
}

/** No rows have no sum. */
function amountOf(value: unknown): bigint {
  return value === null || value === undefined ? 0n : parseDecimal(String(value));
}

/** The same account and key in several months is one line. */
function merged(lines: readonly CostLine[]): readonly CostLine[] {
  const found = new Map<string, CostLine>();
  for (const line of lines) {
    const id = `${line.accountId}\n${line.key}`;
    const known = found.get(id);
    found.set(id, known ? { ...line, amount: known.amount + line.amount } : line);
  }
  return [...found.values()];
}
