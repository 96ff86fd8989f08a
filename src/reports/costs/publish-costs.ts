/** Reads a month, writes its reports, and states whether they add up. */

import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { type FetchText, readRates } from '../money/currency-rates.ts';
import { addMonths, dayOf } from '../month.ts';
import { costTagOf, readReportAccounts, readShadows } from '../organization/report-account.ts';
import type { CostStatement } from '../statement/statement.ts';
import {
  contentTypes,
  publishReport,
  type ReportObject,
  type ReportStore,
} from '../store/report-store.ts';
import { type CostReport, costReport, dollars } from './cost-report.ts';
import { type Currencies, currenciesOf, type MonthCosts, readMonthCosts } from './month-costs.ts';
import { openReportSources } from './report-sources.ts';

type CostsAccess = Pick<Lifecycle, 'management' | 'shadows' | 'settings' | 'hub' | 'clock'>;

export interface CostsRequest {
  readonly month: string;
  readonly kind: CostStatement['kind'];
  /** Where the last known rates are stored. */
  readonly rates: ReportStore;
  readonly fetch: FetchText;
}

/** AWS bills usage around the 3rd of the next month, support around the 5th, credits until the 10th, and all of it around the 13th. */
export function kindOf(month: string, now: number): CostStatement['kind'] {
  return dayOf(now) >= `${addMonths(month, 1)}-14` ? 'final' : 'early';
}

/** Throws when anything cannot be read, before anything is written. */
export async function readCostReport(
  lifecycle: CostsAccess,
  request: CostsRequest,
  signal?: AbortSignal,
): Promise<CostReport> {
  const { settings, hub, clock } = lifecycle;
  // Costs are last but one: they cost money, and whatever else cannot be read ends the report before them.
  const accounts = await readReportAccounts(lifecycle, await readShadows(lifecycle), signal);
  const costs = await readCosts(lifecycle, request.month, signal);
  const currencies = await readCurrencies(lifecycle, request, signal);
  return costReport({
    costs,
    accounts,
    costTag: costTagOf(lifecycle),
    currencies,
    environment: hub.environment,
    prefix: settings.reporting.costsPrefix,
    kind: request.kind,
    now: clock.now(),
  });
}

async function readCosts(
  lifecycle: CostsAccess,
  month: string,
  signal: AbortSignal | undefined,
): Promise<MonthCosts> {
  const sources = openReportSources(lifecycle);
  try {
    return await readMonthCosts(sources, month, signal);
  } finally {
    await sources.close();
  }
}

export interface PublishedCosts {
  readonly statement: CostStatement;
  /** The files of charges, in their order. */
  readonly charges: readonly ReportObject[];
}

export async function publishCosts(
  report: CostReport,
  store: ReportStore,
): Promise<PublishedCosts> {
  const charges: ReportObject[] = [];
  const kept = async function* () {
    for await (const object of report.objects) {
      if (report.chargesKeys.includes(object.key)) charges.push(object);
      yield object;
    }
  };
  const written = await publishReport(store, kept(), (objects) => ({
    key: report.statementKey,
    contentType: contentTypes.json,
    body: `${JSON.stringify(report.statement(objects), null, 1)}\n`,
  }));
  return { statement: report.statement(written), charges };
}

/** Without extra currencies nothing outside of AWS is called. */
async function readCurrencies(
  { settings, clock }: CostsAccess,
  { rates, fetch }: CostsRequest,
  signal: AbortSignal | undefined,
): Promise<Currencies> {
  const requested = [...new Set(settings.features.withCostExtraCurrencies)].filter(
    (currency) => currency !== dollars.currency,
  );
  if (requested.length === 0) return { used: [], missing: [] };
  const key = `${settings.reporting.costsPrefix}/rates.json`;
  return currenciesOf(requested, await readRates({ fetch, clock, store: rates, key }, signal));
}
