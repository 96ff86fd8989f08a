/** The mail with the final cost reports of a month. Its body has the totals: attachments are for those who want more. */

import { marked } from 'marked';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { escapeHtml } from '../../model/html.ts';
import { fillTemplate } from '../../settings/template.ts';
import type { CenterAmounts } from '../costs/cost-report.ts';
import { centsText } from '../money/decimal.ts';
import {
  balanceText,
  type CostStatement,
  comparisonText,
  requestsText,
} from '../statement/statement.ts';
import type { ReportObject } from '../store/report-store.ts';
import type { MailAttachment, ReportMail } from './compose-mail.ts';

export interface CostMailContent {
  readonly statement: CostStatement;
  readonly centers: readonly CenterAmounts[];
  /** The files of charges, in their order. */
  readonly files: readonly ReportObject[];
  /** `s3://bucket`. */
  readonly location: string;
}

/** In a message they become a third larger, and SES accepts 40 MB. */
const maxAttachedBytes = 25 * 2 ** 20;

/** Undefined: the settings name no sender or no recipients. */
export function costMail(
  { settings, clock }: Pick<Lifecycle, 'settings' | 'clock'>,
  content: CostMailContent,
): ReportMail | undefined {
  const { withOriginEmailRecipient: from, withCostEmailRecipients: to } = settings.features;
  if (from === undefined || to.length === 0) return undefined;
  const { month } = content.statement;
  const { attachments, left } = attach(content.files);
  const notes = [
    ...notesOf(content.statement),
    ...left.map((key) => `Too large for a mail: ${content.location}/${key}`),
  ];
  const template = fillTemplate(settings.reporting.costsMarkdownTemplate, { month });
  return {
    from,
    to,
    subject: `Summary cost report for ${month}`,
    text: bodyText(content, notes),
    html: bodyHtml(content, { template, notes }),
    attachments,
    at: clock.now(),
  };
}

function attach(files: readonly ReportObject[]) {
  const attachments: MailAttachment[] = [];
  const left: string[] = [];
  let bytes = 0;
  for (const { key, contentType, body } of files) {
    const content = Buffer.from(body);
    bytes += content.length;
    const filename = key.split('/').at(-1) ?? key;
    if (bytes > maxAttachedBytes) left.push(key);
    else attachments.push({ filename, contentType, content });
  }
  return { attachments, left };
}

function notesOf(statement: CostStatement): readonly string[] {
  const { charges, estimated, missingCurrencies, rates, requests } = statement;
  const comparison = comparisonText(statement);
  return [
    ...charges.map((balance) => `${balanceText(balance)}.`),
    ...(comparison === undefined ? [] : [`${comparison}.`]),
    ...(estimated ? ['The bill of the month is not final: amounts are estimated.'] : []),
    ...missingCurrencies.map(({ currency, reason }) => `No charges in ${currency}: ${reason}.`),
    ...(rates?.lastKnownBecause === undefined
      ? []
      : [`Rates are the last known ones, of ${rates.readAt}: ${rates.lastKnownBecause}.`]),
    `${requestsText(requests)}.`,
  ];
}

function bodyText({ statement, centers }: CostMailContent, notes: readonly string[]): string {
  const lines = centers.map(({ costCenter, cents }) => {
    const amounts = statement.charges.map(
      ({ currency }, index) => `${centsText(cents[index] ?? 0n)} ${currency}`,
    );
    return `${costCenter}: ${amounts.join(', ')}`;
  });
  const title = `Cost reports for ${statement.month} are attached.`;
  return `${[title, '', ...lines, '', ...notes].join('\n')}\n`;
}

/** Mail programs ignore style sheets. */
const cellStyle = 'border:1px solid #999;padding:4px 8px';
const numberStyle = `${cellStyle};text-align:right`;

function bodyHtml(
  { statement, centers }: CostMailContent,
  { template, notes }: { readonly template: string; readonly notes: readonly string[] },
): string {
  const { month, charges } = statement;
  const head = (text: string) => `<th scope="col" style="${cellStyle}">${escapeHtml(text)}</th>`;
  const heads = ['Cost center', ...charges.map(({ currency }) => `Charges (${currency})`)];
  const row = (name: string, amounts: readonly string[]) =>
    `<tr><th scope="row" style="${cellStyle};text-align:left">${escapeHtml(name)}</th>${amounts
      .map((amount) => `<td style="${numberStyle}">${amount}</td>`)
      .join('')}</tr>`;
  const rows = centers.map(({ costCenter, cents }) => row(costCenter, cents.map(centsText)));
  const total = row(
    'TOTAL',
    charges.map((balance) => balance.rows),
  );
  return [
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Costs of ${month}</title></head><body>`,
    marked.parse(template, { async: false }),
    `<table style="border-collapse:collapse"><caption>Charges of ${month} by cost center</caption>`,
    `<thead><tr>${heads.map(head).join('')}</tr></thead>`,
    `<tbody>${rows.join('')}</tbody><tfoot>${total}</tfoot></table>`,
    `<ul>${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul></body></html>`,
  ].join('\n');
}
