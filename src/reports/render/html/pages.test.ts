import { expect, test } from 'vitest';
import { accessibilityViolations, chromium } from '../../../testing/browser.ts';
import { type AccountRow, accountColumns } from '../../accounts/account-rows.ts';
import { accountsPage } from '../../accounts/accounts-page.ts';
import { activitiesPage } from '../../activities/activities-page.ts';
import type { ActivityRow } from '../../activities/activity-rows.ts';

const now = Date.UTC(2026, 2, 31, 12);

const account: AccountRow = {
  costCenter: 'product-a',
  costOwner: 'Alice',
  unit: 'Sandboxes',
  account: '111111111111',
  name: 'alice',
  email: 'alice@example.com',
  state: 'released',
  stateSince: '2026-03-30T12:00:01',
  consoleLogin: '-',
};

const accounts: readonly AccountRow[] = [
  account,
  { ...account, account: '222222222222', stateSince: '2026-03-01T00:00:00', unit: 'Workloads' },
  { ...account, account: '333333333333', state: 'expired', stateSince: '-', name: '<b>&"bob' },
  { ...account, account: '444444444444', state: 'closed' },
];

const activity: ActivityRow = {
  costCenter: 'product-a',
  transaction: 'maintenance',
  stamp: '2026-03-07T18:12:00.000000',
  account: '111111111111',
  identifier: 'a-b-c',
  durationSeconds: 812.5,
};

const pages: readonly (readonly [string, string])[] = [
  ['accounts', accountsPage(accounts, { environment: 'SpaDemo', now })],
  [
    'activities',
    activitiesPage([activity, { ...activity, transaction: 'console-login', costCenter: 'b' }], {
      environment: 'SpaDemo',
      month: '2026-03',
      until: '2026-03-31',
    }),
  ],
  ['accounts, of which there are none,', accountsPage([], { environment: 'SpaDemo', now })],
];

/** The text of the cells of a table. */
function cellsOf(page: string): readonly (readonly string[])[] {
  const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(page)?.[1] ?? '';
  return [...body.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text = '']) => text),
  );
}

/** What the bars and columns say of themselves. */
function titlesOf(page: string): readonly string[] {
  return [...page.matchAll(/<title>([^<]*)<\/title>/g)].slice(1).map(([, text = '']) => text);
}

test('the page of accounts counts them by OU and by their age in the state, and lists all', () => {
  const [, page] = pages[0] ?? ['', ''];

  expect(titlesOf(page)).toEqual([
    'Sandboxes, closed: 1 accounts',
    'Sandboxes, expired: 1 accounts',
    'Sandboxes, released: 1 accounts',
    'Workloads, released: 1 accounts',
    'less than a day, released: 1 accounts',
    '8 to 30 days, released: 1 accounts',
    'unknown, expired: 1 accounts',
  ]);
  expect(cellsOf(page)).toEqual(
    accounts.map((row) =>
      Object.values(accountColumns).map((cell) =>
        cell(row) === '<b>&"bob' ? '&lt;b&gt;&amp;&quot;bob' : cell(row),
      ),
    ),
  );
});

test('the page of activities counts them by cost center and by day', () => {
  const [, page] = pages[1] ?? ['', ''];

  expect(titlesOf(page)).toEqual([
    'b, console-login: 1 activities',
    'product-a, maintenance: 1 activities',
    '07, console-login: 1 activities',
    '07, maintenance: 1 activities',
  ]);
  expect(cellsOf(page)[0]).toEqual([
    'product-a',
    'maintenance',
    '2026-03-07T18:12:00.000000',
    '111111111111',
    'a-b-c',
    '812.5',
  ]);
});

test.each(pages)('the page of %s is one file without scripts and requests', (_, page) => {
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
  expect(page).not.toMatch(/<script|<link|<img|\bsrc=|url\(|@import/);
});

test.skipIf(!chromium).each(pages)(
  'axe-core finds nothing wrong with the page of %s',
  async (_, page) => {
    expect(await accessibilityViolations(page)).toEqual([]);
  },
);
