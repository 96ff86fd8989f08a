/** HTML whose values are escaped, and the headers of pages on which no script runs. */

import type { WireResponse } from '../wire/message.ts';

/** Text that is already HTML. */
export interface Markup {
  readonly html: string;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Escapes every value that is not HTML itself. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Markup)[]): Markup {
  const written = values.map((value) =>
    typeof value === 'string' ? escapeHtml(value) : value.html,
  );
  return { html: parts.map((part, index) => part + (written[index] ?? '')).join('') };
}

export function join(items: readonly Markup[]): Markup {
  return { html: items.map((item) => item.html).join('\n') };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** Neither scripts nor anything from the network: mails are written by others. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const style =
  'body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a;background:#fff}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}' +
  'pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f6f6;padding:1rem}iframe{width:100%;height:40rem;border:1px solid #ddd}';

export function page(title: string, body: Markup): WireResponse {
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
