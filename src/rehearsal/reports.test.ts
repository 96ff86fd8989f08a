/** The reports of a month in a rehearsal: each is written by its schedule, and its counts are those of the month. */

import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { s3ReportStore } from '../reports/store/s3-report-store.ts';
import { dayMs } from '../testing/durations.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from '../testing/lifecycle-environment.ts';
import { rehearsalSettings } from './settings.ts';

const thursday = Date.UTC(2026, 0, 1);

/** Three accounts of two cost centers, on-boarded on the first of January and purged every Saturday. */
async function liveUntil(days: number): Promise<LifecycleEnvironment> {
  const settings = rehearsalSettings();
  const features = { withCostManagementTag: 'team', withCostExtraCurrencies: ['EUR'] };
  const env = await openLifecycleEnvironment({
    settings: { ...settings, features: { ...settings.features, ...features } },
    startMs: thursday,
  });
  for (const [name, team] of [
    ['alice', 'red'],
    ['bob', 'blue'],
    ['carol', 'red'],
  ] as const) {
    env.addAccount(name, { team });
  }
  await env.advance(days * dayMs);
  return env;
}

type ReportRow = Readonly<Record<string, string>>;

async function rowsOf(env: LifecycleEnvironment, key: string): Promise<readonly ReportRow[]> {
  const text = (await s3ReportStore(env.lifecycle).read(key)) ?? '';
  return parse(text, { columns: true }) as ReportRow[];
}

/** What the scheduled reports have written, by function and day. */
function written({ handled }: LifecycleEnvironment): readonly (readonly [string, string])[] {
  return handled.flatMap(({ route, at, result }) =>
    result?.did === 'report' ? [[route, new Date(at).toISOString().slice(0, 10)] as const] : [],
  );
}

test('every report is written on its day', async () => {
  const env = await liveUntil(46);

  const reports = written(env).filter(([route]) => route !== 'OnDailyCostsMetric');
  const saturdays = ['2026-01-03', '2026-01-10', '2026-01-17', '2026-01-24', '2026-01-31'];
  const weekly = [...saturdays, '2026-02-07', '2026-02-14'];
  expect(Object.fromEntries(Map.groupBy(reports, ([route]) => route))).toEqual({
    OnInventoryReport: weekly.map((day) => ['OnInventoryReport', day]),
    OnOngoingActivitiesReport: weekly.map((day) => ['OnOngoingActivitiesReport', day]),
    OnPastActivitiesReport: [
      ['OnPastActivitiesReport', '2026-01-01'],
      ['OnPastActivitiesReport', '2026-02-01'],
    ],
    OnEarlyCostReport: [
      ['OnEarlyCostReport', '2026-01-06'],
      ['OnEarlyCostReport', '2026-02-06'],
    ],
    OnMonthlyCostReport: [
      ['OnMonthlyCostReport', '2026-01-14'],
      ['OnMonthlyCostReport', '2026-02-14'],
    ],
  });
  expect(written(env).filter(([route]) => route === 'OnDailyCostsMetric').length).toBe(46);
  expect(env.handled.filter(({ error }) => error !== undefined)).toEqual([]);
});

test('the activities of a month are those that were published in it', async () => {
  const published: Record<string, number> = {};
  const settings = rehearsalSettings();
  const env = await openLifecycleEnvironment({ settings, startMs: thursday });
  env.organization.watchEvents(({ 'detail-type': label, time }) => {
    if (!label.startsWith('Successful') || time >= '2026-02-01') return;
    published[label] = (published[label] ?? 0) + 1;
  });
  for (const name of ['alice', 'bob', 'carol']) env.addAccount(name);
  await env.advance(33 * dayMs);

  const rows = await rowsOf(
    env,
    'SpaReports/Activities/sandbox/2026/2026-01-sandbox-activities.csv',
  );
  const counts = Object.fromEntries(
    [...Map.groupBy(rows, ({ Transaction = '' }) => Transaction)].map(([name, all]) => [
      name,
      all.length,
    ]),
  );
  expect(counts).toEqual({ 'on-boarding': 3, maintenance: 15 });
  expect(published).toEqual({ SuccessfulOnBoardingEvent: 3, SuccessfulMaintenanceEvent: 15 });
});

test('an inventory has every account with its state, and costs add up to those of the organization', async () => {
  const env = await liveUntil(46);

  const inventory = await rowsOf(env, 'SpaReports/Inventories/2026/02/2026-02-14-inventory.csv');
  const facts = inventory.map((row) => [row.Name, row['Cost Center'], row.State]);
  expect(facts.toSorted()).toEqual([
    ['alice', 'red', 'released'],
    ['bob', 'blue', 'released'],
    ['carol', 'red', 'released'],
  ]);
  const key = 'SpaReports/Costs/Summary/2026/2026-01-Summary-statement.json';
  const statement = JSON.parse((await s3ReportStore(env.lifecycle).read(key)) ?? '{}') as {
    readonly kind: string;
    readonly charges: readonly { readonly currency: string; readonly difference: string }[];
  };
  expect(statement.kind).toBe('final');
  expect(statement.charges.map(({ currency, difference }) => [currency, difference])).toEqual([
    ['USD', '0.00'],
    ['EUR', '0.00'],
  ]);
});
