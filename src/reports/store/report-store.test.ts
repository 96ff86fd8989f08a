import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReportEnvironment } from '../../testing/report-environment.ts';
import { folderReportStore } from './folder-report-store.ts';
import { keySegment } from './key-segment.ts';
import { contentTypes, publishReport, type ReportObject } from './report-store.ts';
import { s3ReportStore } from './s3-report-store.ts';

const object = (key: string, body = 'text'): ReportObject => ({
  key,
  contentType: contentTypes.csv,
  body,
});

test('an object of the bucket is read back; one that is not there is undefined', async () => {
  const { lifecycle, objects } = await openReportEnvironment();
  const store = s3ReportStore(lifecycle);

  await store.put(object('a/é.csv', 'é'));

  expect(store.name).toBe('s3://spademo-reports-999999999999-eu-west-1');
  expect([await store.read('a/é.csv'), await store.read('b')]).toEqual(['é', undefined]);
  expect(await objects()).toEqual(['a/é.csv']);
});

test('a missing bucket is named, with what to do', async () => {
  const { lifecycle } = await openReportEnvironment({ bucket: false });
  const store = s3ReportStore(lifecycle);
  const message =
    'cannot use s3://spademo-reports-999999999999-eu-west-1: the bucket does not exist; create it, or give reporting.bucket_name in the settings (NoSuchBucket)';

  await expect(store.put(object('a'))).rejects.toThrow(message);
  await expect(store.read('a')).rejects.toThrow(message);
});

test('a name that is too long is refused before S3 is called', async () => {
  const { lifecycle } = await openReportEnvironment();
  const hub = { ...lifecycle.hub, environment: 'x'.repeat(40) };

  expect(() => s3ReportStore({ ...lifecycle, hub })).toThrow(
    'has more than 63 characters; give reporting.bucket_name in the settings',
  );
});

test('a report of several objects is announced when all of them are written', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-reports-'));
  const store = folderReportStore(folder);

  const written = await publishReport(store, [object('a/1.csv'), object('a/2.csv')], (all) =>
    object('a/all.json', JSON.stringify(all)),
  );

  expect(written.map(({ key, bytes }) => [key, bytes])).toEqual([
    ['a/1.csv', 4],
    ['a/2.csv', 4],
  ]);
  expect(JSON.parse((await store.read('a/all.json')) ?? '')).toEqual(written);
  expect(readdirSync(join(folder, 'a')).sort()).toEqual(['1.csv', '2.csv', 'all.json']);
  expect(await store.read('a/3.csv')).toBeUndefined();
});

test('a report with an object that cannot be written is not announced', async () => {
  const { lifecycle, objects, organization } = await openReportEnvironment();
  organization.fault({ operation: 'PutObject', skip: 1, fault: { deny: true } });

  const publishing = publishReport(
    s3ReportStore(lifecycle),
    [object('1.csv'), object('2.csv')],
    () => object('all.json'),
  );

  await expect(publishing).rejects.toThrow('cannot use s3://');
  expect(await objects()).toEqual(['1.csv']);
});

test('no two cost centers share a key, and none leaves its folder', () => {
  const names = ['Product A', 'a/b', 'a-b', 'a%2Fb', '..', '.', 'Summary', 'summary', '=x', 'é'];

  expect(names.map(keySegment)).toEqual([
    ...['Product A', 'a%2Fb', 'a-b', 'a%252Fb', '%2E.', '%2E', '%53ummary', 'summary', '=x', 'é'],
  ]);
});

test('the longest names of cost centers fit into a key and into the name of a file', () => {
  const names = ['漢'.repeat(256), `${'漢'.repeat(255)}字`, 'x'.repeat(256), '/'.repeat(256)];

  const segments = names.map(keySegment);

  expect(new Set(segments).size).toBe(names.length);
  for (const segment of segments) {
    expect(Buffer.byteLength(segment)).toBeLessThanOrEqual(200);
    expect(segment).toMatch(/%-[0-9a-f]{16}$/);
  }
});
