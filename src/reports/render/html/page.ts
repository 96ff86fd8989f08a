/** A report as one page: everything is in the file, without scripts and without requests. */

import { type Html, html } from '../../../model/html.ts';
import { reportStyle } from './style.ts';

export interface ReportPage {
  readonly title: string;
  readonly subtitle: string;
  /** What a reader has to know first: what is estimated, converted with old rates, or could not be read. */
  readonly notices: readonly string[];
  readonly tiles: readonly ReportTile[];
  readonly sections: readonly ReportSection[];
  /** Where the figures come from. */
  readonly footer: readonly string[];
}

export interface ReportTile {
  readonly name: string;
  readonly value: string;
}

export interface ReportSection {
  readonly title: string;
  readonly content: readonly Html[];
}

export function reportPage(page: ReportPage): string {
  const { title, subtitle, notices, tiles, sections, footer } = page;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: reportStyle }}</style>
</head>
<body><main>
<h1>${title}</h1>
<p class="subtitle">${subtitle}</p>
${notices.map((notice) => html`<p class="notice">${notice}</p>`)}
<dl class="tiles">${tiles.map(({ name, value }) => html`<div><dd>${value}</dd><dt>${name}</dt></div>`)}</dl>
${sections.map(sectionHtml)}
<footer>${footer.map((line) => html`<p>${line}</p>`)}</footer>
</main></body>
</html>
`.html;
}

function sectionHtml({ title, content }: ReportSection): Html {
  return html`<section><h2>${title}</h2>${content}</section>`;
}
