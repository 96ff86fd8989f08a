/** Pages on which no script runs, and their headers. */

import { type Html, html } from '../../model/html.ts';
import type { WireResponse } from '../../wire/message.ts';

export function join(items: readonly Html[]): Html {
  return { html: items.map((item) => item.html).join('\n') };
}

/** Neither scripts nor anything from the network: mails are written by others. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const style =
  'body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}' +
  'pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f6f6;padding:1rem}iframe{width:100%;height:40rem;border:1px solid #ddd}';

export function page(title: string, body: Html): WireResponse {
  const text = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${title}</title><style>${{ html: style }}</style></head>
<body><h1>${title}</h1>
${body}
</body></html>
`;
  return respond(200, text.html, { 'content-type': 'text/html; charset=utf-8' });
}

export function respond(
  status: number,
  text: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): WireResponse {
  const body = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(body.byteLength),
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...headers,
    },
    body,
  };
}
