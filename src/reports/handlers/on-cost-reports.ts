/** Handle the schedules of cost reports: early, when usage and support are billed; final, which is mailed too. */

import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import type { HandlerResult } from '../../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { publishCosts, readCostReport } from '../costs/publish-costs.ts';
import type { FetchText } from '../money/currency-rates.ts';
import { addMonths, dayOf } from '../month.ts';
import { balanceText, requestsText, type Statement } from '../statement/statement.ts';
import { s3ReportStore } from '../store/s3-report-store.ts';
import { eventDate } from './event-date.ts';

/** What the handlers need besides AWS: the source of rates of currencies is a page of the web. */
export interface CostReportAccess {
  readonly fetch: FetchText;
}

export function onEarlyCostReport(access: CostReportAccess): EventHandler {
  return async (lifecycle, event) =>
    (await publish(lifecycle, event, { ...access, kind: 'early' })).result;
}

interface Published {
  readonly result: HandlerResult;
}

async function publish(
  lifecycle: Lifecycle,
  event: unknown,
  { fetch, kind }: CostReportAccess & Pick<Statement, 'kind'>,
): Promise<Published> {
  const month = monthOfEvent(lifecycle, event);
  const store = s3ReportStore(lifecycle);
  const report = await readCostReport(lifecycle, { month, kind, store, fetch });
  const statement = await publishCosts(report, store);
  const keys = [...statement.objects.map(({ key }) => key), report.statementKey];
  return {
    result: {
      did: 'report',
      report: `costs of ${month} (${requestsText(statement.requests, statement.source)})`,
      keys,
      notes: notesOf(statement),
    },
  };
}

/** The month before, or that of the event's date. */
function monthOfEvent({ clock }: Lifecycle, event: unknown): string {
  const today = dayOf(clock.now());
  return eventDate(event, today)?.slice(0, 7) ?? addMonths(today.slice(0, 7), -1);
}

function notesOf(statement: Statement): readonly string[] {
  const { charges, services, usages, missingCurrencies, rates } = statement;
  return [
    ...[...charges, services, usages]
      .filter(({ difference }) => difference !== '0.00')
      .map((balance) => `rows do not add up: ${balanceText(balance)}`),
    ...missingCurrencies.map(({ currency, reason }) => `no charges in ${currency}: ${reason}`),
    ...(rates?.lastKnownBecause === undefined
      ? []
      : [`rates of ${rates.readAt} were used: ${rates.lastKnownBecause}`]),
  ];
}
