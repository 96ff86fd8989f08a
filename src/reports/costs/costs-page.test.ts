import { expect, test } from 'vitest';
import { accessibilityViolations, chromium } from '../../testing/browser.ts';
import {
  accountIds,
  type CostEnvironment,
  openCostEnvironment,
} from '../../testing/cost-environment.ts';
import { s3ReportStore } from '../store/s3-report-store.ts';
import { readCostHistory } from './cost-history.ts';
import { costsPage } from './costs-page.ts';
import { publishCosts, readCostReport } from './publish-costs.ts';

const month = '2026-03';

async function pageOf(env: CostEnvironment): Promise<string> {
  const { lifecycle } = env;
  const store = s3ReportStore(lifecycle);
  const report = await readCostReport(lifecycle, {
    month,
    kind: 'final',
    rates: store,
    fetch: env.fetch,
  });
  const { statement } = await publishCosts(report, store);
  return costsPage({ ...report, statement, history: await readCostHistory(lifecycle, month) });
}

/** Rows of the table with this label. */
function rowsOf(page: string, label: string): readonly (readonly string[])[] {
  const body = page.split(`aria-label="${label}"`)[1]?.split('</table>')[0] ?? '';
  return [...body.matchAll(/<tr>([\s\S]*?)<\/tr>/g)]
    .slice(1)
    .map(([, row = '']) =>
      [...row.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text = '']) => text),
    );
}

/** What the parts of charts say of themselves. */
function titlesOf(page: string): readonly string[] {
  return [...page.matchAll(/<title>([^<]*)<\/title>/g)].slice(1).map(([, text = '']) => text);
}

function tilesOf(page: string): Readonly<Record<string, string>> {
  const found = [...page.matchAll(/<div><dd>([^<]*)<\/dd><dt>([^<]*)<\/dt><\/div>/g)];
  return Object.fromEntries(found.map(([, value = '', name = '']) => [name, value]));
}

test('the page of costs has centers, units, months, movers, accounts and the statement', async () => {
  const env = await openCostEnvironment({ withCostExtraCurrencies: ['EUR'] });

  const page = await pageOf(env);

  expect({
    tiles: tilesOf(page),
    titles: titlesOf(page),
    movers: rowsOf(page, 'Accounts whose charges changed most'),
    accounts: rowsOf(page, 'Charges of all accounts'),
    statement: rowsOf(page, 'Whether the rows add up to the invoice'),
  }).toEqual({
    tiles: {
      'charges of 2026-03, USD': '1,234,790.34',
      'compared with 2026-02, USD': '+1,233,790.34',
      'cost centers': '3',
      accounts: '6',
    },
    titles: [
      'Product A, Research: 1,234,568.23 USD',
      'Product A, Sandboxes: 49.50 USD',
      'NoCostTag, Root: 164.96 USD',
      'B/C, Sandboxes: 7.65 USD',
      'Research, Product A: 1,234,568.23 USD',
      'Root, NoCostTag: 164.96 USD',
      'Sandboxes, B/C: 7.65 USD',
      'Sandboxes, Product A: 49.50 USD',
      '2026-02, Product A: 1,000.00 USD',
      '2026-03, Product A: 1,234,617.73 USD',
      '2026-03, B/C: 7.65 USD',
      '2026-03, NoCostTag: 164.96 USD',
    ],
    movers: [
      ['beta (222222222222)', 'Product A', '0.00', '1,234,568.23', '+1,234,568.23'],
      ['alpha (111111111111)', 'Product A', '1,000.00', '7.50', '-992.50'],
      ['management (888888888888)', 'NoCostTag', '0.00', '164.95', '+164.95'],
      ['closed (555555555555)', 'Product A', '0.00', '42.00', '+42.00'],
      ['gamma (333333333333)', 'B/C', '0.00', '7.65', '+7.65'],
      ['=delta (444444444444)', 'NoCostTag', '0.00', '0.01', '+0.01'],
    ],
    accounts: [
      ['B/C', 'Sandboxes', 'gamma (333333333333)', '7.65'],
      ['NoCostTag', 'Root', '=delta (444444444444)', '0.01'],
      ['NoCostTag', 'Root', 'management (888888888888)', '164.95'],
      ['Product A', 'Research', 'beta (222222222222)', '1,234,568.23'],
      ['Product A', 'Sandboxes', 'alpha (111111111111)', '7.50'],
      ['Product A', 'Sandboxes', 'closed (555555555555)', '42.00'],
      ['TOTAL', '', '', '1,234,790.34'],
    ],
    statement: [
      ['USD', '1', '1234790.34', '1234790.34', '0.00', '0.00'],
      ['EUR', '0.9234', '1140205.40', '1140205.40', '0.00', '0.00'],
    ],
  });
});

test('thirteen months and the next one are a trend', async () => {
  const env = await openCostEnvironment();
  for (let back = 0; back < 40; back++) {
    const day = new Date(env.clock.now() - back * 86_400_000).toISOString().slice(0, 10);
    env.organization.addCost({ account: accountIds.gamma, day, amount: '31' });
  }

  const page = await pageOf(env);

  expect(titlesOf(page).at(-1)).toMatch(/^2026-05, forecast: [\d,.]+ USD, forecast$/);
  expect(tilesOf(page)).toHaveProperty(['forecast of 2026-05, USD']);
  expect(/Charges of 13 months in USD: (.*?)"/.exec(page)?.[1]?.split(', 20').length).toBe(13);
});

test('the page of an old month has the months that Cost Explorer still keeps', async () => {
  const env = await openCostEnvironment();
  await env.advance(240 * 86_400_000);

  const { months: kept } = await env.advanceUntilDone(() => readCostHistory(env.lifecycle, month));

  expect([kept.at(0), kept.at(-1)]).toEqual(['2025-11', '2026-03']);
});

test('a forecast that Cost Explorer does not have is named, and does not cost the page', async () => {
  const env = await openCostEnvironment();
  env.organization.deny({ service: 'ce', operation: 'GetCostForecast' });

  const page = await pageOf(env);

  expect(page).toContain('<p class="notice">There is no forecast: ');
  expect(Object.keys(tilesOf(page)).filter((name) => name.startsWith('forecast'))).toEqual([]);
});

test.skipIf(!chromium)('axe-core finds nothing wrong with the page of costs', async () => {
  const env = await openCostEnvironment();
  env.organization.addCost({ account: accountIds.beta, day: '2026-02-10', amount: '5000' });

  expect(await accessibilityViolations(await pageOf(env))).toEqual([]);
});
