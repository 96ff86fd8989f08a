/**
 * Rounds amounts to cents so that they add up to their rounded total: every amount is rounded down, and the cents that
 * are missing go to those with the largest remainders. So each rounded amount is its exact one, rounded up or down.
 */

import { floorCents, fromCents, sum, toCents } from './decimal.ts';

/** `total`: cents, the exact sum rounded up or down. */
export function apportion(total: bigint, exact: readonly bigint[]): readonly bigint[] {
  const floors = exact.map(floorCents);
  const missing = Number(total - sum(floors));
  const remainders = exact.map((amount, index) => amount - fromCents(floors[index] ?? 0n));
  const ranked = remainders.map((_, index) => index);
  // The sort is stable: of equal remainders the first one gets the cent.
  ranked.sort((a, b) => compare(remainders[b] ?? 0n, remainders[a] ?? 0n));
  const raised = new Set(ranked.slice(0, missing));
  return floors.map((floor, index) => (raised.has(index) ? floor + 1n : floor));
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A row whose rounded amount is not known yet. */
interface RoundableRow {
  readonly exact: bigint;
  cents: bigint;
}

/**
 * Rounds rows from the total down: the total, then the groups of the first level within it, and so on. So sub-totals of
 * every level are rounded amounts as well, however many small rows they have. The cents are set in the rows: reports
 * have several hundred thousand, and a copy of each would double the memory.
 */
export function roundRows<T extends RoundableRow>(
  rows: readonly T[],
  levels: readonly ((row: T) => string)[],
  total: bigint = toCents(sumOf(rows)),
): void {
  const [level, ...below] = levels;
  if (level === undefined) {
    const cents = apportion(
      total,
      rows.map(({ exact }) => exact),
    );
    for (const [index, row] of rows.entries()) row.cents = cents[index] ?? 0n;
    return;
  }
  const groups = [...Map.groupBy(rows, level).values()];
  const totals = apportion(total, groups.map(sumOf));
  for (const [index, group] of groups.entries()) roundRows(group, below, totals[index]);
}

function sumOf(rows: readonly RoundableRow[]): bigint {
  return sum(rows.map(({ exact }) => exact));
}
