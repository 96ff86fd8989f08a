/** Renders a summary as one page: everything is in the file, without requests. Its one script is the search. */

import { type Html, html } from '../../model/html.ts';
import type { CheckResult } from '../checks/check.ts';
import type { AccountContents } from './account-contents.ts';
import { barChart, type ChartBar, largestBars } from './bar-chart.ts';
import type { InventorySummary, ResourceCount, SummarizedAccount } from './summary.ts';
import { accountPages, pageIdOf } from './summary-accounts.ts';
import { checkTable } from './summary-checks.ts';
import { searchBox, searchScript, searchScriptSource } from './summary-search.ts';
import { summaryStyle } from './summary-style.ts';

const maxBars = 15;
const maxRows = 10_000;

/** What a report has beside the counts. */
export interface ReportDetails {
  /** By account id: each has a page. */
  readonly accounts?: ReadonlyMap<string, AccountContents>;
  readonly checks?: readonly CheckResult[];
}

export function summaryPage(
  summary: InventorySummary,
  { accounts = new Map(), checks = [] }: ReportDetails = {},
): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src ${{ html: searchScriptSource }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Inventory ${summary.runs.map(({ runId }) => runId).join(', ')}</title>
<style>${{ html: summaryStyle }}</style>
</head>
<body><main id="overview">
<h1>Inventory</h1>
<p class="runs">${runsLine(summary)}</p>
${warning(summary)}
${gapTable(summary)}
${searchBox}
${tiles(summary)}
${shares(summary)}
<div class="charts">
${charts(summary)}
</div>
${checkTable(checks)}
${accountTable(summary)}
</main>
${accountPages({ accounts: summary.accounts, details: accounts, checks })}
${searchScript}</body>
</html>
`.html;
}

const number = (value: number) => value.toLocaleString('en-US');

function runsLine({ runs }: InventorySummary): string {
  return runs
    .map(({ runId, date, finishedAt }) => {
      const when =
        finishedAt === undefined ? `of ${date}, not finished` : `finished ${minute(finishedAt)}`;
      return `Run ${runId}, ${when}`;
    })
    .join(' · ');
}

/** `2026-01-31 10:05 UTC`. */
function minute(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}

function warning({ runs, statuses, gaps }: InventorySummary): Html | string {
  const incomplete = ['partial', 'failed', 'skipped', 'unfinished'].flatMap((status) =>
    statuses[status] === undefined ? [] : [`${number(statuses[status])} ${status}`],
  );
  const unfinished = runs.some(({ isFinished }) => !isFinished)
    ? 'A run is not finished: accounts without any files are missing here. '
    : '';
  if (incomplete.length === 0 && gaps.length === 0 && unfinished === '') return '';
  const accounts = incomplete.length === 0 ? '' : ` Accounts: ${incomplete.join(', ')}.`;
  return html`<p class="warning">${unfinished}<b>Not everything could be read.</b>${accounts} What is missing here may still exist.</p>`;
}

function tiles({ records, accounts, services, types, regions }: InventorySummary): Html {
  const facts: readonly (readonly [string, number])[] = [
    ['resources', records],
    ['accounts', accounts.length],
    ['services', services.length],
    ['types', types.length],
    ['regions', regions.filter(({ name }) => name !== 'global').length],
  ];
  return html`<dl class="tiles">${facts.map(
    ([name, value]) => html`<div><dd>${number(value)}</dd><dt>${name}</dt></div>`,
  )}</dl>`;
}

function shares({ statuses }: InventorySummary): Html {
  const known = Object.entries(statuses);
  return html`<section><h2>Accounts</h2>
<div class="shares">${known.map(([status, accounts]) => html`<i class="${status}" style="flex:${accounts}"></i>`)}</div>
<ul class="legend">${known.map(
    ([status, accounts]) => html`<li><i class="${status}"></i>${number(accounts)} ${status}</li>`,
  )}</ul></section>`;
}

function charts({ services, types, regions, accounts }: InventorySummary): readonly Html[] {
  const largest = accounts.filter(({ records }) => records > 0).slice(0, 10);
  const all: readonly (readonly [string, readonly ChartBar[]])[] = [
    ['Resources by service', largestBars(services.map(counted), maxBars)],
    ['Resources by type', largestBars(types.map(counted), maxBars)],
    ['Resources by region', largestBars(regions.map(counted), maxBars)],
    ['The largest accounts', largest.map(ofAccount)],
  ];
  return all.filter(([, bars]) => bars.length > 0).map(([title, bars]) => barChart(title, bars));
}

function counted({ name, records, accounts }: ResourceCount): ChartBar {
  return {
    name,
    value: records,
    detail: `${number(accounts)} account${accounts === 1 ? '' : 's'}`,
  };
}

function ofAccount({ accountId, accountName, records }: SummarizedAccount): ChartBar {
  return { name: accountName ?? accountId, value: records, detail: accountId };
}

function gapTable({ gaps }: InventorySummary): Html | string {
  if (gaps.length === 0) return '';
  const rows = gaps.slice(0, maxRows).map(
    ({ type = 'the whole account', status, code = '', places, accounts }) => html`
<tr><td>${type}</td><td>${status}</td><td>${code}</td><td class="number">${number(places)}</td><td class="number">${number(accounts)}</td></tr>`,
  );
  return html`<section class="gaps" tabindex="0" aria-label="What could not be read"><h2>What could not be read</h2>
<table><thead><tr><th>Type</th><th>Status</th><th>Code</th><th class="number">Accounts × regions</th><th class="number">Accounts</th></tr></thead>
<tbody class="searched">${rows}</tbody></table>${more(gaps.length)}</section>`;
}

function accountTable({ accounts }: InventorySummary): Html {
  const rows = accounts.slice(0, maxRows).map(
    ({ accountId, accountName = '', status, reason = '', records, gaps }) => html`
<tr${page(accountId)}><td>${link(accountId)}</td><td>${accountName}</td><td><i class="${status}"></i>${status}</td><td class="number">${number(records)}</td><td class="number">${number(gaps)}</td><td>${reason}</td></tr>`,
  );
  return html`<section><h2>Every account, the largest first</h2>
<table><thead><tr><th>Account</th><th>Name</th><th>Status</th><th class="number">Resources</th><th class="number">Gaps</th><th>Reason</th></tr></thead>
<tbody class="searched">${rows}</tbody></table>${more(accounts.length)}</section>`;
}

/** The search looks into the page of an account, too. */
function page(accountId: string): Html | string {
  const id = pageIdOf(accountId);
  return id === undefined ? '' : html` data-page="${id}"`;
}

function link(accountId: string): Html | string {
  const id = pageIdOf(accountId);
  return id === undefined ? accountId : html`<a href="#${id}">${accountId}</a>`;
}

function more(rows: number): Html | string {
  return rows > maxRows ? html`<p class="more">… and ${number(rows - maxRows)} more</p>` : '';
}
