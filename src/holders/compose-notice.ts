/** Composes a notice: Markdown of the settings, filled with facts that are text and never Markdown or HTML. */

import { marked } from 'marked';
import { escapeHtml } from '../model/html.ts';
import type { ReportMail } from '../reports/mail/compose-mail.ts';
import type { EndUserDocument } from '../settings/settings.ts';
import { fillTemplate } from '../settings/template.ts';

/** By variable. May come from a tag, an alert or a log. */
export type NoticeValues = Readonly<Record<string, string>>;

/** AWS Organizations and AWS Budgets allow any length. */
const maxSubject = 200;

export type NoticeMail = Pick<ReportMail, 'subject' | 'text' | 'html'>;

export function composeNotice(template: string, values: NoticeValues): NoticeMail {
  const clean = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, withoutControls(value)]),
  );
  const text = fillTemplate(template, clean);
  const heading = /^# +(.+)$/m.exec(template)?.[1] ?? 'Your AWS account {account}';
  const subject = oneLine(fillTemplate(heading, clean)).slice(0, maxSubject);
  return { subject, text, html: htmlPage(subject, toHtml(template, clean)) };
}

/** The document is the operator's own Markdown: no value is inserted into it. */
export function composeDocument(
  { title, text }: Pick<EndUserDocument, 'title' | 'text'>,
  { account, link }: { readonly account: string; readonly link: string },
): NoticeMail {
  const request = `Please confirm for AWS account ${withoutControls(account)} that you have read this document`;
  const subject = oneLine(title).slice(0, maxSubject);
  const anchor = `<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>`;
  const body = marked.parse(text, { async: false });
  return {
    subject,
    text: `${text}\n\n----\n\n${request}:\n\n${link}\n`,
    html: htmlPage(subject, `${body}<hr>\n<p>${escapeHtml(request)}:</p>\n<p>${anchor}</p>\n`),
  };
}

/** Values are inserted into finished HTML, so nothing in them is read as Markdown. */
function toHtml(template: string, values: NoticeValues): string {
  const names = Object.keys(values);
  const markers = Object.fromEntries(names.map((name, at) => [name, `flotilla${at}marker`]));
  const body = marked.parse(fillTemplate(template, markers), { async: false });
  return body.replace(/flotilla(\d+)marker/g, (marker, at: string) => {
    const value = values[names[Number(at)] ?? ''];
    return value === undefined ? marker : escapeHtml(value).replaceAll('\n', '<br>');
  });
}

export function htmlPage(title: string, body: string): string {
  const head = `<meta charset="utf-8"><title>${escapeHtml(title)}</title>`;
  return `<!DOCTYPE html><html lang="en"><head>${head}</head><body>\n${body}</body></html>`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Also the characters that reverse the direction of text. */
function withoutControls(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/(?![\n\t])[\p{Cc}\p{Cf}]/gu, '');
}
