/** How checks look: a list, or their results. */

import { severities } from '../../../../inventory/checks/check.ts';
import { firstRows, type View } from '../../../output/printer.ts';
import { failedWhere, type TableData } from '../../../output/table.ts';
import { count } from '../../../output/text.ts';
import type { CheckFindingRecord, CheckRecord, ChecksRecord, UnreadRecord } from './record.ts';

/** A table is for reading; the other formats have every row. */
const maxRows = 200;

const csv: View<ChecksRecord>['csv'] = {
  type: ({ type }) => type,
  check: ({ check }) => check,
  severity: ({ severity }) => severity,
  category: ({ category }) => category,
  status: (record) => ('status' in record ? record.status : ''),
  accountId: (record) => ('accountId' in record ? record.accountId : ''),
  accountName: (record) => ('accountName' in record ? record.accountName : ''),
  region: (record) => regionsOf(record).join(' '),
  id: (record) => ('id' in record ? record.id : ''),
  arn: (record) => ('arn' in record ? record.arn : ''),
  table: (record) => ('table' in record ? record.table : ''),
  detail: detailOf,
};

function regionsOf(record: ChecksRecord): readonly string[] {
  if ('regions' in record) return record.regions;
  return 'region' in record ? [record.region] : [];
}

function detailOf(record: ChecksRecord): string | undefined {
  if (record.type === 'check') return record.title;
  return record.type === 'finding' ? record.detail : (record.code ?? record.message);
}

export const listView: View<ChecksRecord> = {
  tables: (records) => [
    {
      wraps: true,
      heads: ['Check', 'Severity', 'Category', 'Title'],
      rows: records
        .filter((record) => record.type === 'check')
        .map(({ check, severity, category, title }) => [check, severity, category, title]),
    },
  ],
  csv,
};

export const resultsView: View<ChecksRecord> = {
  tables(records) {
    const sorted = records.toSorted(bySeverity);
    return [
      firstRows(findingsTable(sorted.filter((record) => record.type === 'finding')), maxRows),
      firstRows(unreadTable(sorted.filter((record) => record.type === 'unread')), maxRows),
      checksTable(sorted.filter((record) => record.type === 'check')),
    ];
  },
  csv,
};

function bySeverity(a: ChecksRecord, b: ChecksRecord): number {
  return severities.indexOf(b.severity) - severities.indexOf(a.severity);
}

function checksTable(checks: readonly CheckRecord[]): TableData {
  const passed = checks.filter(({ status }) => status === 'passed').length;
  return {
    title: 'Checks',
    wraps: true,
    heads: ['Check', 'Severity', 'Status', 'Findings', 'Unread', 'Title'],
    isFailed: failedWhere(2, 'failed'),
    rows: checks
      .filter(({ status }) => status !== 'passed')
      .map(({ check, severity, status = '', findings = 0, unreadAccounts = 0, title }) => [
        check,
        severity,
        status,
        findings.toLocaleString('en-US'),
        unreadAccounts === 0 ? '' : count(unreadAccounts, 'account'),
        title,
      ]),
    note: `${count(passed, 'check')} passed`,
  };
}

function findingsTable(findings: readonly CheckFindingRecord[]): TableData {
  return {
    title: 'Findings',
    wraps: true,
    heads: ['Severity', 'Check', 'Account', 'Name', 'Region', 'Resource', 'Detail'],
    rows: findings.map(
      ({ severity, check, accountId, accountName = '', region, id, detail = '' }) => [
        severity,
        check,
        accountId,
        accountName,
        region,
        id,
        detail,
      ],
    ),
  };
}

/** Once for all checks that read the same. */
function unreadTable(places: readonly UnreadRecord[]): TableData {
  const rows = places.map(
    ({ accountId, accountName = '', table = 'all', status, code = '', regions }) => [
      accountId,
      accountName,
      table,
      status,
      code,
      regions.join(', '),
    ],
  );
  return {
    title: 'Not read: there may be more findings',
    wraps: true,
    heads: ['Account', 'Name', 'Table', 'Status', 'Code', 'Regions'],
    rows: [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()],
  };
}
