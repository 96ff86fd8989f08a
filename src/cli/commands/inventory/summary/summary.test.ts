import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli } from '../../../../testing/command-line.ts';
import { record, writeRun } from '../../../../testing/write-run.ts';
import { summarySchema } from './record.ts';

let from = '';

beforeEach(async () => {
  from = mkdtempSync(join(tmpdir(), 'flotilla-summary-'));
  const place = { accountId: '111111111111', region: 'eu-west-1', service: 'KMS', type: 'key' };
  await writeRun(from, {
    records: [
      record({ service: 'EC2', type: 'vpc', id: 'vpc-1', accountName: 'alpha' }),
      record({ service: 'IAM', type: 'role', id: 'r', region: 'global', accountName: 'alpha' }),
    ],
    entries: [{ ...place, status: 'denied', code: 'AccessDeniedException' }],
  });
});

afterEach(() => rmSync(from, { recursive: true }));

function summary(...args: readonly string[]) {
  return runCli(['inventory', 'summary', '--from', from, ...args]);
}

const notice = '1 account is partial: see the view gaps\n';

test('counts by service, type, region and account, and lists the gaps', async () => {
  expect(await summary()).toEqual({
    code: 0,
    stdout: `2 resources
Run    Date        Finished
───────────────────────────────────────────
run-1  2026-01-31  2026-01-31T10:05:00.000Z

Accounts
Status   Accounts
─────────────────
partial  1

Services
Service  Resources  Accounts
────────────────────────────
EC2      1          1
IAM      1          1

Types
Type      Resources  Accounts
─────────────────────────────
EC2.vpc   1          1
IAM.role  1          1

Regions
Region     Resources  Accounts
──────────────────────────────
eu-west-1  1          1
global     1          1

The largest accounts
Account       Name   Resources  Status
───────────────────────────────────────
111111111111  alpha  2          partial

What could not be read
Type     Status  Accounts × regions  Accounts  Code
────────────────────────────────────────────────────────────────────
KMS.key  denied  1                   1         AccessDeniedException
`,
    stderr: notice,
  });
});

test('as JSON it is whole', async () => {
  const { stdout } = await summary('--output', 'json');

  expect(summarySchema.parse(JSON.parse(stdout))).toMatchObject({
    records: 2,
    statuses: { partial: 1 },
  });
});

test('as CSV it has a row for each count', async () => {
  const { stdout } = await summary('--output', 'csv');

  expect(stdout).toBe(`by,name,records,accounts
service,EC2,1,1
service,IAM,1,1
type,EC2.vpc,1,1
type,IAM.role,1,1
region,eu-west-1,1,1
region,global,1,1
`);
});

test('as a page it goes into a file', async () => {
  const file = join(from, 'page.html');

  const result = await summary('--html', file);

  expect(result).toEqual({ code: 0, stdout: '', stderr: `${notice}written: ${file}\n` });
  expect(readFileSync(file, 'utf8')).toMatch(
    /^<!doctype html>[\s\S]*Resources by service[\s\S]*<\/html>\n$/,
  );
});

test('a page that cannot be written is reported in one line', async () => {
  const file = join(from, 'no/such/folder.html');

  const { code, stderr } = await summary('--html', file);

  expect(code).toBe(1);
  expect(stderr).toBe(
    `${notice}flotilla: --html: cannot write "${file}" (ENOENT); check the path\n`,
  );
});
