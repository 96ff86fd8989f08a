/** Results of checks as JUnit's XML, for the test reports of CI servers: a suite per category, a case per check. */

import { escapeXml } from '../../model/xml.ts';
import type { CheckResult } from './check.ts';
import { unreadText } from './sarif.ts';

/** A check with findings has failed; one that could not be read is an error, so that it is not taken for passed. */
export function junitReport(results: readonly CheckResult[]): string {
  const suites = Map.groupBy(results, ({ check }) => check.category);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="flotilla inventory check" ${countsOf(results)}>`,
    ...[...suites].flatMap(([category, members]) => [
      `  <testsuite name="${escapeXml(category)}" ${countsOf(members)}>`,
      ...members.map(caseOf),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function countsOf(results: readonly CheckResult[]): string {
  const count = (status: CheckResult['status']) =>
    results.filter((result) => result.status === status).length;
  return `tests="${results.length}" failures="${count('failed')}" errors="${count('unread')}"`;
}

function caseOf({ check, status, findings, unread }: CheckResult): string {
  const open = `    <testcase classname="${escapeXml(check.category)}" name="${escapeXml(check.name)}"`;
  if (status === 'passed') return `${open}/>`;
  const lines = findings.map(({ accountId, region, id, arn = id, detail = '' }) =>
    [accountId, region, arn, detail].join(' '),
  );
  const unreadLines = unread.map(unreadText);
  const tag = status === 'failed' ? 'failure' : 'error';
  const message = `${check.severity}: ${check.title}`;
  const text = [...first(lines), ...first(unreadLines), check.remediation]
    .map(escapeXml)
    .join('\n');
  return `${open}>\n      <${tag} type="${check.severity}" message="${escapeXml(message)}">${text}</${tag}>\n    </testcase>`;
}

/** CI servers show the whole text. */
const maxLines = 100;

function first(lines: readonly string[]): readonly string[] {
  const more = lines.length - maxLines;
  return more > 0 ? [...lines.slice(0, maxLines), `… and ${more} more`] : lines;
}
