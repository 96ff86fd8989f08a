/** How findings look: one line each for the two accounts, one for all the others together. */

import type { InfrastructureFinding } from '../../infrastructure/finding.ts';
import type { Io } from '../io.ts';
import type { Format } from '../options/output.ts';
import { createPrinter, type View } from '../output/printer.ts';
import { count } from '../output/text.ts';

export interface FindingRecord extends InfrastructureFinding {
  /** `member`: an account that has the inventory role and nothing else. */
  readonly place: 'home' | 'member';
}

const findingView: View<FindingRecord> = {
  tables: (records) => [
    {
      heads: ['Account', 'Change', 'What', 'Differences'],
      rows: summedUp(records),
      wraps: true,
    },
  ],
  csv: {
    accountId: ({ accountId }) => accountId,
    place: ({ place }) => place,
    action: ({ action }) => action,
    resource: ({ resource }) => resource,
    differences: ({ differences }) => differences.join(' '),
  },
};

/** Answers how many there are. */
export function printFindings(
  findings: readonly FindingRecord[],
  format: Format,
  io: Io,
): { readonly changes: number; readonly failed: number } {
  const printer = createPrinter(format, findingView, io);
  for (const finding of findings) printer.write(finding);
  printer.end();
  const numberOf = (actions: readonly string[]) =>
    findings.filter(({ action }) => actions.includes(action)).length;
  return { changes: numberOf(['create', 'update', 'delete']), failed: numberOf(['failed']) };
}

/** Accounts in which the same is to be done are one row. */
function summedUp(records: readonly FindingRecord[]): readonly (readonly string[])[] {
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
