import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion, roundRows } from './apportion.ts';
import { floorCents, parseDecimal, sum, toCents } from './decimal.ts';

const exact = (...texts: readonly string[]) => texts.map(parseDecimal);

test('the cents that rounding down leaves over are given to the largest remainders', () => {
  expect(apportion(100n, exact('0.333', '0.334', '0.333'))).toEqual([33n, 34n, 33n]);
  expect(apportion(1n, exact('0.005', '0.005'))).toEqual([1n, 0n]);
  expect(apportion(-100n, exact('-0.998', '-0.002'))).toEqual([-100n, 0n]);
  expect(apportion(0n, [])).toEqual([]);
});

test('a thousand amounts below a cent are not lost, and not each a cent', () => {
  const tiny = Array.from({ length: 1_000 }, () => ({
    center: 'a',
    exact: parseDecimal('0.0004'),
    cents: 0n,
  }));
  const rows = [...tiny, { center: 'b', exact: parseDecimal('10'), cents: 0n }];

  roundRows(rows, [({ center }) => center]);

  const centsOf = (center: string) =>
    sum(rows.filter((row) => row.center === center).map(({ cents }) => cents));
  expect([centsOf('a'), centsOf('b')]).toEqual([40n, 1_000n]);
});

test('at every level, rows add up to their total, and each is its amount rounded up or down', () => {
  const row = fc.record({
    center: fc.constantFrom('a', 'b', 'c'),
    unit: fc.constantFrom('x', 'y'),
    // Cents with seven more digits, and whole cents.
    exact: fc
      .oneof(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.integer({ min: -1e4, max: 1e4 }).map((n) => n * 1e7),
      )
      .map((n) => BigInt(n) * 10n ** 15n),
  });
  type Row = { readonly center: string; readonly unit: string; readonly exact: bigint };
  const levels = [({ center }: Row) => center, ({ center, unit }: Row) => `${center}/${unit}`];
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
      const rounded = rows.map((one) => ({ ...one, cents: 0n }));
      roundRows(rounded, levels);
      expect(sum(rounded.map(({ cents }) => cents))).toBe(
        toCents(sum(rows.map((one) => one.exact))),
      );
      for (const level of [...levels, (one: Row) => String(rounded.indexOf(one as never))]) {
        for (const group of Map.groupBy(rounded, level).values()) {
          const floor = floorCents(sum(group.map((one) => one.exact)));
          const difference = sum(group.map(({ cents }) => cents)) - floor;
          expect([0n, 1n]).toContain(difference);
        }
      }
    }),
  );
});
