import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Outcome } from '../model/outcome.ts';
import { createOutcomeFile, fingerprintOf, resumeOutcomeFile } from './outcome-file.ts';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-outcomes-'));
  path = join(folder, 'run.ndjson');
});
afterEach(() => rmSync(folder, { recursive: true }));

const startedAt = new Date('2026-01-02T03:04:05Z');
const target = (id: string, region?: string) => ({
  account: { id, name: `name of ${id}` },
  ...(region !== undefined && { region }),
});
const role = {
  arn: 'arn:aws:iam::111111111111:role/team/Auditor',
  name: 'team/Auditor',
  sessionName: 'Auditor',
  partition: 'aws',
};
const policy = '{"Version":"2012-10-17","Statement":[]}';
const policyArns = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
const done = (id: string, value: unknown, region?: string): Outcome<unknown> => ({
  status: 'done',
  target: target(id, region),
  role,
  value,
  durationMs: 5,
});
const failed: Outcome<unknown> = {
  status: 'failed',
  target: target('222222222222', 'eu-west-1'),
  role: { ...role, policy, policyArns, externalId: 'half a secret' },
  phase: 'operation',
  failure: {
    kind: 'denied',
    code: 'AccessDenied',
    message: 'no',
    retryable: false,
    requestId: 'r-1',
  },
  cause: new Error('secret things'),
  durationMs: 7,
};
const skipped: Outcome<unknown> = {
  status: 'skipped',
  target: target('333333333333'),
  reason: 'not-active',
  detail: 'its state is SUSPENDED',
};

const recordedRole = {
  roleName: 'team/Auditor',
  roleSessionName: 'Auditor',
  partition: 'aws',
};

async function write(outcomes: readonly Outcome<unknown>[], fingerprint = 'f'): Promise<void> {
  const file = await createOutcomeFile(path, { fingerprint, startedAt, overwrite: true });
  for (const outcome of outcomes) await file.write(outcome);
  await file.close();
}

const lines = () =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

test('writes a header and one flat line per outcome, without the thrown error and the external id', async () => {
  await write([done('111111111111', { users: 3, size: 5n }, 'eu-west-1'), failed, skipped]);

  expect(lines()).toEqual([
    { type: 'run', version: 1, fingerprint: 'f', startedAt: '2026-01-02T03:04:05.000Z' },
    {
      type: 'outcome',
      accountId: '111111111111',
      accountName: 'name of 111111111111',
      region: 'eu-west-1',
      status: 'done',
      durationMs: 5,
      ...recordedRole,
      value: { users: 3, size: '5' },
    },
    {
      type: 'outcome',
      accountId: '222222222222',
      accountName: 'name of 222222222222',
      region: 'eu-west-1',
      status: 'failed',
      phase: 'operation',
      kind: 'denied',
      code: 'AccessDenied',
      message: 'no',
      retryable: false,
      requestId: 'r-1',
      durationMs: 7,
      ...recordedRole,
      policy,
      policyArns,
    },
    {
      type: 'outcome',
      accountId: '333333333333',
      accountName: 'name of 333333333333',
      status: 'skipped',
      kind: 'not-active',
      message: 'its state is SUSPENDED',
    },
  ]);
});

test('a resumed file knows what is done: failures and skips run again', async () => {
  await write([done('111111111111', 1, 'eu-west-1'), done('111111111111', 1), failed, skipped]);
  const file = await resumeOutcomeFile(path, 'f');
  await file.close();

  expect(file.done).toEqual(new Set(['111111111111 eu-west-1', '111111111111']));
});

test('a file of an earlier version, whose lines do not name the role, is resumed', async () => {
  await write([done('111111111111', 1)]);
  const [header] = lines();
  const earlier = { type: 'outcome', accountId: '111111111111', status: 'done', durationMs: 5 };
  writeFileSync(path, `${JSON.stringify(header)}\n${JSON.stringify(earlier)}\n`);

  const file = await resumeOutcomeFile(path, 'f');
  await file.close();

  expect(file.done).toEqual(new Set(['111111111111']));
});

test('a resumed file is appended to, not replaced', async () => {
  await write([done('111111111111', 1)]);
  const file = await resumeOutcomeFile(path, 'f');
  await file.write(done('222222222222', 2));
  await file.close();

  expect(lines()).toMatchObject([
    { type: 'run' },
    { accountId: '111111111111' },
    { accountId: '222222222222' },
  ]);
});

test('an incomplete last line after a crash is dropped, wherever it was cut', async () => {
  await write([done('111111111111', 'ü'), done('222222222222', 2)]);
  const whole = readFileSync(path);
  const second = whole.lastIndexOf('\n', whole.length - 2) + 1;
  for (let length = second; length < whole.length; length++) {
    writeFileSync(path, whole.subarray(0, length));
    const file = await resumeOutcomeFile(path, 'f');
    await file.write(done('333333333333', 3));
    await file.close();

    expect(file.done).toEqual(new Set(['111111111111']));
    expect(lines()).toMatchObject([
      {},
      { accountId: '111111111111' },
      { accountId: '333333333333' },
    ]);
  }
});

test('the file of another run is refused, and not changed', async () => {
  await write([done('111111111111', 1)], 'other');
  const before = readFileSync(path, 'utf8');

  await expect(resumeOutcomeFile(path, 'f')).rejects.toThrow(
    `${path} was written by a run with another selection, role or operation, started 2026-01-02T03:04:05.000Z`,
  );
  expect(readFileSync(path, 'utf8')).toBe(before);
});

test.each([
  ['an empty file', '', 'is empty'],
  ['a file of something else', '{"name":"flotilla"}\n', 'is not a file of outcomes'],
  ['a text', 'hello\n', 'is not a file of outcomes'],
])('%s is refused', async (_, text, message) => {
  writeFileSync(path, text);

  await expect(resumeOutcomeFile(path, 'f')).rejects.toThrow(message);
});

test('a line that is not an outcome is reported by its number', async () => {
  await write([done('111111111111', 1)]);
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"type":"outcome"}\n`);

  await expect(resumeOutcomeFile(path, 'f')).rejects.toThrow(`line 3 of ${path} is not an outcome`);
});

test('a file that cannot be read or written is one line that quotes the path', async () => {
  const nowhere = join(folder, 'missing', 'run.ndjson');

  await expect(resumeOutcomeFile(nowhere, 'f')).rejects.toThrow(`cannot read ${nowhere}: ENOENT`);
  await expect(
    createOutcomeFile(nowhere, { fingerprint: 'f', startedAt, overwrite: false }),
  ).rejects.toThrow(`cannot write ${nowhere}: ENOENT`);
});

test('equal content has an equal fingerprint, in any order of keys', () => {
  expect(fingerprintOf({ a: 1, b: { c: [1, 2], d: undefined } })).toBe(
    fingerprintOf({ b: { c: [1, 2] }, a: 1 }),
  );
  expect(fingerprintOf({ a: 1 })).not.toBe(fingerprintOf({ a: 2 }));
  expect(fingerprintOf({ a: [1, 2] })).not.toBe(fingerprintOf({ a: [2, 1] }));
});

test('a value may hold characters that end a line elsewhere', async () => {
  await write([done('111111111111', 'one\u2028two\u2029three\u0085four\r', undefined)]);

  const file = await resumeOutcomeFile(path, 'f');
  await file.close();

  expect([...file.done]).toEqual(['111111111111']);
});

test('a resumed file does not record the same skip again', async () => {
  await write([skipped]);

  const file = await resumeOutcomeFile(path, 'f');
  await file.write(skipped);
  await file.write(done('111111111111', 1, undefined));
  await file.close();

  expect(lines().map((line) => (line as { accountId?: string }).accountId)).toEqual([
    undefined,
    '333333333333',
    '111111111111',
  ]);
});

test('two runs cannot share a file, and the lock of a process that ended is taken over', async () => {
  await write([]);
  const first = await resumeOutcomeFile(path, 'f');

  await expect(resumeOutcomeFile(path, 'f')).rejects.toThrow(
    `${path} is in use by another run (process ${process.pid}); wait for it, or choose another file`,
  );
  await first.close();
  writeFileSync(`${path}.lock`, '999999999\n');
  const second = await resumeOutcomeFile(path, 'f');
  await second.close();

  expect(existsSync(`${path}.lock`)).toBe(false);
});

test('an existing file is refused unless it is to be replaced', async () => {
  await write([skipped]);
  const create = (overwrite: boolean) =>
    createOutcomeFile(path, { fingerprint: 'g', startedAt, overwrite });

  await expect(create(false)).rejects.toThrow(`${path} exists; continue its run with --resume`);
  expect(lines().length).toBe(2);
  await (await create(true)).close();
  expect(lines().length).toBe(1);
});
