/** Attempts to leave a query: to write, to run text, to reach other files, the network or the settings of the database. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { record, writeRun } from '../../testing/write-run.ts';
import { chooseRuns } from './choose-runs.ts';
import { type Inventory, openInventory } from './open-inventory.ts';

const base = mkdtempSync(join(tmpdir(), 'flotilla-escapes-'));
const out = join(base, 'out');
const outside = join(base, 'outside');
const secret = join(outside, 'secret.csv');
let inventory: Inventory;
let run = '';

/** Every file with its content. */
function files(): ReadonlyMap<string, string> {
  const found = readdirSync(base, { recursive: true, withFileTypes: true });
  const paths = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return new Map(paths.sort().map((path) => [path, readFileSync(path, 'base64')]));
}

beforeAll(async () => {
  mkdirSync(outside, { recursive: true });
  writeFileSync(secret, 'word\nxylophone\n');
  run = await writeRun(out, {
    records: [record({ service: 'EC2', type: 'instance', id: 'i-1' })],
    format: 'parquet',
  });
  inventory = await openInventory(await chooseRuns({ from: [out] }));
});

afterAll(() => {
  inventory.close();
  rmSync(base, { recursive: true });
});

/** `$out` is a file in the folder that may be read, `$new` one outside, `$secret` an existing one outside. */
const attempts = [
  // Statements that write or change.
  "COPY (SELECT 1) TO '$out'",
  "COPY resources TO '$new' (FORMAT csv)",
  "COPY (SELECT 1) TO '$out' (FORMAT parquet, OVERWRITE true)",
  'COPY FROM DATABASE memory TO other',
  "EXPORT DATABASE '$new'",
  "IMPORT DATABASE '$new'",
  "ATTACH '$new' AS other",
  "ATTACH ':memory:' AS other",
  'DETACH memory',
  'USE memory.main',
  'CREATE TABLE t AS SELECT 1',
  'CREATE TEMP TABLE t (a INTEGER)',
  'CREATE VIEW v AS SELECT 1',
  'CREATE OR REPLACE VIEW resources AS SELECT 1',
  'CREATE MACRO m(a) AS a + 1',
  "CREATE MACRO m() AS TABLE FROM read_text('$secret')",
  'CREATE SCHEMA s',
  'CREATE SEQUENCE s',
  "CREATE SECRET s (TYPE s3, KEY_ID 'x', SECRET 'y')",
  "CREATE PERSISTENT SECRET s (TYPE s3, KEY_ID 'x', SECRET 'y')",
  'DROP VIEW resources',
  'ALTER VIEW resources RENAME TO r',
  'INSERT INTO resources VALUES (1)',
  'UPDATE resources SET id = 1',
  'DELETE FROM resources',
  'TRUNCATE resources',
  'MERGE INTO resources USING resources r ON true WHEN MATCHED THEN DELETE',
  'VACUUM',
  'ANALYZE',
  'CHECKPOINT',
  'FORCE CHECKPOINT',
  'BEGIN TRANSACTION',
  // Settings and extensions.
  'SET lock_configuration = false',
  'SET enable_external_access = true',
  "SET allowed_directories = ['/']",
  "SET VARIABLE x = 'y'",
  'RESET lock_configuration',
  "PRAGMA enable_profiling = 'json'",
  "PRAGMA profiling_output = '$new'",
  'INSTALL httpfs',
  'LOAD httpfs',
  "LOAD '$secret'",
  // Text that is run.
  "PREPARE q AS COPY (SELECT 1) TO '$new'",
  'EXECUTE q',
  "CALL json_execute_serialized_sql('{}')",
  "CALL enable_logging(storage = 'file', storage_config = {'path': '$new'})",
  'CALL force_checkpoint()',
  "PRAGMA json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
  "FROM json_execute_serialized_sql(json_serialize_sql('FROM enable_logging()'))",
  "FROM JSON_Execute_Serialized_SQL('{}')",
  "FROM query('SELECT 1')",
  "FROM query_table('resources')",
  // Functions with effects, wherever they are called.
  "FROM enable_logging(storage = 'file', storage_config = {'path': '$new'})",
  'SELECT (SELECT count(*) FROM system.main."Enable_Logging"())',
  'WITH a AS (FROM disable_logging()) FROM a',
  'SELECT * FROM resources WHERE EXISTS (FROM truncate_duckdb_logs())',
  'FROM resources, LATERAL (FROM checkpoint()) c',
  "SELECT write_log('x', level := 'error')",
  'SELECT id FROM resources ORDER BY write_log(id)',
  'SELECT sleep_ms(100000)',
  "SELECT nextval('s')",
  'SELECT setseed(0.5)',
  'FROM enable_profiling()',
  'FROM seq_scan()',
  'FROM duckdb_secrets()',
  'FROM duckdb_settings()',
  'FROM duckdb_temporary_files()',
  "FROM which_secret('s3://b', 's3')",
  'EXPLAIN ANALYZE FROM force_checkpoint()',
  "SELECT 1; COPY (SELECT 1) TO '$new'",
  // Other files and the network.
  "FROM '$secret'",
  "FROM read_csv('$secret')",
  "FROM read_text('$secret')",
  "FROM read_blob('$secret')",
  "FROM sniff_csv('$secret')",
  "FROM glob('$folder/*')",
  "FROM read_csv('$run/../../../../../../outside/secret.csv')",
  "FROM read_csv(['$run/manifests/*', '$secret'])",
  "FROM read_duckdb('$secret')",
  "FROM read_text('/proc/self/environ')",
  "FROM read_parquet('https://example.com/x.parquet')",
  "FROM read_csv('s3://bucket/x.csv')",
];

test.each(attempts)('%s is refused', async (attempt) => {
  const before = files();
  const sql = attempt
    .replaceAll('$out', join(run, 'new.csv'))
    .replaceAll('$new', join(outside, 'new'))
    .replaceAll('$secret', secret)
    .replaceAll('$folder', outside)
    .replaceAll('$run', run);
  const attempting = (async () => {
    const { rows } = await inventory.ask(sql);
    return await Array.fromAsync(rows);
  })();
  await expect(attempting).rejects.toMatchObject({
    code: 'InvalidInput',
    message: expect.not.stringContaining('xylophone'),
  });
  expect(files()).toEqual(before);
});

test('what reads the run is admitted, in every function that queries use', async () => {
  const queries = [
    'SELECT count(*) FROM resources',
    "SELECT sum(1), list(id), max(id), first(id) FILTER (id > '') FROM resources",
    'SELECT row_number() OVER (ORDER BY id), lag(id) OVER (ORDER BY id) FROM resources',
    "SELECT regexp_extract(id, 'i-(.*)', 1), upper(id), random() < 1, uuid() IS NOT NULL FROM resources",
    "SELECT list_transform([1, 2], x -> x + 1), strftime(now(), '%Y'), current_date",
    'SELECT unnest(range(3)), generate_series(1, 2)',
    'SELECT key, value FROM json_each(\'{"a": 1}\')',
    'FROM range(3)',
    'SELECT table_name FROM duckdb_tables()',
    `FROM read_parquet('${join(run, 'parquet')}/*.parquet')`,
    'SUMMARIZE resources',
    'DESCRIBE resources',
    'SHOW TABLES',
    'EXPLAIN SELECT count(*) FROM resources',
  ];
  for (const sql of queries) {
    const { rows } = await inventory.ask(sql);
    expect((await Array.fromAsync(rows)).length, sql).toBeGreaterThanOrEqual(0);
  }
});
