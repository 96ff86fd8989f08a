import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CliOptions, runCli } from '../../../../testing/command-line.ts';
import { record, writeRun } from '../../../../testing/write-run.ts';

let from = '';

beforeEach(() => {
  from = mkdtempSync(join(tmpdir(), 'flotilla-query-'));
});

afterEach(() => rmSync(from, { recursive: true }));

const records = [
  record({
    service: 'EC2',
    type: 'vpc',
    id: 'vpc-1',
    tags: { team: 'search' },
    resource: { IsDefault: true },
  }),
  record({ service: 'EC2', type: 'vpc', id: 'vpc-2', resource: { IsDefault: false } }),
];

function query(args: readonly string[], world: CliOptions = {}) {
  return runCli(['inventory', 'query', '--from', from, ...args], world);
}

test('a question is answered as a table', async () => {
  await writeRun(from, { records });

  const result = await query(['SELECT id, tags, IsDefault, arn FROM ec2_vpc ORDER BY id']);

  expect(result).toEqual({
    code: 0,
    stdout: `id     tags               IsDefault  arn
────────────────────────────────────────
vpc-1  {"team":"search"}  true
vpc-2  {}                 false
`,
    stderr: '2 rows\n',
  });
});

test('the same as JSON, as lines of JSON and as CSV', async () => {
  await writeRun(from, { records });
  const sql = "SELECT id, tags, count(*) AS n FROM resources WHERE id = 'vpc-1' GROUP BY ALL";
  const row = { id: 'vpc-1', tags: { team: 'search' }, n: 1 };

  const [json, ndjson, csv] = [
    await query([sql, '--output', 'json']),
    await query([sql, '--output', 'ndjson']),
    await query([sql, '--output', 'csv']),
  ];

  expect(JSON.parse(json.stdout)).toEqual([row]);
  expect(ndjson).toEqual({ code: 0, stdout: `${JSON.stringify(row)}\n`, stderr: '' });
  expect(csv.stdout).toBe('id,tags,n\nvpc-1,"{""team"":""search""}",1\n');
});

test('a resource cannot put a formula into a spreadsheet, nor colour into a terminal', async () => {
  const id = '=HYPERLINK("https://example.com")';
  await writeRun(from, {
    records: [
      record({ service: 'EC2', type: 'vpc', id }),
      record({ service: 'EC2', type: 'vpc', id: '\u001b[31mred' }),
    ],
  });
  const sql = 'SELECT id AS "=cmd", -1 AS n FROM resources ORDER BY id DESC';

  const csv = await query([sql, '--output', 'csv']);
  const table = await query([sql]);

  expect(csv.stdout).toBe(`'=cmd,n\n"'=HYPERLINK(""https://example.com"")",-1\n\u001b[31mred,-1\n`);
  expect(table.stdout).not.toContain('\u001b');
});

test('a table has the first thousand rows and says how many more there are', async () => {
  await writeRun(from, { records });

  const { stdout, stderr } = await query(['SELECT range AS n FROM range(2500)']);

  const lines = stdout.trimEnd().split('\n');
  expect(lines.slice(-2)).toEqual(['999', '… and 1,500 more rows: see --output']);
  expect(stderr).toBe('2,500 rows\n');
});

test('gaps are reported before the answer', async () => {
  const place = { accountId: '222222222222', region: 'eu-west-1', service: 'EC2', type: 'vpc' };
  await writeRun(from, {
    records,
    entries: [{ ...place, status: 'denied' }],
    failed: { '333333333333': 'no', '444444444444': 'no' },
  });

  const { stderr } = await query(['FROM resources', '--output', 'ndjson']);

  expect(stderr).toBe('1 account is partial, 2 failed: see the view gaps\n');
});

test('a run that is not finished says so', async () => {
  await writeRun(from, { runId: 'broken', records, isUnfinished: true });

  const { code, stderr } = await query(['FROM resources', '--run', 'broken', '--output', 'json']);

  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: 'run broken is not finished: it has gaps that are not recorded\n',
  });
});

test.each([
  [['FROM gap'], 'Catalog Error: Table with name gap does not exist! Did you mean "gaps"?'],
  [
    ["COPY resources TO 'x'"],
    'an inventory is read-only: use SELECT, FROM, WITH, DESCRIBE, SUMMARIZE, SHOW or EXPLAIN',
  ],
  [[], 'inventory query takes one question in SQL; give one, or --interactive'],
  [
    ['FROM runs', '--interactive'],
    'inventory query takes one question in SQL; omit "FROM runs", or --interactive',
  ],
  [
    ['FROM runs', '--date', '2026-02-30x'],
    '--date: "2026-02-30x" is not a date; give it as 2026-01-31',
  ],
  [
    ['FROM runs', '--date', '2026-01-31', '--run', 'x'],
    '--run: cannot be combined with --date; omit one of them',
  ],
  [['FROM runs', '--from', ''], '--from: "" is empty; omit the option to read flotilla-inventory'],
  [
    ['FROM runs', '--from', 's3://b/p'],
    '"s3://b/p" is not a valid location to read from; give a folder or s3://bucket/prefix',
  ],
  [
    ['FROM runs', '--region', 'eu-west-1'],
    '--region: only for runs in a bucket (--from s3://bucket/prefix); omit it',
  ],
])('%j is refused in one line', async (args, message) => {
  await writeRun(from, { records });

  expect(await query(args)).toEqual({ code: 1, stdout: '', stderr: `flotilla: ${message}\n` });
});

test('one question after the other, each up to its semicolon', async () => {
  await writeRun(from, { records });
  const typed = [
    '',
    '.tables',
    'SELECT count(*) AS n',
    '  FROM resources;',
    'SELEC 1;',
    '.nope',
    'SELECT 2 AS two;',
    '.quit',
    'SELECT 3;',
  ];

  const result = await query(['--interactive', '--output', 'ndjson'], { typed });

  expect(result).toEqual({
    code: 0,
    stdout:
      'resources\naccounts\nlistings\ngaps\nruns\nhistory\nrelations\nec2_vpc\n{"n":2}\n{"two":2}\n',
    stderr: `End a statement with ;  .tables lists the views with records, .quit ends
flotilla: Parser Error: syntax error at or near "SELEC"
flotilla: ".nope" is not a command; the commands are .tables and .quit
`,
  });
});

test('an answer without end can be interrupted', async () => {
  await writeRun(from, { records });
  const controller = new AbortController();

  const { code, stderr } = await query(['FROM range(1000000000000)', '--output', 'ndjson'], {
    signal: controller.signal,
    onWrite: () => controller.abort(),
  });

  expect({ code, stderr }).toEqual({
    code: 130,
    stderr: 'flotilla: interrupted before anything was changed\n',
  });
});

test('an interrupt while the inventory is being opened ends it, too', async () => {
  await writeRun(from, { records, failed: { '222222222222': 'no' } });
  const controller = new AbortController();

  const result = await query(['FROM range(1000000000000)', '--output', 'ndjson'], {
    signal: controller.signal,
    // The notice about gaps comes first.
    onWrite: () => controller.abort(),
  });

  expect(result).toEqual({
    code: 130,
    stdout: '',
    stderr:
      '1 account failed: see the view gaps\nflotilla: interrupted before anything was changed\n',
  });
});

const queryInto = (stdout: 'ENOSPC' | 'EPIPE') =>
  query(['FROM range(1000000000000)', '--output', 'ndjson'], { broken: { stdout } });

test('a full disk is a failure with its cause, and no interruption', async () => {
  await writeRun(from, { records });

  expect(await queryInto('ENOSPC')).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: cannot write to stdout: no space left on the device (ENOSPC); results were lost, write them somewhere else\n',
  });
});

test('a reader that has enough ends the answer, which is a success', async () => {
  await writeRun(from, { records });

  expect(await queryInto('EPIPE')).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a region that is configured for other commands does not matter for runs in a folder', async () => {
  await writeRun(from, { records });

  const { code } = await query(['FROM runs'], { env: { FLOTILLA_REGION: 'eu-west-1' } });

  expect(code).toBe(0);
});
