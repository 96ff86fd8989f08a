import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { OutcomeRecord } from '../../../fleet/outcome-record.ts';
import { fileWith, newPath, organizationOfThree, runCli } from '../../../testing/command-line.ts';
import type { ExecValue } from './exec-operation.ts';

const PATH = process.env.PATH;
const node = process.execPath;
const one = ['--name', 'alpha', '--output', 'json'];

function recordsIn(stdout: string): readonly OutcomeRecord[] {
  return JSON.parse(stdout);
}

function valueIn(stdout: string): ExecValue {
  return recordsIn(stdout)[0]?.value as ExecValue;
}

test('a program runs once per target, with what it needs to know in its environment', async () => {
  const { organization } = organizationOfThree();
  const script =
    'echo $FLOTILLA_ACCOUNT_ID $FLOTILLA_ACCOUNT_NAME $FLOTILLA_ACCOUNT_EMAIL $FLOTILLA_ACCOUNT_OU_PATH $AWS_REGION $AWS_DEFAULT_REGION';
  const args = ['exec', '--regions', 'eu-west-1', '--', 'sh', '-c', script];

  const { code, stdout } = await runCli(args, { organization });

  expect(code).toBe(0);
  expect(stdout.split('\n').slice(0, 5)).toEqual([
    'Results in eu-west-1',
    'Account       Name   Value',
    '─'.repeat(97),
    '111111111111  alpha  111111111111 alpha alpha@example.com /Workloads eu-west-1 eu-west-1',
    '222222222222  beta   222222222222 beta beta@example.com /Workloads/Production eu-west-1 eu-west-1',
  ]);
});

test('no other identity is left in its environment, and the rest of it is kept', async () => {
  const { organization } = organizationOfThree();
  const show =
    "for (const [n, v] of Object.entries(process.env)) if (/^(AWS|KEPT)/.test(n)) console.log(n + '=' + (/KEY|TOKEN/.test(n) ? v.slice(0, 4) : v))";
  const env = {
    PATH,
    KEPT: 'yes',
    AWS_PROFILE: 'administrator',
    AWS_ACCESS_KEY_ID: 'AKIAPARENT',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/parent',
    AWS_ROLE_ARN: 'arn:aws:iam::999999999999:role/parent',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://parent',
    AWS_BEARER_TOKEN_BEDROCK: 'parent',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_CA_BUNDLE: '/ca',
  };

  const { stdout } = await runCli(['exec', ...one, '--', node, '-e', show], { organization, env });

  expect(valueIn(stdout).stdout.trim().split('\n').sort()).toEqual([
    'AWS_ACCESS_KEY_ID=ASIA',
    'AWS_CA_BUNDLE=/ca',
    'AWS_DEFAULT_REGION=us-east-1',
    'AWS_ENDPOINT_URL=http://127.0.0.1:1',
    'AWS_REGION=us-east-1',
    expect.stringMatching(/^AWS_SECRET_ACCESS_KEY=/),
    expect.stringMatching(/^AWS_SESSION_TOKEN=/),
    'KEPT=yes',
  ]);
});

test('the credentials in its environment are those of the account, for any client', async () => {
  const { organization } = organizationOfThree();
  const served = await organization.serve();
  const whoAmI = `
    const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts');
    new STSClient({}).send(new GetCallerIdentityCommand({})).then(({ Arn }) => console.log(Arn));
  `;
  const args = ['exec', ...one, '--endpoint-url', served.url, '--', node, '-e', whoAmI];
  const aws = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };

  const { stdout, stderr } = await runCli(args, { aws });
  await served.close();

  expect(stderr).toBe('running in 1 account\n1 done, 0 failed in 0.0 s\n');
  expect(valueIn(stdout)).toEqual({
    exitCode: 0,
    stdout:
      'arn:aws:sts::111111111111:assumed-role/OrganizationAccountAccessRole/OrganizationAccountAccessRole\n',
    stderr: '',
  });
});

test('another exit code than zero is a failure that still shows what was said', async () => {
  const { organization } = organizationOfThree();
  const args = [
    'exec',
    ...one,
    '--',
    'sh',
    '-c',
    'echo found it; echo first >&2; echo but no >&2; exit 3',
  ];

  const { code, stdout } = await runCli(args, { organization });

  expect(code).toBe(2);
  expect(recordsIn(stdout)).toEqual([
    {
      type: 'outcome',
      accountId: '111111111111',
      accountName: 'alpha',
      region: 'us-east-1',
      status: 'failed',
      phase: 'operation',
      kind: 'unexpected',
      code: 'OperationFailed',
      message: 'exit code 3: but no',
      retryable: false,
      durationMs: 0,
      roleName: 'OrganizationAccountAccessRole',
      roleSessionName: 'OrganizationAccountAccessRole',
      partition: 'aws',
      value: { exitCode: 3, stdout: 'found it\n', stderr: 'first\nbut no\n' },
    },
  ]);
});

test('a table shows the failure together with what the program wrote', async () => {
  const { organization } = organizationOfThree();
  const args = [
    'exec',
    '--name',
    'alpha',
    '--',
    'sh',
    '-c',
    'echo found it; echo but no >&2; exit 3',
  ];

  const { stdout } = await runCli(args, { organization });

  expect(stdout.split('\n').at(-2)).toBe(
    '111111111111  alpha  unexpected  OperationFailed: exit code 3: but no · found it',
  );
});

test('a program that a signal ends has no exit code, and says which signal it was', async () => {
  const { organization } = organizationOfThree();

  const { stdout } = await runCli(['exec', ...one, '--', 'sh', '-c', 'kill -KILL $$'], {
    organization,
  });

  expect(recordsIn(stdout)).toMatchObject([
    {
      message: 'ended by SIGKILL',
      value: { exitCode: null, signal: 'SIGKILL', stdout: '', stderr: '' },
    },
  ]);
});

test('what a program writes is kept up to a mebibyte, and marked when there was more', async () => {
  const { organization } = organizationOfThree();
  const flood = "process.stdout.write('é'.repeat(700000)); process.stderr.write('short')";

  const { stdout } = await runCli(['exec', ...one, '--', node, '-e', flood], { organization });

  const value = valueIn(stdout);
  expect(value).toEqual({
    exitCode: 0,
    stdout: expect.any(String),
    stderr: 'short',
    stdoutCut: true,
  });
  expect(value.stdout).toBe('é'.repeat(512 * 1024));
});

test('a deadline ends the program and everything that it has started', async () => {
  const { organization } = organizationOfThree();
  const pid = fileWith('', 'pid');
  // The time is up as soon as the program has started another one.
  const sleep = async (_: number, signal?: AbortSignal) => {
    while (readFileSync(pid, 'utf8') === '' && !signal?.aborted) await new Promise(setImmediate);
    signal?.throwIfAborted();
  };
  const aws = { ...organization.access(), clock: { now: () => Date.now(), sleep } };
  const script = `sleep 300 & echo $! > ${pid}; wait`;

  const { code, stdout } = await runCli(
    ['exec', ...one, '--timeout', '5m', '--', 'sh', '-c', script],
    { aws },
  );

  expect(code).toBe(2);
  expect(recordsIn(stdout)).toMatchObject([
    { status: 'failed', kind: 'timed-out', message: 'no answer within 300000 ms' },
  ]);
  expect(isAlive(pid)).toBe(false);
});

test('an interrupted run does not return before its programs have ended, deaf ones included', async () => {
  const { organization } = organizationOfThree();
  const pid = fileWith('', 'pid');
  // The pid is written once the signal is ignored, so that the interruption finds it deaf.
  const deaf = `
    process.on('SIGTERM', () => {});
    require('node:fs').writeFileSync('${pid}', String(process.pid));
    setInterval(() => {}, 1000);
  `;
  const interrupt = new AbortController();
  const running = runCli(['exec', ...one, '--', node, '-e', deaf], {
    organization,
    signal: interrupt.signal,
  });
  while (readFileSync(pid, 'utf8') === '') await new Promise(setImmediate);
  interrupt.abort(new DOMException('interrupted', 'AbortError'));

  const { code, stderr } = await running;

  expect(code).toBe(130);
  expect(stderr).toBe(
    'running in 1 account\ninterrupted: 0 done, 0 failed, 1 in progress (111111111111 us-east-1) in 0.0 s\n',
  );
  expect(isAlive(pid)).toBe(false);
});

test('a program that prints its environment leaves no live keys in what is kept', async () => {
  const { organization } = organizationOfThree();
  const out = newPath('outcomes.ndjson');
  const args = ['exec', ...one, '--out', out, '--', 'sh', '-c', 'env; env >&2; exit 1'];

  const { stdout } = await runCli(args, { organization });

  const shown = valueIn(stdout).stdout;
  expect(shown).toContain('AWS_SECRET_ACCESS_KEY=***\n');
  expect(shown).toContain('AWS_SESSION_TOKEN=***\n');
  expect(readFileSync(out, 'utf8')).toContain('AWS_SESSION_TOKEN=***\\n');
  expect(readFileSync(out, 'utf8')).not.toMatch(/AWS_(SECRET_ACCESS_KEY|SESSION_TOKEN)=[^*]/);
});

test("words after -- are the program's own, whatever they look like", async () => {
  const { organization } = organizationOfThree();
  const args = ['exec', ...one, '--', 'echo', '--targets', '', '--', '--help'];

  const { code, stdout } = await runCli(args, { organization });

  expect(code).toBe(0);
  expect(valueIn(stdout)).toEqual({
    exitCode: 0,
    stdout: '--targets  -- --help\n',
    stderr: '',
  });
});

/** A process that has ended and was not waited for yet is listed as `Z`. */
function isAlive(file: string): boolean {
  const pid = readFileSync(file, 'utf8').trim();
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout.trim());
}
