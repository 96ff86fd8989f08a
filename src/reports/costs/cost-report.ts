/** The reports of a month's costs, in the order in which they are written. */

import type { ReportAccounts } from '../organization/report-account.ts';
import type { Workbook } from '../render/workbook/sheet.ts';
import { writeWorkbook } from '../render/workbook/write-workbook.ts';
import { balanceText, type CostStatement, requestsText } from '../statement/statement.ts';
import { keySegment } from '../store/key-segment.ts';
import { contentTypes, type ReportObject, type WrittenObject } from '../store/report-store.ts';
import { centerCsv, centerHeads, centerSheet } from './center-files.ts';
import type { CostRow } from './cost-rows.ts';
import type { CostReading } from './cost-source.ts';
import {
  type Currencies,
  type CurrencyRows,
  currencyRows,
  type MonthCosts,
} from './month-costs.ts';
import { type CostReportKeys, costReportKeys } from './report-keys.ts';
import { chargesCsv, chargesHeads, chargesSheet, chargesTable } from './summary-charges.ts';
import {
  centerTotals,
  summaryServicesCsv,
  summaryServicesHeads,
  summaryServicesSheet,
} from './summary-services.ts';

export interface CostReportOptions {
  readonly costs: MonthCosts;
  readonly accounts: ReportAccounts;
  readonly costTag: string;
  readonly currencies: Currencies;
  readonly environment: string;
  /** Prefix of the keys. */
  readonly prefix: string;
  readonly kind: CostStatement['kind'];
  /** Milliseconds. */
  readonly now: number;
}

export interface CostReport {
  readonly objects: AsyncIterable<ReportObject>;
  /** Complete once the objects are written. */
  statement(written: readonly WrittenObject[]): CostStatement;
  readonly statementKey: string;
  /** Keys of the files that are mailed, in their order. */
  readonly chargesKeys: readonly string[];
  /** All charges in dollars. */
  readonly charges: readonly CostRow[];
  readonly accounts: ReportAccounts;
  readonly costTag: string;
  /** Charges of cost centers, for the body of the mail. */
  readonly centers: readonly CenterAmounts[];
}

export interface CenterAmounts {
  readonly costCenter: string;
  /** In the order of the currencies of the statement. */
  readonly cents: readonly bigint[];
}

export const dollars = { currency: 'USD', rate: 1 };

export function costReport(options: CostReportOptions): CostReport {
  const { costs, accounts, costTag, currencies, prefix } = options;
  const keys = costReportKeys(prefix, costs.month);
  const { readings } = costs;
  const rowsOf = (reading: CostReading, currency = dollars) =>
    currencyRows(reading, { accounts, costTag, ...currency });
  const charges = [dollars, ...currencies.used].map((currency) =>
    rowsOf(readings['charge-type'], currency),
  );
  // A large organization has several hundred thousand of these rows: they are made for their balance, and again for
  // their files, and are never in memory together.
  const services = () => rowsOf(readings.service);
  const usages = () => rowsOf(readings['usage-type']);
  const balances = { services: services().balance, usages: usages().balance };
  const content = { ...options, keys, services, usages, charges };
  return {
    objects: objectsOf(content),
    statementKey: keys.summary('statement', 'json'),
    chargesKeys: [
      ...charges.map(({ balance }) => keys.summary(chargesLabel(balance.currency), 'xlsx')),
      keys.summary('charges', 'csv'),
    ],
    charges: charges[0]?.rows ?? [],
    accounts,
    costTag,
    centers: centerAmounts(charges),
    statement: (objects) => ({
      version: 1,
      month: costs.month,
      kind: options.kind,
      environment: options.environment,
      createdAt: new Date(options.now).toISOString(),
      source: costs.source,
      estimated: readings['charge-type'].isEstimated,
      charges: charges.map(({ balance }) => balance),
      ...balances,
      ...(costs.comparison && { comparison: costs.comparison }),
      missingCurrencies: currencies.missing,
      ...(currencies.rates && { rates: currencies.rates }),
      requests: costs.requests,
      objects,
    }),
  };
}

/** Cost centers are the same in every currency, and in the same order. */
function centerAmounts(charges: readonly CurrencyRows[]): readonly CenterAmounts[] {
  const [first = [], ...others] = charges.map(({ rows }) => centerTotals(rows));
  return first.map(({ costCenter, cents }, index) => ({
    costCenter,
    cents: [cents, ...others.map((ofCurrency) => ofCurrency[index]?.cents ?? 0n)],
  }));
}

function chargesLabel(currency: string): string {
  return currency === dollars.currency ? 'charges' : `charges-${currency}`;
}

interface ReportContent extends CostReportOptions {
  readonly keys: CostReportKeys;
  services(): CurrencyRows;
  usages(): CurrencyRows;
  readonly charges: readonly CurrencyRows[];
}

async function* objectsOf(content: ReportContent): AsyncGenerator<ReportObject> {
  yield* serviceObjects(content);
  yield* usageObjects(content);
  yield* chargeObjects(content);
}

async function* serviceObjects(content: ReportContent): AsyncGenerator<ReportObject> {
  const { keys } = content;
  const { month } = content.costs;
  const services = content.services();
  for (const [center, rows] of byCenter(services.rows)) {
    const table = { month, keyHead: 'Service', rows } as const;
    const segment = keySegment(center);
    yield csv(keys.center(segment, 'services', 'csv'), centerCsv(table));
    yield xlsx(keys.center(segment, 'services', 'xlsx'), {
      ...about(content, `Services of ${center}`, services),
      heads: centerHeads('Service'),
      rows: centerSheet(table),
    });
  }
  const centers = centerTotals(services.rows);
  yield csv(keys.summary('services', 'csv'), summaryServicesCsv(month, centers));
  yield xlsx(keys.summary('services', 'xlsx'), {
    ...about(content, 'Services of all cost centers', services),
    heads: summaryServicesHeads,
    rows: summaryServicesSheet(month, centers),
  });
}

async function* usageObjects({ keys, usages, costs }: ReportContent): AsyncGenerator<ReportObject> {
  for (const [center, rows] of byCenter(usages().rows)) {
    const table = { month: costs.month, keyHead: 'Usage', rows } as const;
    yield csv(keys.center(keySegment(center), 'usages', 'csv'), centerCsv(table));
  }
}

async function* chargeObjects(content: ReportContent): AsyncGenerator<ReportObject> {
  const { keys, charges } = content;
  const { month } = content.costs;
  for (const ofCurrency of charges) {
    const { currency } = ofCurrency.balance;
    const table = chargesTable(ofCurrency.rows, { month, currency });
    yield xlsx(keys.summary(chargesLabel(currency), 'xlsx'), {
      ...about(content, `Charges in ${currency}`, ofCurrency),
      heads: chargesHeads(table),
      rows: chargesSheet(table),
    });
  }
  const [inDollars] = charges;
  const table = chargesTable(inDollars?.rows ?? [], { month, currency: dollars.currency });
  yield csv(keys.summary('charges', 'csv'), chargesCsv(table));
}

function byCenter(rows: readonly CostRow[]): ReadonlyMap<string, readonly CostRow[]> {
  return Map.groupBy(rows, ({ costCenter }) => costCenter);
}

/** What Excel shows as properties, and prints below each page. */
function about(
  { costs, currencies, now }: ReportContent,
  what: string,
  { balance }: CurrencyRows,
): Pick<Workbook, 'title' | 'description' | 'createdAt'> {
  const isConverted = balance.currency !== dollars.currency;
  const { readAt, lastKnownBecause } = currencies.rates ?? {};
  const rates = `Rate ${balance.rate} of ${readAt}${lastKnownBecause === undefined ? '' : ', the last known one'}.`;
  const sentences = [
    `${balanceText(balance)}.`,
    ...(isConverted ? [rates] : []),
    `${requestsText(costs.requests)}.`,
  ];
  return { title: `${what}, ${costs.month}`, description: sentences.join(' '), createdAt: now };
}

function csv(key: string, body: string): ReportObject {
  return { key, contentType: contentTypes.csv, body };
}

function xlsx(key: string, workbook: Workbook): ReportObject {
  return { key, contentType: contentTypes.xlsx, body: writeWorkbook(workbook) };
}
