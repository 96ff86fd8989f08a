/** Renders growth as one page: a line for each name, without requests or scripts. */

import { type Html, html } from '../../model/html.ts';
import type { Growth, GrowthPeriod, GrowthQuestion } from './growth.ts';
import { summaryStyle } from './summary-style.ts';

const maxCharts = 60;
const size = { width: 360, height: 90, top: 8, bottom: 82 } as const;

export function growthPage(growths: readonly Growth[], { by, per }: GrowthQuestion): string {
  const more = growths.length - maxCharts;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Growth of an inventory</title>
<style>${{ html: summaryStyle + growthStyle }}</style>
</head>
<body><main>
<h1>Resources per ${by} and ${per}</h1>
<p class="runs">The largest first. A hollow point counts what could not be read with its last known number.</p>
<div class="growths">${growths.slice(0, maxCharts).map(chart)}</div>
${more > 0 ? html`<p class="more">… and ${more.toLocaleString('en-US')} more</p>` : ''}
</main></body>
</html>
`.html;
}

const growthStyle = `
.growths { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 16px; }
.growths figcaption { font-size: 14px; overflow-wrap: anywhere; }
.growths polyline { fill: none; stroke: var(--bar); stroke-width: 2; }
.growths circle { fill: var(--bar); stroke: var(--bar); stroke-width: 2; }
.growths circle.unread { fill: var(--card); }
.growths line { stroke: var(--line); }
.growths p { display: flex; justify-content: space-between; margin: 4px 0 0; color: var(--quiet); font-size: 13px; }
`;

function chart({ name, periods }: Growth): Html {
  const most = Math.max(1, ...periods.map(({ resources }) => resources));
  const points = periods.map((period, index) => ({
    period,
    x: xOf(index, periods.length),
    y: Math.round(size.bottom - (period.resources / most) * (size.bottom - size.top)),
  }));
  return html`<figure><figcaption>${name}</figcaption>
<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${name}">
<line x1="0" y1="${size.bottom}" x2="${size.width}" y2="${size.bottom}"/>
<polyline points="${points.map(({ x, y }) => `${x},${y}`).join(' ')}"/>
${points.map(({ x, y, period }) => dot(x, y, period))}</svg>
${ends(periods)}</figure>
`;
}

function xOf(index: number, periods: number): number {
  const margin = 6;
  if (periods === 1) return size.width / 2;
  return Math.round(margin + (index / (periods - 1)) * (size.width - 2 * margin));
}

function dot(x: number, y: number, { start, resources, unread }: GrowthPeriod): Html {
  const state = unread > 0 ? ', not all of it read' : '';
  return html`<circle class="${unread > 0 ? 'unread' : 'read'}" cx="${x}" cy="${y}" r="3"><title>${start}: ${resources.toLocaleString('en-US')}${state}</title></circle>`;
}

function ends(periods: readonly GrowthPeriod[]): Html | string {
  const [first, last] = [periods[0], periods.at(-1)];
  if (!first || !last) return '';
  const text = ({ start, resources }: GrowthPeriod) =>
    `${start}: ${resources.toLocaleString('en-US')}`;
  return html`<p><span>${text(first)}</span><span>${text(last)}</span></p>`;
}
