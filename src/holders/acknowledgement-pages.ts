/** The pages that holders see in their browser. They have no scripts, and say nothing about links that are not valid. */

import type { HandlerResult } from '../lifecycle/handlers/handler-result.ts';
import { escapeHtml } from '../model/html.ts';
import { htmlPage } from './compose-notice.ts';

/** The address has the token: it must not reach other servers, caches or frames. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

export const pages = {
  question: (title: string, account: string) =>
    page(200, {
      title,
      // Without an action, a form is sent to the address of its page.
      body: `<p>AWS account ${escapeHtml(account)}</p>\n<form method="post"><button type="submit">I have read this document</button></form>`,
      summary: `asked for an acknowledgement of account ${account}`,
    }),

  acknowledged: (title: string, at: string) =>
    page(200, {
      title,
      body: `<p>Acknowledged on ${escapeHtml(`${at.slice(0, 16).replace('T', ' ')} UTC`)}. Thank you.</p>`,
      summary: 'acknowledged',
    }),

  invalid: () => refusal(400, 'This link is not valid'),

  expired: () => refusal(410, 'This link is not valid any more'),

  methodNotAllowed: () => refusal(405, 'Open the link in a browser', { allow: 'GET, HEAD, POST' }),

  busy: () => refusal(503, 'Please try again in a minute', { 'retry-after': '60' }),
};

function refusal(
  status: number,
  title: string,
  others: Readonly<Record<string, string>> = {},
): HandlerResult {
  return page(status, { title, body: '', summary: title }, others);
}

interface Page {
  readonly title: string;
  /** HTML. */
  readonly body: string;
  readonly summary: string;
}

function page(
  status: number,
  { title, body, summary }: Page,
  others: Readonly<Record<string, string>> = {},
): HandlerResult {
  const html = htmlPage(title, `<h1>${escapeHtml(title)}</h1>\n${body}\n`);
  return { did: 'respond', status, headers: { ...headers, ...others }, body: html, summary };
}
