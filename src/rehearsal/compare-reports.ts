/** What differs between two rehearsals: accounts, purges, calls, minutes, cost, exceptions. */

import type { RehearsalReport } from './report.ts';

export interface ReportDifference {
  readonly what: string;
  readonly first: number;
  readonly second: number;
}

/** Only what differs, in the order in which a reader needs it. */
export function compareReports(
  first: RehearsalReport,
  second: RehearsalReport,
): readonly ReportDifference[] {
  const [before, after] = [figuresOf(first), figuresOf(second)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((what) => ({ what, first: before.get(what) ?? 0, second: after.get(what) ?? 0 }))
    .filter((one) => one.first !== one.second);
}

function figuresOf(report: RehearsalReport): ReadonlyMap<string, number> {
  const { builds, transactions, invariants } = report;
  const calls = Object.values(report.calls).reduce((sum, count) => sum + count, 0);
  return new Map([
    ['accounts', report.accounts],
    ...named('accounts at the end, ', report.byState),
    ['state changes', report.transitions],
    ['purges that succeeded', builds.purge.succeeded],
    ['purges that failed', builds.purge.failed],
    ['preparations that succeeded', builds.preparation.succeeded],
    ['preparations that failed', builds.preparation.failed],
    ['CodeBuild minutes', builds.purge.minutes + builds.preparation.minutes],
    ['CodeBuild dollars', report.dollars],
    ['transactions that succeeded', transactions.succeeded],
    ['transactions that failed', transactions.failed],
    ['accounts that a window left out', transactions.leftOut],
    ...named('', report.exceptions),
    ['invariants broken', invariants.filter(({ broken }) => broken > 0).length],
    ['AWS calls', calls],
    ...named('calls of ', report.calls),
  ]);
}

function named(
  prefix: string,
  counts: Readonly<Record<string, number>>,
): readonly (readonly [string, number])[] {
  return Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => [`${prefix}${name}`, count] as const);
}
