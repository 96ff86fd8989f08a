import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openReportEnvironment } from '../../testing/report-environment.ts';
import { parseDecimal, sum, toCents } from '../money/decimal.ts';
import { addMonths, periodOf } from '../month.ts';
import { readReportAccounts } from '../organization/report-account.ts';
import { costExplorer } from './cost-explorer.ts';
import { currencyRows } from './month-costs.ts';

const currencies = [
  { currency: 'USD', rate: 1 },
  { currency: 'EUR', rate: 0.923417 },
  { currency: 'JPY', rate: 151.37 },
];

test('in any seeded month, rows and unattributed costs are the total of the organization, in three currencies', async () => {
  const seeds = fc.record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    month: fc.integer({ min: -12, max: 0 }).map((months) => addMonths('2026-04', months)),
    accounts: fc.integer({ min: 0, max: 8 }),
    /** Costs of no account, which the simulator does not have. */
    unattributed: fc
      .integer({ min: -1_000_000, max: 1_000_000 })
      .map((n) => parseDecimal(`${n}e-5`)),
  });
  await fc.assert(
    fc.asyncProperty(seeds, async ({ seed, month, accounts: count, unattributed }) => {
      const { lifecycle, addAccount } = await openReportEnvironment({
        bucket: false,
        seed,
        startMs: Date.UTC(2026, 3, 28),
      });
      for (let index = 0; index < count; index++) {
        addAccount(`a${index}`, index % 3 === 0 ? {} : { 'cost-center': `Product ${index % 3}` });
      }
      const accounts = await readReportAccounts(lifecycle, []);
      const source = costExplorer(lifecycle);
      for (const division of ['charge-type', 'service', 'usage-type'] as const) {
        const read = await source.read({ period: periodOf(month), division });
        const unassigned = { accountId: '', key: 'Other', amount: unattributed };
        const reading = {
          ...read,
          lines: [...read.lines, unassigned],
          total: read.total + unattributed,
        };
        for (const currency of currencies) {
          const options = { accounts, costTag: 'cost-center', ...currency };
          const { rows, balance } = currencyRows(reading, options);
          expect(balance.difference).toBe('0.00');
          const exact = (reading.total * BigInt(Math.round(currency.rate * 1e6))) / 1_000_000n;
          expect(sum(rows.map(({ cents }) => cents))).toBe(toCents(exact));
        }
      }
    }),
    { numRuns: 15 },
  );
});
