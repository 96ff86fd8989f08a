/** What is printed about a resource: one line each for the two accounts, one for all others together. */

import * as z from 'zod';
import type { InfrastructureFinding } from '../../../infrastructure/finding.ts';
import type { View } from '../../output/printer.ts';
import { failedWhere, type TableData } from '../../output/table.ts';
import { count } from '../../output/text.ts';

export const findingSchema = z.strictObject({
  accountId: z.string(),
  resource: z.string().describe('role Inventory-Runner'),
  action: z
    .enum(['create', 'update', 'delete', 'keep', 'failed'])
    .describe(
      'failed: it could not be read or changed. keep: it is left, because it is of others, not empty, or a target that is not requested any more.',
    ),
  differences: z.array(z.string()).readonly().describe('What differs; why it failed or is kept.'),
  place: z
    .enum(['home', 'member'])
    .describe('home: the billing or the security account. member: any other account.'),
});

export type FindingRecord = Readonly<z.output<typeof findingSchema>>;
export type FindingPlace = FindingRecord['place'];

export function findingRecord(finding: InfrastructureFinding, place: FindingPlace): FindingRecord {
  return { ...finding, place };
}

export function findingView(title?: string): View<FindingRecord> {
  return {
    tables: (records) => [findingTable(records, title)],
    csv: {
      accountId: ({ accountId }) => accountId,
      place: ({ place }) => place,
      action: ({ action }) => action,
      resource: ({ resource }) => resource,
      differences: ({ differences }) => differences.join(' '),
    },
  };
}

export function findingTable(records: readonly FindingRecord[], title?: string): TableData {
  return {
    ...(title !== undefined && { title }),
    heads: ['Account', 'Change', 'What', 'Differences'],
    isFailed: failedWhere(1, 'failed'),
    rows: groupedRows(records),
    wraps: true,
  };
}

export interface FindingCounts {
  readonly changes: number;
  readonly failed: number;
}

export function countFindings(findings: readonly FindingRecord[]): FindingCounts {
  const failed = findings.filter(({ action }) => action === 'failed').length;
  return { changes: findings.filter(isChange).length, failed };
}

export function isChange({ action }: FindingRecord): boolean {
  return action !== 'keep' && action !== 'failed';
}

/** Accounts with the same change are one row. */
function groupedRows(records: readonly FindingRecord[]): readonly (readonly string[])[] {
  const rowOf = ({ action, resource, differences }: FindingRecord) => [
    action,
    resource,
    differences.join(', '),
  ];
  const home = records.filter(({ place }) => place === 'home');
  const members = records.filter(({ place }) => place === 'member');
  const alike = Map.groupBy(members, (record) => rowOf(record).join('\n'));
  return [
    ...home.map((record) => [record.accountId, ...rowOf(record)]),
    ...[...alike.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const accounts = group.length === 1 ? first.accountId : count(group.length, 'account');
      return [[accounts, ...rowOf(first)]];
    }),
  ];
}
