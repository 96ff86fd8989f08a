import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../../../../testing/command-line.ts';
import { record, writeRun } from '../../../../testing/write-run.ts';

let from = '';

beforeEach(async () => {
  from = mkdtempSync(join(tmpdir(), 'flotilla-compact-'));
  const records = [record({ service: 'EC2', type: 'vpc', id: 'vpc-1' })];
  for (const date of ['2026-01-05', '2026-01-12', '2026-02-02'])
    await writeRun(from, { runId: `run-${date}`, date, records });
  await writeRun(from, { runId: 'broken', date: '2026-01-20', records, isUnfinished: true });
});

afterEach(() => rmSync(from, { recursive: true }));

const compact = (...args: readonly string[]) =>
  runCli(['inventory', 'compact', '--from', from, ...args]);
const exists = (path: string) => existsSync(join(from, path));

test('a dry run prints the plan and writes nothing', async () => {
  const { code, stdout, stderr } = await compact('--dry-run', '--delete-runs', '--output', 'json');

  expect({ code, stderr }).toEqual({
    code: 0,
    stderr:
      'run broken is not finished: it is left alone\nwould compact 2 runs and delete 2 folders\n',
  });
  expect(JSON.parse(stdout)).toEqual([
    {
      month: '2026-01',
      folder: join(from, 'history/2026/01'),
      added: ['run-2026-01-05', 'run-2026-01-12'],
      kept: [],
      deletes: ['2026/01/05/run-2026-01-05', '2026/01/12/run-2026-01-12'].map((run) =>
        join(from, 'inventory', run),
      ),
    },
  ]);
  expect(exists('history')).toBe(false);
});

test('nothing is deleted without --delete-runs, and nothing without confirmation', async () => {
  expect((await compact()).stderr).toContain('compacted 2 runs, deleted 0 folders');
  expect(exists('inventory/2026/01/05/run-2026-01-05')).toBe(true);

  const refused = await compact('--delete-runs');
  expect(refused.code).toBe(3);
  expect(exists('inventory/2026/01/05/run-2026-01-05')).toBe(true);

  const deleted = await compact('--delete-runs', '--yes');
  expect(deleted.code).toBe(0);
  expect(exists('inventory/2026/01/05/run-2026-01-05')).toBe(false);
  expect(exists('inventory/2026/01/20/broken')).toBe(true);

  const { stdout } = await runCli(['inventory', 'history', '--from', from, '--output', 'json']);
  expect(JSON.parse(stdout)).toEqual([
    {
      name: 'EC2.vpc',
      periods: [
        { start: '2026-01-01', resources: 1, unread: 0 },
        { start: '2026-02-01', resources: 1, unread: 0 },
      ],
    },
  ]);
});

test('a bucket is refused, with what to do instead', async () => {
  const { code, stderr } = await runCli(['inventory', 'compact', '--from', 's3://runs/org']);

  expect(code).toBe(1);
  expect(stderr).toContain('copy the runs of a bucket to one (aws s3 sync)');
});

test('history is printed as a table with a chart, and as a page', async () => {
  const page = join(from, 'growth.html');
  const { stdout } = await runCli(['inventory', 'history', '--from', from]);
  const written = await runCli(['inventory', 'history', '--from', from, '--html', page]);

  expect(stdout).toContain('EC2.vpc  1           1           ██');
  expect(written).toMatchObject({ code: 0, stderr: `written: ${page}\n` });
});
