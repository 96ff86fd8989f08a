/**
 * Results of checks in SARIF 2.1.0, for code scanning of GitHub, Azure DevOps and editors.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */

import { createHash } from 'node:crypto';
import type { UnreadListing } from '../read/unread-listings.ts';
import {
  type CheckResult,
  type CheckSeverity,
  type Finding,
  type InventoryCheck,
  severities,
} from './check.ts';

const levels: Readonly<Record<CheckSeverity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

/** GitHub shows a severity by this number: critical from 9, high from 7, medium from 4. */
const scores: Readonly<Record<CheckSeverity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.0',
  low: '2.0',
};

/** GitHub refuses a run with more. */
const maxResults = 25_000;

/** Of one check. */
const maxUnread = 20;

/** What could not be read is in the notifications of the invocation: a reader must not take it for clean. */
export function sarifReport(results: readonly CheckResult[]): object {
  const found = results
    .flatMap(({ check, findings }, ruleIndex) =>
      findings.map((finding) => ({ check, finding, ruleIndex })),
    )
    .sort((a, b) => severities.indexOf(b.check.severity) - severities.indexOf(a.check.severity));
  return {
    $schema:
      'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Flotilla',
            informationUri: 'https://www.npmjs.com/package/flotilla',
            rules: results.map(({ check }) => ruleOf(check)),
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [
              ...moreThan(found.length),
              ...results.flatMap(({ check, unread }) => notificationsOf(check, unread)),
            ],
          },
        ],
        results: found.slice(0, maxResults).map(resultOf),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
}

function ruleOf({ name, title, why, remediation, source, severity, category }: InventoryCheck) {
  return {
    id: name,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: remediation },
    ...(source !== undefined && { helpUri: source }),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: [category], 'security-severity': scores[severity] },
  };
}

interface FoundResult {
  readonly check: InventoryCheck;
  readonly finding: Finding;
  readonly ruleIndex: number;
}

function resultOf({ check, finding, ruleIndex }: FoundResult) {
  const { accountId, accountName, region, id, arn, detail = check.title } = finding;
  const name = arn ?? id;
  const account = accountName === undefined ? accountId : `${accountName} (${accountId})`;
  return {
    ruleId: check.name,
    ruleIndex,
    level: levels[check.severity],
    message: { text: `${name} in ${account}, ${region}: ${detail}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: pathOf(finding) } },
        logicalLocations: [{ name: id, fullyQualifiedName: name, kind: 'resource' }],
      },
    ],
    partialFingerprints: { 'resource/v1': digestOf([check.name, accountId, region, id]) },
  };
}

/** A relative reference: code scanning shows a result below the path of its file. */
function pathOf({ accountId, region, id }: Finding): string {
  return [accountId, region, id].map(encodeURIComponent).join('/');
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function moreThan(findings: number): readonly object[] {
  const more = findings - maxResults;
  return more > 0 ? [warning(`${more} findings of lower severity are not in this report`)] : [];
}

function notificationsOf(
  { name }: InventoryCheck,
  places: readonly UnreadListing[],
): readonly object[] {
  const of = { associatedRule: { id: name } };
  const more = places.length - maxUnread;
  return [
    ...places.slice(0, maxUnread).map((place) => ({ ...of, ...warning(unreadText(place)) })),
    ...(more > 0 ? [{ ...of, ...warning(`${more} more places were not read completely`) }] : []),
  ];
}

function warning(text: string) {
  return { level: 'warning', message: { text } };
}

/** `account 111111111111 was not read completely: ec2_volume, denied (AccessDenied), eu-west-1`. */
export function unreadText({ accountId, table, status, code, regions, message }: UnreadListing) {
  const what = table ?? 'the whole account';
  const why = code === undefined ? status : `${status} (${code})`;
  const parts = [what, why, ...regions, ...(table === undefined && message ? [message] : [])];
  return `account ${accountId} was not read completely: ${parts.join(', ')}`;
}
