/** A page for each account, in the same file: shown in place of the overview when its link is followed. */

import { type Html, html } from '../../model/html.ts';
import { type CheckResult, severities } from '../checks/check.ts';
import type { AccountContents } from './account-contents.ts';
import type { SummarizedAccount } from './summary.ts';

export interface AccountPages {
  readonly accounts: readonly SummarizedAccount[];
  readonly details: ReadonlyMap<string, AccountContents>;
  readonly checks: readonly CheckResult[];
}

/** An account id is data of a file: anything else than digits has no page. */
export function pageIdOf(accountId: string): string | undefined {
  return /^\d{12}$/.test(accountId) ? `account-${accountId}` : undefined;
}

export function accountPages({ accounts, details, checks }: AccountPages): readonly Html[] {
  const findings = Map.groupBy(
    checks.flatMap(({ check, findings }) => findings.map((finding) => ({ check, finding }))),
    ({ finding }) => finding.accountId,
  );
  const seen = new Set<string>();
  return accounts.flatMap((account) => {
    const id = pageIdOf(account.accountId);
    // Of several runs, an account has one page.
    if (id === undefined || seen.has(id)) return [];
    seen.add(id);
    const own = details.get(account.accountId) ?? { types: [], gaps: [] };
    return [page(id, account, { ...own, findings: findings.get(account.accountId) ?? [] })];
  });
}

interface FindingOfAccount {
  readonly check: CheckResult['check'];
  readonly finding: CheckResult['findings'][number];
}

interface PageContent extends AccountContents {
  readonly findings: readonly FindingOfAccount[];
}

function page(
  id: string,
  { accountId, accountName = accountId, status, reason, records }: SummarizedAccount,
  { types, gaps, findings }: PageContent,
): Html {
  return html`
<article class="page" id="${id}"><p><a href="#overview">← All accounts</a></p>
<h2>${accountName}</h2>
<p class="runs">${accountId} · <i class="${status}"></i>${status} · ${number(records)} resources</p>
${reason === undefined ? '' : html`<p class="warning">${reason}</p>`}
${gapTable(gaps)}${findingTable(findings)}${typeTable(types)}</article>`;
}

const number = (value: number) => value.toLocaleString('en-US');

function gapTable(gaps: AccountContents['gaps']): Html | string {
  const rows = gaps.map(
    ({ type, status, code = '', message = '', regions }) => html`
<tr><td>${type}</td><td>${status}</td><td>${code}</td><td>${regions.join(', ')}</td><td>${message}</td></tr>`,
  );
  return section('What could not be read', ['Type', 'Status', 'Code', 'Regions', 'Message'], rows);
}

/** Of one account. */
const maxFindings = 200;

function findingTable(findings: readonly FindingOfAccount[]): Html | string {
  const rank = ({ check }: FindingOfAccount) => severities.indexOf(check.severity);
  const sorted = findings.toSorted((a, b) => rank(b) - rank(a));
  const rows = sorted.slice(0, maxFindings).map(
    ({ check, finding: { region, id, detail = '' } }) => html`
<tr><td>${check.title}</td><td><span class="severity ${check.severity}">${check.severity}</span></td><td class="region">${region}</td><td>${id}</td><td>${detail}</td></tr>`,
  );
  const more = findings.length - maxFindings;
  const title =
    more > 0 ? `Findings (the first ${maxFindings} of ${number(findings.length)})` : 'Findings';
  return section(title, ['Check', 'Severity', 'Region', 'Resource', 'Detail'], rows);
}

function typeTable(types: AccountContents['types']): Html | string {
  const rows = types.map(
    ({ name, records, regions }) => html`
<tr><td>${name}</td><td>${number(records)}</td><td>${regions.join(', ')}</td></tr>`,
  );
  return section('Resources', ['Type', 'Resources', 'Regions'], rows);
}

function section(title: string, heads: readonly string[], rows: readonly Html[]): Html | string {
  if (rows.length === 0) return '';
  return html`<section><h3>${title}</h3>
<table><thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></section>`;
}
