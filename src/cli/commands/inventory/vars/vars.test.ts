import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../../../../testing/command-line.ts';

const accounts = ['--billing-account-id', '111111111111', '--security-account-id', '222222222222'];
const vars = (args: readonly string[], env = {}) =>
  runCli(['inventory', 'vars', '--out', '-', ...args], { env });

const whole = {
  BILLING_ACCOUNT_ID: '111111111111',
  SECURITY_ACCOUNT_ID: '222222222222',
  ORCHESTRATOR_ROLE: 'Orchestrator',
  RUNNER_ROLE: 'Runner',
  BUCKET_NAME: 'example-inventory',
  CRON_SCHEDULE: '30 2 * * MON-FRI',
  INCLUDE_ACCOUNTS: '333333333333,444444444444',
};

test('the variables of the environment are written as they are', async () => {
  expect(await vars([], whole)).toEqual({
    code: 0,
    stderr: '',
    stdout: `BILLING_ACCOUNT_ID=111111111111
SECURITY_ACCOUNT_ID=222222222222
ORCHESTRATOR_ROLE=Orchestrator
RUNNER_ROLE=Runner
BUCKET_NAME=example-inventory
CRON_SCHEDULE=30 2 * * MON-FRI
INCLUDE_ACCOUNTS=333333333333,444444444444
`,
  });
});

test('flags win over the environment, and names and the schedule have defaults', async () => {
  const { BUCKET_NAME } = whole;
  expect(await vars([...accounts, '--runner-role', 'Reader'], { BUCKET_NAME })).toEqual({
    code: 0,
    stderr: '',
    stdout: `BILLING_ACCOUNT_ID=111111111111
SECURITY_ACCOUNT_ID=222222222222
ORCHESTRATOR_ROLE=Inventory-Orchestrator
RUNNER_ROLE=Reader
BUCKET_NAME=example-inventory
CRON_SCHEDULE=0 0 * * 0
INCLUDE_ACCOUNTS=
`,
  });
});

test('the file is written to --out, and its path is printed', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'flotilla-vars-')), 'vars.env');
  const { code, stdout } = await runCli(['inventory', 'vars', '--out', file], { env: whole });

  expect({ code, stdout }).toEqual({ code: 0, stdout: `${file}\n` });
  expect(readFileSync(file, 'utf8')).toMatch(/^BILLING_ACCOUNT_ID=111111111111\n/);
});

test('everything that is missing or malformed is reported at once', async () => {
  const env = { BILLING_ACCOUNT_ID: '12', BUCKET_NAME: '' };
  expect(await vars(['--cron-schedule', 'weekly'], env)).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: BILLING_ACCOUNT_ID: "12" is not an account id; give its 12 digits; ' +
      'SECURITY_ACCOUNT_ID is missing; set it, or give --security-account-id; ' +
      'BUCKET_NAME is empty; set it, or give --bucket-name; ' +
      '--cron-schedule: "weekly" is not a schedule; give five fields as "0 0 * * 0", or @weekly\n',
  });
});

test.each([
  ['BUCKET_NAME', 'Example', 'is not a bucket name'],
  ['BUCKET_NAME', '10.0.0.1', 'is not a bucket name'],
  ['BUCKET_NAME', 's3://example', 'is not a bucket name'],
  ['ORCHESTRATOR_ROLE', 'team/Orchestrator', 'is not a role name'],
  ['RUNNER_ROLE', 'arn:aws:iam::1:role/x', 'is not a role name'],
  ['CRON_SCHEDULE', '0 0 0 * * 0', 'is not a schedule'],
  ['CRON_SCHEDULE', '0 25 * * *', 'is not a schedule'],
  ['INCLUDE_ACCOUNTS', '333333333333, 44', 'contains "44"'],
])('%s=%s is refused', async (name, value, what) => {
  const { code, stderr } = await vars([], { ...whole, [name]: value });

  expect(code).toBe(1);
  expect(stderr).toContain(`flotilla: ${name}: "${value}" ${what}`);
});

test.each(['@weekly', '0 0 * * 0', '*/15 2-4 1,15 * MON'])(
  'the schedule %s is accepted',
  async (schedule) => {
    expect((await vars([], { ...whole, CRON_SCHEDULE: schedule })).code).toBe(0);
  },
);

test('a file that cannot be written is named', async () => {
  const out = join(tmpdir(), 'no-such-folder', 'vars.env');
  const { code, stderr } = await runCli(['inventory', 'vars', '--out', out], { env: whole });

  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `flotilla: --out: cannot write "${out}" (ENOENT); run it in the folder that contains kubernetes/, or name another file\n`,
  });
});

test('as JSON it is a document, with the file that was written', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'flotilla-vars-')), 'vars.env');
  const result = await runCli(['inventory', 'vars', '--out', file, '--output', 'json'], {
    env: whole,
  });

  expect(JSON.parse(result.stdout)).toEqual({ file, variables: whole });
  expect(JSON.parse((await vars(['--output', 'json'], whole)).stdout)).toEqual({
    variables: whole,
  });
});
