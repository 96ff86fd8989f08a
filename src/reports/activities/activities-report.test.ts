import { expect, test } from 'vitest';
import type { Activity } from '../../model/payload-event.ts';
import { openReportEnvironment } from '../../testing/report-environment.ts';
import {
  onOngoingActivitiesReport,
  onPastActivitiesReport,
} from '../handlers/on-activities-report.ts';

const context = { remainingMs: () => 900_000 };
const heads = 'Cost Center,Transaction,Stamp,Account,Identifier,Duration\r\n';

const activity = (end: string, differing: Partial<Activity> = {}): Activity => ({
  account: '111111111111',
  'cost-center': 'Product A',
  transaction: 'maintenance',
  begin: Date.parse(end) / 1000 - 60,
  end: Date.parse(end) / 1000,
  duration: 60,
  identifier: `id-${end}`,
  ...differing,
});

test('the report of the ongoing month has every activity from its first day until today, by cost center', async () => {
  const { lifecycle, text, objects } = await openReportEnvironment({
    startMs: Date.UTC(2026, 2, 14, 2, 42),
  });
  const { activities } = lifecycle;
  await activities.record(activity('2026-02-28T23:59:59Z'));
  await activities.record(activity('2026-03-01T00:00:00Z'));
  await activities.record(activity('2026-03-14T01:00:00.5Z', { duration: 0.056 }));
  await activities.record(activity('2026-03-02T12:00:00Z', { 'cost-center': 'B/C' }));

  const result = await onOngoingActivitiesReport(lifecycle, {}, context);

  const keys = [
    'SpaReports/Activities/Product A/2026/2026-03-Product A-activities.csv',
    'SpaReports/Activities/B%2FC/2026/2026-03-B%2FC-activities.csv',
  ];
  expect(result).toEqual({ did: 'report', report: 'activities of 2026-03', keys, notes: [] });
  expect(await objects()).toEqual(keys.toSorted());
  expect(await text(keys[0] ?? '')).toBe(
    `${heads}Product A,maintenance,2026-03-01T00:00:00.000000,111111111111,id-2026-03-01T00:00:00Z,60.0\r\n` +
      'Product A,maintenance,2026-03-14T01:00:00.500000,111111111111,id-2026-03-14T01:00:00.5Z,0.056\r\n',
  );
});

test('the report of the previous month has that month in its key and all of its days', async () => {
  const { lifecycle, text } = await openReportEnvironment({ startMs: Date.UTC(2026, 0, 1, 3, 42) });
  await lifecycle.activities.record(activity('2025-12-01T00:00:00Z'));
  await lifecycle.activities.record(activity('2025-12-31T23:59:59Z'));
  await lifecycle.activities.record(activity('2026-01-01T00:00:00Z'));

  await onPastActivitiesReport(lifecycle, {}, context);

  const csv = await text('SpaReports/Activities/Product A/2025/2025-12-Product A-activities.csv');
  expect(csv?.match(/2025-12-\d\dT/g)).toEqual([
    '2025-12-01T',
    '2025-12-01T',
    '2025-12-31T',
    '2025-12-31T',
  ]);
  expect(csv).not.toContain('2026');
});

test('a past month can be reported again by an event with its date', async () => {
  const { lifecycle, objects } = await openReportEnvironment({
    startMs: Date.UTC(2026, 4, 20),
  });
  await lifecycle.activities.record(activity('2026-02-10T00:00:00Z'));

  const past = await onPastActivitiesReport(lifecycle, { date: '2026-02' }, context);
  const ongoing = await onOngoingActivitiesReport(lifecycle, { date: '2026-02-09' }, context);

  expect(past).toMatchObject({ keys: await objects() });
  expect(ongoing).toEqual({
    did: 'report',
    report: 'activities of 2026-02',
    keys: [],
    notes: ['no activities in 2026-02'],
  });
  await expect(onPastActivitiesReport(lifecycle, { date: '2026-06' }, context)).rejects.toThrow(
    '"2026-06" is in the future; give a day or month until 2026-05-20',
  );
});

test('an activity that cannot be read is a row of dashes with its time', async () => {
  const { lifecycle, text } = await openReportEnvironment({ startMs: Date.UTC(2026, 2, 14) });
  const put = (Value: string, time: string) =>
    lifecycle.inHub('dynamodb').call('PutItem', {
      TableName: 'SpaDemoActivitiesTable',
      Item: { Identifier: { S: '2026-03-02' }, Order: { S: time }, Value: { S: Value } },
    });
  await put('{"cost-center": "", "account": 5', '10:00:00.000000');
  await put('{"account": "111111111111", "duration": "long"}', '11:00:00.000000');

  await onOngoingActivitiesReport(lifecycle, {}, context);

  expect(await text('SpaReports/Activities/NoCostTag/2026/2026-03-NoCostTag-activities.csv')).toBe(
    `${heads}NoCostTag,-,2026-03-02T10:00:00.000000,-,-,-\r\n` +
      'NoCostTag,-,2026-03-02T11:00:00.000000,111111111111,-,-\r\n',
  );
});
