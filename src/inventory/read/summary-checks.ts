/** The results of checks on the summary page: those that failed first, each with its findings. */

import { type Html, html } from '../../model/html.ts';
import { type CheckResult, severities } from '../checks/check.ts';

/** Of one check: all of them are in `flotilla inventory check`. */
const maxFindings = 100;

export function checkTable(results: readonly CheckResult[]): Html | string {
  if (results.length === 0) return '';
  const of = (status: CheckResult['status']) =>
    results.filter((result) => result.status === status).toSorted(worstFirst);
  const [failed, unread] = [of('failed'), of('unread')];
  return html`<section><h2>Checks</h2>
<p>${failed.length} failed, ${unread.length} could not be read everywhere, ${of('passed').length} passed.</p>
${failed.length === 0 ? '' : table(failed)}
${unread.length === 0 ? '' : html`<details class="unread"><summary>Found nothing, and could not be read everywhere</summary>${table(unread)}</details>`}</section>`;
}

function table(results: readonly CheckResult[]): Html {
  return html`<table><thead><tr><th>Check</th><th>Severity</th><th class="number">Findings</th><th class="number">Unread</th></tr></thead>
<tbody class="searched">${results.map(row)}</tbody></table>`;
}

function worstFirst(a: CheckResult, b: CheckResult): number {
  const rank = ({ check }: CheckResult) => severities.indexOf(check.severity);
  return rank(b) - rank(a) || b.findings.length - a.findings.length;
}

function row({ check, findings, unread }: CheckResult): Html {
  const { title, severity, why, remediation, name } = check;
  return html`
<tr><td><details><summary>${title}</summary><p>${why}</p><p>${remediation}</p>${list(findings)}<p class="more">flotilla inventory check ${name}</p></details></td><td><span class="severity ${severity}">${severity}</span></td><td class="number">${findings.length.toLocaleString('en-US')}</td><td class="number">${unread.length.toLocaleString('en-US')}</td></tr>`;
}

function list(findings: CheckResult['findings']): Html | string {
  if (findings.length === 0) return '';
  const more = findings.length - maxFindings;
  const lines = findings
    .slice(0, maxFindings)
    .map(
      ({ accountId, accountName = '', region, id, detail = '' }) =>
        html`<li>${accountName === '' ? accountId : `${accountName} (${accountId})`} ${region} <b>${id}</b> ${detail}</li>`,
    );
  return html`<ul>${lines}${more > 0 ? html`<li>… and ${more.toLocaleString('en-US')} more</li>` : ''}</ul>`;
}
