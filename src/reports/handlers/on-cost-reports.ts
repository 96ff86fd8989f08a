/** Handle the schedules of cost reports: early, when usage and support are billed; final, which is mailed too. */

import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import type { HandlerResult } from '../../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { publishCosts, readCostReport } from '../costs/publish-costs.ts';
import { costReportKeys } from '../costs/report-keys.ts';
import type { ReportMail } from '../mail/compose-mail.ts';
import { type CostMailContent, costMail } from '../mail/cost-mail.ts';
import { sendMail } from '../mail/send-mail.ts';
import { sendOnce } from '../mail/sent-mail.ts';
import type { FetchText } from '../money/currency-rates.ts';
import { addMonths, dayOf } from '../month.ts';
import {
  balanceText,
  type CostStatement,
  comparisonText,
  isComparisonSuspect,
  requestsText,
  statementBalances,
} from '../statement/statement.ts';
import { s3ReportStore } from '../store/s3-report-store.ts';
import { eventDate } from './event-date.ts';

/** What the handlers need besides AWS: the source of rates of currencies is a page of the web. */
export interface CostReportAccess {
  readonly fetch: FetchText;
}

/** Usage and support are billed; credits and refunds are not. */
export function onEarlyCostReport({ fetch }: CostReportAccess): EventHandler {
  return async (lifecycle, event) => {
    const { result } = await publish(lifecycle, event, { fetch, kind: 'early' });
    return result;
  };
}

/** The same, and the mail. It fails when the mail cannot be sent; the reports are written by then. */
export function onMonthlyCostReport({ fetch }: CostReportAccess): EventHandler {
  return async (lifecycle, event) => {
    const { result, content } = await publish(lifecycle, event, { fetch, kind: 'final' });
    const mail = costMail(lifecycle, content);
    if (!mail) return result;
    const sent = await mailOnce(lifecycle, mail, content);
    const mailed = sent.length === 0 ? 'mailed before' : `mailed to ${sent.length} recipients`;
    return { ...result, report: `${result.report}, ${mailed}` };
  };
}

/** Rates of currencies change from run to run, and so do files: the mail is another one when dollars or currencies are. */
async function mailOnce(
  lifecycle: Lifecycle,
  mail: ReportMail,
  { statement, centers }: CostMailContent,
): Promise<readonly string[]> {
  const { costsPrefix, costsMarkdownTemplate } = lifecycle.settings.reporting;
  const content = {
    from: mail.from,
    template: costsMarkdownTemplate,
    currencies: statement.charges.map(({ currency }) => currency),
    centers: centers.map(({ costCenter, cents: [cents] }) => [costCenter, String(cents)]),
  };
  const key = costReportKeys(costsPrefix, statement.month).summary('mail', 'json');
  const { clock } = lifecycle;
  const store = s3ReportStore(lifecycle);
  return await sendOnce({ store, key, clock, content }, mail.to, (to, onSent) =>
    sendMail(lifecycle, { ...mail, to }, onSent),
  );
}

interface Published {
  readonly result: Extract<HandlerResult, { did: 'report' }>;
  readonly content: CostMailContent;
}

async function publish(
  lifecycle: Lifecycle,
  event: unknown,
  { fetch, kind }: CostReportAccess & Pick<CostStatement, 'kind'>,
): Promise<Published> {
  const month = monthOfEvent(lifecycle, event);
  const store = s3ReportStore(lifecycle);
  const report = await readCostReport(lifecycle, { month, kind, rates: store, fetch });
  const { statement, charges } = await publishCosts(report, store);
  const keys = [...statement.objects.map(({ key }) => key), report.statementKey];
  return {
    result: {
      did: 'report',
      report: `costs of ${month} (${requestsText(statement.requests)})`,
      keys,
      notes: notesOf(statement),
    },
    content: { statement, centers: report.centers, files: charges, location: store.name },
  };
}

/** The month before, or that of the event's date. */
function monthOfEvent({ clock }: Lifecycle, event: unknown): string {
  const today = dayOf(clock.now());
  return eventDate(event, today)?.slice(0, 7) ?? addMonths(today.slice(0, 7), -1);
}

function notesOf(statement: CostStatement): readonly string[] {
  const { missingCurrencies, rates, comparison } = statement;
  const compared = isComparisonSuspect(comparison) ? comparisonText(statement) : undefined;
  return [
    ...statementBalances(statement)
      .filter(({ balance }) => balance.difference !== '0.00')
      .map(({ report, balance }) => `${report} do not add up: ${balanceText(balance)}`),
    ...(compared === undefined ? [] : [`sources of costs differ: ${compared}`]),
    ...missingCurrencies.map(({ currency, reason }) => `no charges in ${currency}: ${reason}`),
    ...(rates?.lastKnownBecause === undefined
      ? []
      : [`rates of ${rates.readAt} were used: ${rates.lastKnownBecause}`]),
  ];
}
