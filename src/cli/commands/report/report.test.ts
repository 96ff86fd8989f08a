import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { onEarlyCostReport } from '../../../reports/handlers/on-cost-reports.ts';
import { accountIds } from '../../../testing/cost-environment.ts';
import { describeWorkbook } from '../../../testing/golden.ts';
import { reportCommandLine } from '../../../testing/report-command-line.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'flotilla-report-'));
const context = { remainingMs: () => 900_000 };
const summary = (name: string) => `SpaReports/Costs/Summary/2026/2026-03-Summary-${name}`;

test('costs of the month before are printed by cost center, with their statement, and nothing is written', async () => {
  const { environment, run } = await reportCommandLine();

  const { code, stdout, stderr } = await run(['costs']);

  expect([code, stderr]).toEqual([
    0,
    '1234790.34 USD in 2026-03, difference 0.00; 6 Cost Explorer requests, $0.06\n',
  ]);
  expect(stdout.replaceAll('─', '')).toBe(`Charges by cost center
Cost center  USD         EUR

B/C          7.65        7.07
NoCostTag    164.96      152.32
Product A    1234617.73  1140046.01

Statement of 2026-03
Report    Currency  Organization  Rows        No account  Difference

charges   USD       1234790.34    1234790.34  0.00        0.00
charges   EUR       1140205.40    1140205.40  0.00        0.00
services  USD       1234781.46    1234781.46  0.00        0.00
usages    USD       1234781.46    1234781.46  0.00        0.00
`);
  expect(await environment.objects()).toEqual([]);
});

test('the files of a month are the same bytes as those of the scheduled function', async () => {
  const { environment, run } = await reportCommandLine();
  const out = folder();
  await onEarlyCostReport(environment)(environment.lifecycle, {}, context);

  const { code, stdout } = await run(['costs', '--out', out, '--output', 'json']);

  expect(code).toBe(0);
  const keys = (await environment.objects()).filter((key) => /csv$|xlsx$/.test(key));
  for (const key of keys) {
    const written = readFileSync(join(out, key));
    expect(written.equals(await environment.bytes(key)), key).toBe(true);
  }
  const { statement } = JSON.parse(stdout) as { statement: { objects: { key: string }[] } };
  expect(statement.objects.map(({ key }) => key).toSorted()).toEqual(keys);
});

test('only workbooks are written when only they are asked for, and nothing is replaced without a word', async () => {
  const { environment, run } = await reportCommandLine();
  const out = folder();
  const args = ['costs', '--month', '2026-03', '--out', out, '--format', 'xlsx'];
  await run(args);

  const names = readdirSync(join(out, 'SpaReports/Costs/Summary/2026'));
  expect(names.toSorted()).toEqual([
    '2026-03-Summary-charges-EUR.xlsx',
    '2026-03-Summary-charges.xlsx',
    '2026-03-Summary-services.xlsx',
    '2026-03-Summary-statement.json',
  ]);
  environment.organization.journal.clear();
  expect(await run(args)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('exists; replace the reports with --overwrite'),
  });
  expect(environment.organization.journal.count('ce:GetCostAndUsage')).toBe(0);
  expect(await run([...args, '--overwrite'])).toMatchObject({ code: 0 });
});

test('every report can be a page that opens from the disk', async () => {
  const { environment, run } = await reportCommandLine();
  await onEarlyCostReport(environment)(environment.lifecycle, {}, context);
  const out = folder();
  const page = async (args: readonly string[], file: string) => {
    expect(await run([...args, '--out', join(out, file)])).toMatchObject({ code: 0 });
    return /<h1>(.*?)<\/h1>/.exec(readFileSync(join(out, file), 'utf8'))?.[1];
  };

  expect([
    await page(['accounts'], 'accounts.html'),
    await page(['activities', '--month', '2026-03'], 'activities.html'),
    await page(['account-cost', accountIds.alpha, '--month', '2026-03'], 'alpha.html'),
    await page(['statement'], 'statement.html'),
  ]).toEqual([
    'Inventory of accounts',
    'Activities of 2026-03',
    `Costs of ${accountIds.alpha}, 2026-03`,
    'Statement of 2026-03',
  ]);
  expect(await run(['costs', '--format', 'html', '--out', join(out, 'costs')])).toMatchObject({
    code: 0,
  });
  expect(readFileSync(join(out, 'costs/costs.html'), 'utf8')).toContain('<h2>Top movers</h2>');
});

test('the last known rates of the scheduled function are used, and named, when the source is down', async () => {
  const { environment, run } = await reportCommandLine();
  await onEarlyCostReport(environment)(environment.lifecycle, {}, context);
  const fetch = async () => new Response('', { status: 500 });

  const { stdout } = await run(['costs', '--output', 'json'], { fetch });

  expect(JSON.parse(stdout)).toMatchObject({
    statement: {
      rates: {
        readAt: '2026-04-14T02:42:00.000Z',
        lastKnownBecause: 'https://open.er-api.com/v6/latest/USD returned status 500',
      },
    },
  });
});

test('the statement says whether a month is complete and adds up', async () => {
  const { environment, run } = await reportCommandLine();
  expect(await run(['statement'])).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `flotilla: the reports of 2026-03 are not complete: there is no s3://spademo-reports-999999999999-eu-west-1/${summary('statement.json')}; choose another month, or invoke OnMonthlyCostReport with {"date": "2026-03"}\n`,
  });
  await onEarlyCostReport(environment)(environment.lifecycle, {}, context);

  const complete = await run(['statement', '--output', 'csv']);

  expect([complete.code, complete.stderr]).toEqual([
    0,
    '2026-03, early: all reports add up; 14 files\n',
  ]);
  expect(complete.stdout).toBe(`report,currency,rate,organization,rows,unattributed,difference
charges,USD,1,1234790.34,1234790.34,0.00,0.00
charges,EUR,0.9234,1140205.40,1140205.40,0.00,0.00
services,USD,1,1234781.46,1234781.46,0.00,0.00
usages,USD,1,1234781.46,1234781.46,0.00,0.00
`);
});

test('a statement with a difference fails the command', async () => {
  const { environment, run } = await reportCommandLine();
  const { lifecycle } = environment;
  await onEarlyCostReport(environment)(lifecycle, {}, context);
  const text = (await environment.text(summary('statement.json'))) ?? '';
  const put = (Body: string) =>
    lifecycle.inHub('s3').call('PutObject', {
      Bucket: 'spademo-reports-999999999999-eu-west-1',
      Key: summary('statement.json'),
      Body: Buffer.from(Body),
    });
  await put(text.replace('"difference": "0.00"', '"difference": "0.01"'));

  expect(await run(['statement'])).toMatchObject({
    code: 2,
    stderr: '2026-03, early: 1 report differs; 14 files\n',
  });
  await put('{"version": 2}');
  expect((await run(['statement'])).stderr).toContain('was written by another version of Flotilla');
});

test('an export of costs that cannot be read is a warning, and the costs are printed', async () => {
  const { run } = await reportCommandLine({
    settings: 'reporting: {cost_export: {location: s3://billing/costs, format: cur-2.0}}\n',
  });

  const { code, stderr } = await run(['costs']);

  expect(code).toBe(0);
  expect(stderr).toContain(
    '[WARNING] sources of costs differ: CUR 2.0 export was not read: cannot read s3://billing/costs/metadata/BILLING_PERIOD=2026-03/costs-Manifest.json: ',
  );
  expect(stderr).toContain('1234790.34 USD in 2026-03, difference 0.00');
});

test('the cost of one account is printed and written with its total', async () => {
  const { run } = await reportCommandLine();
  const out = join(folder(), 'cost.xlsx');
  const args = ['account-cost', accountIds.alpha, '--month', '2026-03'];

  const { code, stdout, stderr } = await run([...args, '--out', out, '--output', 'ndjson']);

  expect([code, stderr]).toEqual([0, `11.00 USD in 2026-03; written to ${out}\n`]);
  expect(JSON.parse(stdout.split('\n')[0] ?? '')).toEqual({
    month: '2026-03',
    account: accountIds.alpha,
    service: 'Amazon Elastic Compute Cloud - Compute',
    usd: '11.00',
  });
  expect(await describeWorkbook(readFileSync(out))).toContain('C TOTAL | D =SUM(D2:D3) -> 11 ');
});

test('accounts and activities are tables and files', async () => {
  const { environment, run } = await reportCommandLine();
  const files = folder();
  const path = (name: string) => join(files, name);
  const end = Date.UTC(2026, 3, 2) / 1000;
  await environment.lifecycle.activities.record({
    account: accountIds.alpha,
    'cost-center': 'Product A',
    transaction: 'maintenance',
    begin: end - 60,
    end,
    duration: 60,
    identifier: 'one',
  });

  const accounts = await run(['accounts', '--out', path('accounts.csv'), '--output', 'csv']);
  const activities = await run(['activities', '--out', path('a.json'), '--output', 'json']);

  expect(accounts.stderr).toBe(`3 accounts; written to ${path('accounts.csv')}\n`);
  const row = 'Product A,-,Sandboxes,111111111111,alpha,111111111111@example.com,-,-';
  const [heads, first] = accounts.stdout.split('\n');
  // On stdout a dash has an apostrophe in front, as in the CSV of every command.
  expect(first?.replaceAll("'-", '-')).toBe(row);
  expect(readFileSync(path('accounts.csv'), 'utf8').split('\r\n').slice(0, 2)).toEqual([
    heads,
    row,
  ]);
  expect(activities.stderr).toBe(`1 row in 2026-04; written to ${path('a.json')}\n`);
  expect(JSON.parse(readFileSync(path('a.json'), 'utf8'))).toEqual(JSON.parse(activities.stdout));
});

test('a file that exists is kept, and a folder that does not exist is named', async () => {
  const { run } = await reportCommandLine();
  const out = join(folder(), 'accounts.csv');
  writeFileSync(out, 'mine');

  expect((await run(['accounts', '--out', out])).stderr).toBe(
    `flotilla: ${out} exists; replace it with --overwrite, or choose another name\n`,
  );
  expect(readFileSync(out, 'utf8')).toBe('mine');
  const missing = join(folder(), 'no', 'such.csv');
  expect((await run(['accounts', '--out', missing])).stderr).toBe(
    `flotilla: --out: cannot write "${missing}" (ENOENT); check the path\n`,
  );
  expect(existsSync(missing)).toBe(false);
});

test.each(['2026-13', '2026-03-01', 'March'])('the month "%s" is refused', async (month) => {
  const { run } = await reportCommandLine();

  expect((await run(['costs', '--month', month])).stderr).toContain(
    `"${month}" is not a month; give YYYY-MM`,
  );
});

test('options of a file are refused without --out, instead of being ignored', async () => {
  const { run } = await reportCommandLine();

  for (const report of ['accounts', 'activities', 'costs', 'statement']) {
    expect(await run([report, '--format', 'xlsx'])).toMatchObject({
      code: 1,
      stderr: 'flotilla: --format: only with --out; omit it\n',
    });
  }
});

test('a folder is refused, and a pipe is written to instead of being replaced', async () => {
  const { run } = await reportCommandLine();
  const out = folder();
  const pipe = join(out, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const received = readFile(pipe, 'utf8');

  expect((await run(['accounts', '--out', out])).stderr).toBe(
    `flotilla: --out: "${out}" is a folder; give the name of a file\n`,
  );
  expect(await run(['accounts', '--out', pipe, '--overwrite'])).toMatchObject({ code: 0 });

  expect(await received).toContain('111111111111');
  expect([statSync(pipe).isFIFO(), readdirSync(out)]).toEqual([true, ['pipe']]);
});

test('a file in place of the folder of costs is refused before Cost Explorer is paid', async () => {
  const { environment, run } = await reportCommandLine();
  const out = join(folder(), 'costs');
  writeFileSync(out, 'mine');

  expect(await run(['costs', '--out', out, '--overwrite'])).toMatchObject({
    code: 1,
    stderr: `flotilla: --out: "${out}" is a file; give the name of a folder\n`,
  });
  expect(environment.organization.journal.count('ce:GetCostAndUsage')).toBe(0);
});

test('the name of a file gives its format in any case', async () => {
  const { run } = await reportCommandLine();
  const out = join(folder(), 'ACCOUNTS.JSON');

  await run(['accounts', '--out', out]);

  expect(JSON.parse(readFileSync(out, 'utf8'))).toHaveLength(3);
});

test('the page of the oldest month that Cost Explorer has is made from the months that it has', async () => {
  const { environment, run } = await reportCommandLine();
  environment.organization.setCosts([
    { account: accountIds.alpha, day: '2025-03-10', amount: '5' },
    { account: accountIds.alpha, day: '2025-04-10', amount: '7' },
  ]);
  const page = async (month: string) => {
    const out = folder();
    const { code } = await run(['costs', '--month', month, '--out', out, '--format', 'html']);
    expect(code).toBe(0);
    return readFileSync(join(out, 'costs.html'), 'utf8');
  };

  const [oldest, next] = [await page('2025-03'), await page('2025-04')];

  expect(oldest).toContain('Charges of 1 months in USD: 2025-03 5.00');
  expect(oldest).not.toContain('compared with');
  expect(next).toContain('compared with 2025-03');
});

test('an organization that cannot be read ends the report of costs before Cost Explorer is paid', async () => {
  const { environment, run } = await reportCommandLine();
  environment.organization.deny({ service: 'organizations', operation: 'ListAccounts' });

  expect((await run(['costs'])).code).toBe(1);

  expect(environment.organization.journal.count('ce:GetCostAndUsage')).toBe(0);
});

test.each([
  ['costs', []],
  ['activities', []],
  ['statement', []],
  ['account-cost', [accountIds.alpha]],
])('a month in the future is refused by report %s', async (name, args) => {
  const { environment, run } = await reportCommandLine();

  expect(await run([name, ...args, '--month', '2026-05'])).toMatchObject({
    code: 1,
    stderr: 'flotilla: --month: 2026-05 is in the future; give a month until 2026-04\n',
  });
  expect(environment.organization.journal.count('ce:GetCostAndUsage')).toBe(0);
});

test('the cost of an account that the organization does not have is zero, with a warning', async () => {
  const { run } = await reportCommandLine();

  const { code, stderr } = await run(['account-cost', '123456789012', '--month', '2026-03']);

  expect([code, stderr]).toEqual([
    0,
    'account 123456789012 is not in the organization\n0.00 USD in 2026-03\n',
  ]);
});

test('the costs of a day are listed, and sent as a metric on request', async () => {
  const { environment, run } = await reportCommandLine();
  const metrics = () => environment.organization.journal.count('cloudwatch:PutMetricData');
  environment.organization.journal.clear();

  const dayOne = ['daily-costs', '--day', '2026-04-01', '--output', 'ndjson'];

  const listed = await run(dayOne);
  const before = metrics();
  const sent = await run([...dayOne, '--send']);

  expect([listed.code, before]).toEqual([0, 0]);
  expect(listed.stdout).toBe('{"day":"2026-04-01","costCenter":"Product A","usd":1000}\n');
  expect(sent.stdout).toBe(listed.stdout);
  expect(sent.stderr).toMatch(/^costs of 2026-04-01, 1 cost center; the metric was sent\n$/);
  expect(metrics()).toBe(1);
});

test('a day that CloudWatch does not accept any more is refused', async () => {
  const { run } = await reportCommandLine();
  const { code, stderr } = await run(['daily-costs', '--day', '2025-01-01', '--send']);

  expect(code).toBe(1);
  expect(stderr).toMatch(/CloudWatch accepts no data of 2025-01-01; give a day from \d{4}/);
});
