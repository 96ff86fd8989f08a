import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../../../../testing/command-line.ts';
import { record, writeRun } from '../../../../testing/write-run.ts';
import { diffSchema } from './record.ts';

let from = '';

beforeEach(async () => {
  from = mkdtempSync(join(tmpdir(), 'flotilla-diff-'));
  const vpc = (id: string, state: string, accountName = 'alpha') =>
    record({ service: 'EC2', type: 'vpc', id, accountName, resource: { State: state } });
  await writeRun(from, {
    runId: 'one',
    records: [vpc('vpc-1', 'pending'), vpc('vpc-2', 'available')],
  });
  await writeRun(from, {
    runId: 'two',
    date: '2026-02-01',
    records: [vpc('vpc-1', 'available'), vpc('vpc-3', 'available')],
    failed: { '222222222222': 'the role refuses' },
  });
});

afterEach(() => rmSync(from, { recursive: true }));

function diff(...args: readonly string[]) {
  return runCli(['inventory', 'diff', '--from', from, ...args]);
}

test('prints how many resources changed, then which', async () => {
  expect(await diff('one', 'two')).toEqual({
    code: 0,
    stdout: `From one to two
Account       Name   Type     Added  Removed  Changed
─────────────────────────────────────────────────────
111111111111  alpha  EC2.vpc  1      1        1

Added
Account       Id     Region     Type
───────────────────────────────────────
111111111111  vpc-3  eu-west-1  EC2.vpc

Removed
Account       Id     Region     Type
───────────────────────────────────────
111111111111  vpc-2  eu-west-1  EC2.vpc

Changed
Account       Id     Region     Type     What
──────────────────────────────────────────────────────────────────
111111111111  vpc-1  eu-west-1  EC2.vpc  State pending → available

Could not be compared: neither added nor removed
Account       Name  Region      Type        Unread in   Why        Seen in the other
────────────────────────────────────────────────────────────────────────────────────
222222222222        everywhere  everything  the second  failed     0
222222222222        everywhere  everything  the first   not-asked  0
`,
    stderr: '1 added, 1 removed, 1 changed; 2 places could not be compared\n',
  });
});

test('as JSON it has both values of what changed', async () => {
  const { stdout } = await diff('one', 'two', '--output', 'json');

  expect(diffSchema.parse(JSON.parse(stdout))).toMatchObject({
    first: { runId: 'one', date: '2026-01-31' },
    changed: [{ id: 'vpc-1', fields: [{ path: 'State', before: 'pending', after: 'available' }] }],
  });
});

test('as CSV it has a row for each resource', async () => {
  const { stdout } = await diff('one', 'two', '--output', 'csv');

  expect(stdout).toBe(`change,accountId,accountName,region,service,type,id,fields
added,111111111111,alpha,eu-west-1,EC2,vpc,vpc-3,
removed,111111111111,alpha,eu-west-1,EC2,vpc,vpc-2,
changed,111111111111,alpha,eu-west-1,EC2,vpc,vpc-1,"[{""path"":""State"",""before"":""pending"",""after"":""available""}]"
`);
});

test('--fail-on-change exits with 2 for changes, and for nothing else', async () => {
  const changed = await diff('one', 'two', '--fail-on-change');
  const same = await diff('two', 'two', '--fail-on-change');

  expect([changed.code, same.code]).toEqual([2, 0]);
});

test('a run that does not exist is reported with a similar one', async () => {
  expect(await diff('one', 'twwo')).toEqual({
    code: 1,
    stdout: '',
    stderr: 'flotilla: there is no run "twwo"; did you mean "two"?\n',
  });
});
