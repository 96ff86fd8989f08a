import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunToWrite, record, writeRun } from '../../testing/write-run.ts';
import { withBreadth } from '../catalogue/breadth.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import type { InventoryRecord } from '../record.ts';
import { chooseRuns } from './choose-runs.ts';
import { type Inventory, openInventory } from './open-inventory.ts';

let out = '';
const opened: Inventory[] = [];

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'flotilla-read-'));
});

afterEach(() => {
  for (const inventory of opened.splice(0)) inventory.close();
  rmSync(out, { recursive: true });
});

async function inventoryOf(run: RunToWrite, runs?: readonly string[]): Promise<Inventory> {
  await writeRun(out, run);
  return inventoryIn(out, runs);
}

async function inventoryIn(folder: string, runs?: readonly string[]): Promise<Inventory> {
  const inventory = await openInventory(
    await chooseRuns({ from: [folder], ...(runs && { runs }) }),
  );
  opened.push(inventory);
  return inventory;
}

async function ask(inventory: Inventory, sql: string): Promise<object[]> {
  const { columns, rows } = await inventory.ask(sql);
  const all = await Array.fromAsync(rows);
  return all.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

const instance = (id: string, rest: Partial<InventoryRecord> = {}) =>
  record({ service: 'EC2', type: 'instance', id, ...rest });

const rich = instance('i-1', {
  accountName: 'alpha',
  ouPath: '/Workloads',
  arn: 'arn:aws:ec2:eu-west-1:111111111111:instance/i-1',
  tags: { team: 'search', "o'wner": 'ana "the" first' },
  collectedAt: '2026-01-31T10:00:00.250Z',
  resource: { State: { Name: 'running' }, Size: 9_007_199_254_740_991, List: [1, null] },
  unread: [{ operation: 'DescribeX', kind: 'denied', code: 'AccessDenied' }],
});

test.each(['ndjson', 'parquet', 'both'] as const)(
  'a record of a %s run comes back whole',
  async (format) => {
    const inventory = await inventoryOf({ records: [rich], format });

    expect(await ask(inventory, 'FROM resources')).toEqual([
      {
        account_id: '111111111111',
        account_name: 'alpha',
        ou_path: '/Workloads',
        region: 'eu-west-1',
        service: 'EC2',
        type: 'instance',
        id: 'i-1',
        arn: 'arn:aws:ec2:eu-west-1:111111111111:instance/i-1',
        tags: { team: 'search', "o'wner": 'ana "the" first' },
        collected_at: '2026-01-31T10:00:00.25Z',
        catalogue_version: 'catalogue-1',
        resource: { State: { Name: 'running' }, Size: 9_007_199_254_740_991, List: [1, null] },
        unread: [{ operation: 'DescribeX', kind: 'denied', code: 'AccessDenied' }],
        run_id: 'run-1',
        date: '2026-01-31',
      },
    ]);
  },
);

test('a run with both formats is read once', async () => {
  const inventory = await inventoryOf({ records: [instance('i-1')], format: 'both' });

  expect(await ask(inventory, 'SELECT count(*) AS n FROM resources')).toEqual([{ n: 1 }]);
});

test('runs of several days are queried together', async () => {
  await writeRun(out, { runId: 'a', records: [instance('i-1')] });
  await writeRun(out, {
    runId: 'b',
    date: '2026-02-01',
    records: [instance('i-1')],
    format: 'parquet',
  });
  const inventory = await inventoryIn(out, ['a', 'b']);

  expect(await ask(inventory, 'SELECT id, run_id, date FROM resources ORDER BY ALL')).toEqual([
    { id: 'i-1', run_id: 'a', date: '2026-01-31' },
    { id: 'i-1', run_id: 'b', date: '2026-02-01' },
  ]);
});

const member = (type: string, id: string, resource: InventoryRecord['resource']) =>
  record({ service: 'EC2', type, id, resource });

const volume = {
  VolumeId: 'vol-1',
  Size: 8,
  Encrypted: false,
  CreateTime: '2026-01-31T10:00:00.000Z',
  Attachments: [{ InstanceId: 'i-1', AttachTime: '2026-01-31T11:00:00.000Z', Later: 1 }],
  Tags: [{ Key: 'team', Value: 'search' }],
};

test('the members of a resource are columns, with the types of AWS', async () => {
  const inventory = await inventoryOf({ records: [member('volume', 'vol-1', volume)] });

  const sql = `SELECT VolumeId, Size + 1 AS larger, NOT Encrypted AS open, CreateTime + INTERVAL 1 DAY AS next,
    Attachments[1].InstanceId AS instance, Attachments[1].AttachTime > CreateTime AS later, Iops, State, extra FROM EC2_Volume`;
  expect(await ask(inventory, sql)).toEqual([
    {
      ...{ VolumeId: 'vol-1', larger: 9, open: true, next: '2026-02-01T10:00:00Z' },
      ...{ instance: 'i-1', later: true, Iops: null, State: null, extra: null },
    },
  ]);
});

test('a type has the same columns whether or not the run has such resources', async () => {
  const columnsIn = async (records: readonly InventoryRecord[]) =>
    ask(await inventoryOf({ records, runId: `with-${records.length}` }), 'DESCRIBE ec2_volume');

  const [some, none] = [
    await columnsIn([member('volume', 'vol-1', { VolumeId: 'vol-1' })]),
    await columnsIn([]),
  ];

  expect(some.length).toBeGreaterThan(30);
  expect(none).toEqual(some);
});

test('members of a newer API are in the column extra', async () => {
  const resource = { ...volume, Flavor: { Name: 'x' }, Nothing: null };
  const inventory = await inventoryOf({ records: [member('volume', 'vol-1', resource)] });

  expect(await ask(inventory, 'SELECT extra FROM ec2_volume')).toEqual([
    { extra: { Flavor: { Name: 'x' }, Nothing: null } },
  ]);
});

test('a value that does not have its type is NULL, and stays in the resource', async () => {
  const resource = { Size: '(redacted)', Attachments: 'text', CreateTime: 'soon' };
  const inventory = await inventoryOf({ records: [member('volume', 'vol-1', resource)] });

  expect(
    await ask(inventory, 'SELECT Size, Attachments, CreateTime, resource FROM ec2_volume'),
  ).toEqual([{ Size: null, Attachments: null, CreateTime: null, resource }]);
});

test('attributes that AWS returns as a map, and rows of the credential report, are columns', async () => {
  const inventory = await inventoryOf({
    records: [
      record({
        service: 'SQS',
        type: 'queue',
        id: 'q',
        resource: { QueueUrl: 'q', KmsMasterKeyId: 'key', Policy: { Version: '2012-10-17' } },
      }),
      record({
        service: 'IAM',
        type: 'credential_report',
        id: 'credential_report',
        region: 'global',
        resource: { Content: [{ user: 'ana', mfa_active: 'false' }] },
      }),
    ],
  });

  expect(await ask(inventory, 'SELECT KmsMasterKeyId, Policy, extra FROM sqs_queue')).toEqual([
    { KmsMasterKeyId: 'key', Policy: { Version: '2012-10-17' }, extra: null },
  ]);
  const users = 'SELECT u.user, u.mfa_active FROM iam_credential_report, unnest(Content) AS t(u)';
  expect(await ask(inventory, users)).toEqual([{ user: 'ana', mfa_active: 'false' }]);
});

test('every view can be selected from, in a run without records', {
  timeout: 300_000,
}, async () => {
  const inventory = await inventoryOf({});

  const failed: string[] = [];
  for (const { key } of loadCatalogue().entries) {
    await ask(inventory, `FROM ${key}`).catch(({ message }) => failed.push(`${key}: ${message}`));
  }

  expect(failed).toEqual([]);
});

test('a type that is not in the catalogue has the members of its records', async () => {
  const thing = (id: string, resource: InventoryRecord['resource']) =>
    record({ service: 'Future', type: 'thing', id, resource });
  const inventory = await inventoryOf({
    records: [
      thing('i-1', {
        ...{ Name: 'one', On: true, Size: 3, Mixed: 1, State: { Name: 'running' }, Type: 'x' },
      }),
      thing('i-2', {
        ...{ Name: null, Size: 2.5, Mixed: 'text', 'a/b~c\'d"e': 'odd', name: 'twice' },
      }),
    ],
  });
  const members = `SELECT * EXCLUDE (account_id, account_name, ou_path, region, service, type, arn, tags, collected_at,
    catalogue_version, resource, unread, run_id, date) FROM Future_Thing ORDER BY id`;

  expect(await ask(inventory, members)).toEqual([
    {
      id: 'i-1',
      Mixed: 1,
      Name: 'one',
      On: true,
      Size: 3,
      State: { Name: 'running' },
      'a/b~c\'d"e': null,
    },
    { id: 'i-2', Mixed: 'text', Name: null, On: null, Size: 2.5, State: null, 'a/b~c\'d"e': 'odd' },
  ]);
});

const base = ['resources', 'accounts', 'listings', 'gaps', 'runs', 'history', 'relations'];

test('the views are listed, and so are they by SHOW TABLES', async () => {
  const inventory = await inventoryOf({
    records: [instance('i-1'), record({ service: 'Future', type: 'thing', id: 't' })],
  });

  expect(await inventory.viewsWithRecords()).toEqual([...base, 'ec2_instance', 'future_thing']);
  const all = await inventory.views();
  expect(all).toHaveLength(base.length + withBreadth(loadCatalogue()).entries.length + 1);
  const shown = await ask(inventory, 'SHOW TABLES');
  expect(shown).toEqual(all.toSorted().map((name) => ({ name })));
});

test('a query may give its own table the name of a view', async () => {
  const inventory = await inventoryOf({ records: [instance('i-1')] });

  const sql =
    'WITH ec2_instance AS (SELECT id AS name FROM ec2_instance), own AS (FROM ec2_instance) FROM own';
  expect(await ask(inventory, sql)).toEqual([{ name: 'i-1' }]);
});

test('gaps are in accounts and in gaps', async () => {
  const place = { accountId: '222222222222', region: 'eu-west-1', service: 'EC2' };
  const inventory = await inventoryOf({
    records: [rich],
    entries: [
      { ...place, type: 'vpc', status: 'denied', code: 'UnauthorizedOperation', message: 'no' },
      { ...place, type: 'subnet', status: 'done', count: 0 },
    ],
    failed: { '333333333333': 'the role refuses' },
    skipped: { '444444444444': 'its state is SUSPENDED' },
  });

  const accounts = 'SELECT account_id, status, reason, records, gaps FROM accounts ORDER BY 1';
  expect(await ask(inventory, accounts)).toEqual([
    { account_id: '111111111111', status: 'complete', reason: null, records: 1, gaps: 0 },
    { account_id: '222222222222', status: 'partial', reason: null, records: 0, gaps: 1 },
    {
      account_id: '333333333333',
      status: 'failed',
      reason: 'AccessDenied: the role refuses',
      records: 0,
      gaps: 0,
    },
    {
      account_id: '444444444444',
      status: 'skipped',
      reason: 'its state is SUSPENDED',
      records: 0,
      gaps: 0,
    },
  ]);
  const gaps = 'SELECT account_id, region, type, status, code, records FROM gaps ORDER BY 1';
  expect(await ask(inventory, gaps)).toEqual([
    {
      account_id: '111111111111',
      region: 'eu-west-1',
      type: 'instance',
      status: 'partial',
      code: null,
      records: 1,
    },
    {
      account_id: '222222222222',
      region: 'eu-west-1',
      type: 'vpc',
      status: 'denied',
      code: 'UnauthorizedOperation',
      records: 0,
    },
    {
      account_id: '333333333333',
      region: null,
      type: null,
      status: 'failed',
      code: null,
      records: 0,
    },
    {
      account_id: '444444444444',
      region: null,
      type: null,
      status: 'skipped',
      code: null,
      records: 0,
    },
  ]);
});

test('an interrupted run has its completed accounts, and lists the others', async () => {
  const inventory = await inventoryOf(
    {
      records: [instance('i-1'), instance('i-2', { accountId: '222222222222' })],
      isUnfinished: true,
      unfinishedAccounts: ['222222222222'],
    },
    ['run-1'],
  );

  expect(await ask(inventory, 'SELECT id FROM resources')).toEqual([{ id: 'i-1' }]);
  expect(await ask(inventory, 'SELECT account_id, status FROM accounts ORDER BY 1')).toEqual([
    { account_id: '111111111111', status: 'complete' },
    { account_id: '222222222222', status: 'unfinished' },
  ]);
  expect(await ask(inventory, 'SELECT account_id, status FROM gaps')).toEqual([
    { account_id: '222222222222', status: 'unfinished' },
  ]);
  expect(await ask(inventory, 'SELECT finished FROM runs')).toEqual([{ finished: false }]);
});

test('an account whose file of records is missing is a gap, not empty', async () => {
  const run = await writeRun(out, { records: [instance('i-1')] });
  rmSync(join(run, 'ndjson'), { recursive: true });
  const inventory = await inventoryIn(out);

  expect(await ask(inventory, 'SELECT account_id, status, message FROM gaps')).toEqual([
    { account_id: '111111111111', status: 'failed', message: 'the file of its records is missing' },
  ]);
});

test.each(['ndjson', 'parquet'] as const)(
  'a %s run without any record can be queried',
  async (format) => {
    const place = { accountId: '111111111111', region: 'eu-west-1', service: 'EC2', type: 'vpc' };
    const inventory = await inventoryOf({ entries: [place], format });

    expect(await ask(inventory, "SELECT id, tags['x'] FROM resources")).toEqual([]);
    expect(await inventory.viewsWithRecords()).toEqual(base);
  },
);

test('a folder may have any name, even one that is a pattern matching another', async () => {
  await writeRun(join(out, "weird x it's!"), { records: [instance('i-3')], runId: 'ndjson' });
  const folder = join(out, "we[i]rd * it's?");
  await writeRun(folder, { records: [instance('i-1')], runId: 'ndjson' });
  await writeRun(folder, { records: [instance('i-2')], runId: 'parquet', format: 'parquet' });
  const inventory = await inventoryIn(folder, ['ndjson', 'parquet']);

  expect(await ask(inventory, 'SELECT id FROM resources ORDER BY 1')).toEqual([
    { id: 'i-1' },
    { id: 'i-2' },
  ]);
  expect(await ask(inventory, 'FROM gaps')).toEqual([]);
});

test('integers are numbers, unless JSON would lose precision', async () => {
  const inventory = await inventoryOf({ records: [instance('i-1')] });
  const sql = `SELECT count(*) AS a, 9007199254740993 AS b, 1.50::DECIMAL(9, 2) AS c, 'nan'::DOUBLE AS d,
    TIMESTAMPTZ '2026-01-31 12:00:00+02' AS e, DATE '2026-01-31' AS f, [1, NULL] AS g, {x: 1} AS h, NULL AS i FROM resources`;

  expect(await ask(inventory, sql)).toEqual([
    {
      ...{ a: 1, b: '9007199254740993', c: 1.5, d: 'NaN' },
      ...{ e: '2026-01-31T10:00:00Z', f: '2026-01-31', g: [1, null], h: { x: 1 }, i: null },
    },
  ]);
});

const refused =
  'an inventory is read-only: use SELECT, FROM, WITH, DESCRIBE, SUMMARIZE, SHOW or EXPLAIN';

test('a query cannot write, not even into the folder that it reads', async () => {
  const run = await writeRun(out, { records: [instance('i-1')], format: 'parquet' });
  const inventory = await inventoryIn(out);
  const data = join(run, 'parquet/111111111111.parquet');
  const before = readFileSync(data);
  const files = readdirSync(run, { recursive: true });

  for (const sql of [
    `COPY (SELECT 1) TO '${data}' (FORMAT parquet)`,
    `COPY (SELECT 1) TO '${join(run, 'new.csv')}'`,
    `EXPLAIN ANALYZE COPY (SELECT 1) TO '${join(run, 'new.csv')}'`,
    `EXPLAIN COPY (SELECT 1) TO '${join(run, 'new.csv')}'`,
    `EXPORT DATABASE '${run}'`,
    `ATTACH '${join(run, 'new.db')}'`,
    "CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'x', SECRET 'y')",
    'CREATE TABLE t AS SELECT 1',
    'DROP VIEW resources',
    'SET lock_configuration = false',
    'SET enable_external_access = true',
    'INSTALL httpfs',
    'LOAD httpfs',
    'CALL force_checkpoint()',
    'PREPARE q AS SELECT 1',
    "; ; COPY resources TO 'x'",
  ]) {
    await expect(inventory.ask(sql), sql).rejects.toThrow(refused);
  }
  expect(readFileSync(data)).toEqual(before);
  expect(readdirSync(run, { recursive: true })).toEqual(files);
});

test('functions with side effects are refused, in any spelling', async () => {
  const inventory = await inventoryOf({ records: [instance('i-1')] });
  const folder = join(out, 'log');

  for (const sql of [
    `FROM enable_logging(storage = 'file', storage_config = {'path': '${folder}'})`,
    `SELECT (SELECT count(*) FROM system.main."Enable_Logging"())`,
    `EXPLAIN ANALYZE WITH a AS (FROM query('SELECT ' || '1')) FROM a`,
  ]) {
    await expect(inventory.ask(sql), sql).rejects.toThrow(/^an inventory is read-only: remove /);
  }
  expect(existsSync(folder)).toBe(false);
});

test('a query reads no other files, and nothing from the network', async () => {
  const inventory = await inventoryOf({ records: [instance('i-1')] });
  const closed = /file system operations are disabled by configuration/;

  for (const sql of [
    "FROM read_text('/etc/passwd')",
    "FROM read_csv('/etc/passwd')",
    "FROM read_parquet('/etc/passwd')",
    "FROM sniff_csv('/etc/passwd')",
    "FROM glob('/etc/*')",
    `FROM read_text('${join(out, '../*')}')`,
  ]) {
    await expect(inventory.ask(sql), sql).rejects.toThrow(closed);
  }
  await expect(inventory.ask("FROM '/etc/passwd'")).rejects.toThrow(/does not exist/);
  await expect(inventory.ask("FROM read_csv('https://example.com/x.csv')")).rejects.toThrow();
});

test.each([
  ['selec 1', 'Parser Error: syntax error at or near "selec"'],
  ['', 'there is no query; give one at a time'],
  ['SELECT 1; SELECT 2', 'there are 2 queries; give one at a time'],
  [
    'FROM ec2_instanc',
    'Catalog Error: Table with name ec2_instanc does not exist! Did you mean "ec2_instance"?',
  ],
])('%s is reported on one line', async (sql, message) => {
  const inventory = await inventoryOf({ records: [instance('i-1')] });

  await expect(inventory.ask(sql)).rejects.toMatchObject({ code: 'InvalidInput', message });
});

test('a record that is not JSON is reported with its file', async () => {
  const run = await writeRun(out, { records: [instance('i-1')] });
  appendFileSync(join(run, 'ndjson/111111111111.ndjson'), '{"accountId": "1"');
  const inventory = await inventoryIn(out);

  await expect(ask(inventory, 'FROM resources')).rejects.toThrow(
    /Malformed JSON in file ".*111111111111.ndjson"/,
  );
});

test('a running query can be interrupted', async () => {
  const inventory = await inventoryOf({ records: [instance('i-1')] });
  let isAsking = true;
  const endless =
    'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range * b.range = 7';
  const asking = ask(inventory, endless).finally(() => {
    isAsking = false;
  });
  const refusal = expect(asking).rejects.toThrow('INTERRUPT Error: Interrupted!');

  while (isAsking) {
    inventory.interrupt();
    await setImmediate();
  }
  await refusal;
});
