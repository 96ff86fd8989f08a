import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accountIds, openCostEnvironment } from '../../testing/cost-environment.ts';
import { describeWorkbook, expectGolden } from '../../testing/golden.ts';
import { onEarlyCostReport } from '../handlers/on-cost-reports.ts';
import type { CostStatement } from '../statement/statement.ts';

const context = { remainingMs: () => 900_000 };
const golden = (name: string) => join(import.meta.dirname, 'golden', name);
const nameOf = (key: string) => key.split('/').at(-1) ?? '';
const summary = (name: string) => `SpaReports/Costs/Summary/2026/2026-03-Summary-${name}`;

test('monthly CSV and Excel reports of every cost center, and their summaries, are those of the golden files', async () => {
  const env = await openCostEnvironment({ withCostExtraCurrencies: ['EUR'] });

  await onEarlyCostReport(env)(env.lifecycle, {}, context);

  const keys = await env.objects();
  expect(keys).toEqual([
    'SpaReports/Costs/B%2FC/2026/2026-03-B%2FC-services.csv',
    'SpaReports/Costs/B%2FC/2026/2026-03-B%2FC-services.xlsx',
    'SpaReports/Costs/B%2FC/2026/2026-03-B%2FC-usages.csv',
    'SpaReports/Costs/NoCostTag/2026/2026-03-NoCostTag-services.csv',
    'SpaReports/Costs/NoCostTag/2026/2026-03-NoCostTag-services.xlsx',
    'SpaReports/Costs/NoCostTag/2026/2026-03-NoCostTag-usages.csv',
    'SpaReports/Costs/Product A/2026/2026-03-Product A-services.csv',
    'SpaReports/Costs/Product A/2026/2026-03-Product A-services.xlsx',
    'SpaReports/Costs/Product A/2026/2026-03-Product A-usages.csv',
    ...['charges-EUR.xlsx', 'charges.csv', 'charges.xlsx', 'services.csv', 'services.xlsx'].map(
      summary,
    ),
    summary('statement.json'),
    'SpaReports/Costs/rates.json',
  ]);
  for (const key of keys.filter((one) => /csv$|xlsx$/.test(one))) {
    const bytes = await env.bytes(key);
    const isWorkbook = key.endsWith('.xlsx');
    const text = isWorkbook ? await describeWorkbook(bytes) : bytes.toString('utf8');
    expectGolden(golden(isWorkbook ? `${nameOf(key)}.txt` : nameOf(key)), text);
  }
});

test('the statement says that the rows add up to the total of the organization, in each currency', async () => {
  const env = await openCostEnvironment({ withCostExtraCurrencies: ['EUR', 'JPY', 'XXX', 'USD'] });

  const result = await onEarlyCostReport(env)(env.lifecycle, {}, context);

  const statement = JSON.parse((await env.text(summary('statement.json'))) ?? '') as CostStatement;
  const { objects, ...rest } = statement;
  expect(rest).toEqual({
    version: 1,
    month: '2026-03',
    kind: 'early',
    environment: 'SpaDemo',
    createdAt: '2026-04-14T02:42:00.000Z',
    source: 'Cost Explorer',
    estimated: false,
    charges: [
      balance('USD', '1', '1234790.34'),
      balance('EUR', '0.9234', '1140205.40'),
      balance('JPY', '151.37', '186910213.69'),
    ],
    services: balance('USD', '1', '1234781.46'),
    usages: balance('USD', '1', '1234781.46'),
    missingCurrencies: [{ currency: 'XXX', reason: 'the source of rates does not have it' }],
    rates: { readAt: '2026-04-14T02:42:00.000Z' },
    requests: { count: 6, usd: '0.06' },
  });
  expect(objects.map(({ key }) => key).toSorted()).toEqual(
    (await env.objects()).filter((key) => /csv$|xlsx$/.test(key)),
  );
  expect(result).toMatchObject({
    did: 'report',
    report: 'costs of 2026-03 (6 Cost Explorer requests, $0.06)',
    notes: ['no charges in XXX: the source of rates does not have it'],
  });
});

function balance(currency: string, rate: string, total: string) {
  return {
    currency,
    rate,
    organization: total,
    rows: total,
    unattributed: '0.00',
    difference: '0.00',
  };
}

test('the tag of the settings groups costs', async () => {
  const env = await openCostEnvironment({ withCostManagementTag: 'team' });

  await onEarlyCostReport(env)(env.lifecycle, {}, context);

  const folders = (await env.objects()).map((key) => key.split('/')[2]);
  expect([...new Set(folders)]).toEqual(['NoCostTag', 'Summary']);
});

test('a call that Cost Explorer throttles is tried again', async () => {
  const env = await openCostEnvironment();
  env.organization.fault({ service: 'ce', times: 5, fault: { throttle: true } });

  const result = await env.advanceUntilDone(() =>
    onEarlyCostReport(env)(env.lifecycle, {}, context),
  );

  expect(result).toMatchObject({ report: 'costs of 2026-03 (6 Cost Explorer requests, $0.06)' });
});

test('a month whose second page fails is not published, and the next run completes it', async () => {
  const env = await openCostEnvironment();
  const day = '2026-03-04';
  for (let index = 0; index < 150; index++) {
    const service = `Service ${index}`;
    env.organization.addCost({ account: accountIds.alpha, day, amount: '0.01', service });
  }
  env.organization.fault({
    service: 'ce',
    operation: 'GetCostAndUsage',
    skip: 1,
    times: 1,
    fault: { error: { code: 'ValidationException', message: 'no second page' } },
  });
  const run = () => onEarlyCostReport(env)(env.lifecycle, {}, context);

  await expect(run()).rejects.toThrow('no second page');
  expect(await env.objects()).toEqual([]);

  await run();
  const csv = await env.text('SpaReports/Costs/Product A/2026/2026-03-Product A-services.csv');
  expect(csv?.match(/Service \d+,0.01\r/g)).toHaveLength(150);
  const statement = JSON.parse((await env.text(summary('statement.json'))) ?? '') as CostStatement;
  expect(statement.services).toEqual(balance('USD', '1', '1234782.96'));
  expect(statement.requests).toEqual({ count: 7, usd: '0.07' });
});

test('a report that cannot be written completely has no statement', async () => {
  const env = await openCostEnvironment();
  env.organization.fault({ operation: 'PutObject', skip: 5, times: 1, fault: { deny: true } });
  const run = () => onEarlyCostReport(env)(env.lifecycle, {}, context);

  await expect(run()).rejects.toThrow('cannot use s3://');
  expect(await env.objects()).not.toContain(summary('statement.json'));

  await run();
  expect(await env.objects()).toContain(summary('statement.json'));
});

test('a month without any cost has reports of zero', async () => {
  const env = await openCostEnvironment();
  env.organization.setCosts([]);

  await onEarlyCostReport(env)(env.lifecycle, {}, context);

  expect(await env.text(summary('services.csv'))).toBe(
    'Month,Cost Center,Organizational Unit,Amount (USD)\r\n2026-03,TOTAL,,0.0\r\n',
  );
  expect(await describeWorkbook(await env.bytes(summary('charges.xlsx')))).toMatch(
    /2 \(\) A 2026-03 \| B TOTAL \| E 0 \[# ##0.00\]\n$/,
  );
});

test('an event with a date makes the reports of its month again', async () => {
  const env = await openCostEnvironment();

  await onEarlyCostReport(env)(env.lifecycle, { date: '2026-02-10' }, context);

  expect(await env.text('SpaReports/Costs/Summary/2026/2026-02-Summary-services.csv')).toContain(
    '2026-02,TOTAL,,1000.0\r\n',
  );
});
