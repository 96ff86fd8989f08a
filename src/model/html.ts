/** HTML from templates: inserted values are escaped, unless they are `Html` already. */

export interface Html {
  readonly html: string;
}

type HtmlPart = Html | string | number | readonly HtmlPart[];

export function html(texts: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return { html: String.raw({ raw: texts }, ...parts.map(toText)) };
}

function toText(part: HtmlPart): string {
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return isList(part) ? part.map(toText).join('') : part.html;
}

function isList(part: Html | readonly HtmlPart[]): part is readonly HtmlPart[] {
  return Array.isArray(part);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text in HTML. Control characters, which are invalid in a page, are removed. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (letter) => entities[letter] ?? '')
    .replace(/(?![\t\n])\p{Cc}/gu, '');
}
