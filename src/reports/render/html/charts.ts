/** Charts of report pages, drawn as SVG by Observable Plot without a browser. */

import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { type Html, html } from '../../../model/html.ts';
import { numberText } from './number-text.ts';

/** Distinguishable without color vision, each 3:1 against white: after Okabe and Ito, darkened. */
const palette = ['#0060a8', '#c14a00', '#00785a', '#9c4f86', '#7a6200', '#2b8cbe', '#5d6778'];

export interface Chart {
  /** The text alternative: a sentence with what the chart shows. */
  readonly label: string;
  /** Unit of the values, `USD`. */
  readonly unit: string;
  /** All series in order, so that charts of one page share their colors. Default: those of the values, sorted. */
  readonly series?: readonly string[];
  /** Decimals of the values in tooltips. Default 0. */
  readonly decimals?: number;
}

export interface BarValue {
  /** The bar that it is a part of. */
  readonly name: string;
  /** The part, which has a color. */
  readonly series: string;
  readonly value: number;
}

/** Horizontal bars in the order of the values, each divided into series. */
export function barChart(
  { label, unit, series, decimals = 0 }: Chart,
  values: readonly BarValue[],
): Html {
  const names = [...new Set(values.map(({ name }) => name))];
  const colors = colorsOf(values, series);
  return figure(label, colors, {
    width: 1000,
    height: 74 + 30 * names.length,
    marginLeft: 20 + 7.5 * Math.min(40, Math.max(...names.map((name) => name.length), 0)),
    marginBottom: 44,
    x: { label: unit, labelOffset: 40, grid: true },
    y: { label: null, domain: names, tickFormat: shortened },
    color: colors,
    marks: [
      Plot.barX([...values], {
        x: 'value',
        y: 'name',
        fill: 'series',
        title: ({ name, series, value }: BarValue) =>
          `${name}, ${series}: ${numberText(value, decimals)} ${unit}`,
      }),
      Plot.ruleX([0]),
    ],
  });
}

export interface TrendValue {
  /** `2026-01`, sorted as text. */
  readonly time: string;
  readonly series: string;
  readonly value: number;
  /** An estimate of the future, drawn lighter. */
  readonly isForecast?: boolean;
}

/** A column for each month or day, divided into series. */
export function trendChart(
  { label, unit, series, decimals = 0 }: Chart,
  values: readonly TrendValue[],
): Html {
  const times = [...new Set(values.map(({ time }) => time))].sort();
  const colors = colorsOf(values, series);
  return figure(label, colors, {
    width: 1000,
    height: 320,
    marginLeft: 80,
    x: { label: null, domain: times, type: 'band' },
    y: { label: unit, grid: true },
    color: colors,
    marks: [
      Plot.barY([...values], {
        x: 'time',
        y: 'value',
        fill: 'series',
        fillOpacity: ({ isForecast = false }: TrendValue) => (isForecast ? 0.45 : 1),
        title: ({ time, value, isForecast = false, ...of }: TrendValue) =>
          `${time}, ${of.series}: ${numberText(value, decimals)} ${unit}${isForecast ? ', forecast' : ''}`,
      }),
      Plot.ruleY([0]),
    ],
  });
}

interface ChartColors {
  readonly domain: string[];
  readonly range: string[];
}

function colorsOf(
  values: readonly { readonly series: string }[],
  series?: readonly string[],
): ChartColors {
  const domain = series ?? [...new Set(values.map((value) => value.series))].sort();
  const range = domain.map((_, index) => palette[Math.min(index, palette.length - 1)] ?? '');
  return { domain: [...domain], range };
}

function figure(label: string, { domain, range }: ChartColors, options: Plot.PlotOptions): Html {
  const { document } = parseHTML('<html><body></body></html>');
  const svg = Plot.plot({ document, style: { fontSize: '12px' }, ...options });
  // The picture has one label; its parts are not read.
  for (const part of svg.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  const legend = domain.map(
    (series, index) => html`<li><i style="background:${range[index] ?? ''}"></i>${series}</li>`,
  );
  const list = domain.length > 1 ? html`<ul class="legend">${legend}</ul>` : '';
  return html`<figure>${list}${{ html: svg.outerHTML }}</figure>`;
}

/** At most so many series have a color of their own; the rest is one. */
export const maxSeries = palette.length;

function shortened(name: string): string {
  const letters = Array.from(name);
  return letters.length <= 40 ? name : `${letters.slice(0, 39).join('')}…`;
}
