import { expect, test } from 'vitest';
import { parseDecimal } from '../money/decimal.ts';
import type { ReportAccount } from '../organization/report-account.ts';
import { accountLabel, costRows, unattributedCents } from './cost-rows.ts';

const account = (id: string, differing: Partial<ReportAccount> = {}): [string, ReportAccount] => [
  id,
  {
    id,
    name: `name of ${id}`,
    unit: 'Sandboxes',
    parents: [],
    tags: {},
    isOpen: true,
    ...differing,
  },
];
const line = (accountId: string, amount: string, key = 'Usage') => ({
  accountId,
  key,
  amount: parseDecimal(amount),
});

test('an account that the organization does not know any more keeps its costs', () => {
  const [row] = costRows([line('111111111111', '1.5')], { accounts: new Map(), costTag: 'team' });

  expect(row).toEqual({
    costCenter: 'NoCostTag',
    unit: 'Unknown',
    account: '111111111111',
    name: 'Unknown',
    key: 'Usage',
    exact: parseDecimal('1.5'),
    cents: 150n,
  });
});

test('a cost of no account is a row of its own, and counted as unattributed', () => {
  const accounts = new Map([account('111111111111', { tags: { team: 'A' } })]);

  const rows = costRows([line('', '2.5'), line('111111111111', '1')], {
    accounts,
    costTag: 'team',
  });

  expect(rows.map((row) => [row.costCenter, row.unit, accountLabel(row), row.cents])).toEqual([
    ['A', 'Sandboxes', 'name of 111111111111 (111111111111)', 100n],
    ['NoCostTag', 'Unknown', 'No account', 250n],
  ]);
  expect(unattributedCents(rows)).toBe(250n);
});

test('rows are converted before they are rounded, and sorted by cost center, OU, name and key', () => {
  const accounts = new Map([
    account('111111111111', { tags: { team: 'B' } }),
    account('222222222222', { tags: { team: 'A' }, unit: 'Z' }),
    account('333333333333', { tags: { team: 'A' }, name: 'a' }),
  ]);
  const lines = [...accounts.keys()].flatMap((id) => [line(id, '0.005', 'b'), line(id, '1', 'a')]);

  const rows = costRows(lines, { accounts, costTag: 'team', rate: parseDecimal('2') });

  expect(rows.map((row) => [row.costCenter, row.unit, row.key, row.cents])).toEqual([
    ['A', 'Sandboxes', 'a', 200n],
    ['A', 'Sandboxes', 'b', 1n],
    ['A', 'Z', 'a', 200n],
    ['A', 'Z', 'b', 1n],
    ['B', 'Sandboxes', 'a', 200n],
    ['B', 'Sandboxes', 'b', 1n],
  ]);
});
