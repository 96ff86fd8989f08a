import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { record, writeRun } from '../../testing/write-run.ts';
import { chooseRuns, findRun, type RunChoice } from './choose-runs.ts';

let out = '';

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'flotilla-choose-'));
});

afterEach(() => rmSync(out, { recursive: true }));

const records = [record({ service: 'EC2', type: 'vpc', id: 'vpc-1' })];

async function chosen(choice: Omit<RunChoice, 'from'> = {}, from = [out]): Promise<string[]> {
  return (await chooseRuns({ from, ...choice })).map(({ runId }) => runId);
}

test('the latest finished run is chosen', async () => {
  await writeRun(out, { runId: 'older', date: '2025-12-31', records });
  await writeRun(out, { runId: 'newer', date: '2026-01-02', records });
  await writeRun(out, { runId: 'broken', date: '2026-01-03', records, isUnfinished: true });

  expect(await chosen()).toEqual(['newer']);
});

test('a date means the latest finished run of that day', async () => {
  await writeRun(out, { runId: 'older', date: '2025-12-31', records });
  await writeRun(out, { runId: 'newer', date: '2026-01-02', records });

  expect(await chosen({ date: '2025-12-31' })).toEqual(['older']);
});

test('runs that are named are chosen, finished or not', async () => {
  await writeRun(out, { runId: 'one', records });
  await writeRun(out, { runId: 'broken', records, isUnfinished: true });

  expect(await chosen({ runs: ['broken', 'one'] })).toEqual(['broken', 'one']);
});

test('every folder has its own latest run', async () => {
  await writeRun(join(out, 'a'), { runId: 'of-a', records });
  await writeRun(join(out, 'b'), { runId: 'of-b', date: '2020-01-01', records });

  expect(await chosen({}, [join(out, 'a'), join(out, 'b')])).toEqual(['of-a', 'of-b']);
});

test('a folder that is a run itself is that run, in any place', async () => {
  const run = await writeRun(out, { runId: 'one', records });

  expect(await chosen({}, [run])).toEqual(['one']);
  expect((await findRun(run, { from: ['nowhere'] })).runId).toBe('one');
  expect((await findRun('one', { from: [out] })).folder).toBe(run);
});

test('a missing run is reported', async () => {
  await writeRun(out, { runId: 'broken', records, isUnfinished: true });
  const empty = join(out, 'empty');

  await expect(chosen({}, [empty])).rejects.toThrow(
    `"${empty}" contains no inventory run; give the folder that runs are collected into`,
  );
  await expect(chosen()).rejects.toThrow(
    `"${out}" contains no finished run; pass the id "broken" to read an unfinished one`,
  );
  await expect(chosen({ date: '2020-01-01' })).rejects.toThrow(
    `"${out}" contains no inventory run of 2020-01-01; give the folder that runs are collected into`,
  );
  await expect(chosen({ runs: ['brokn'] })).rejects.toThrow(
    'there is no run "brokn"; did you mean "broken"?',
  );
});

test('a name that is neither a folder nor a bucket is refused', async () => {
  await expect(chosen({}, ['gs://bucket/prefix'])).rejects.toThrow(
    '"gs://bucket/prefix" cannot be read; give a folder or s3://bucket/prefix',
  );
});

test('an invalid summary is reported with its file', async () => {
  const run = await writeRun(out, { records });
  writeFileSync(join(run, 'run.json'), '{"runId": 1}');

  await expect(chosen()).rejects.toThrow(/run\.json" is not a valid file of an inventory run/);
});
