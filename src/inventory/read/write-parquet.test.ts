import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { record } from '../../testing/write-run.ts';
import { openDatabase, type ResultRow } from './open-database.ts';
import { quoteText } from './quote.ts';
import { writeParquet } from './write-parquet.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-parquet-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function written(lines: string): Promise<string> {
  const [source, target] = [join(folder, 'a.ndjson'), join(folder, 'a.parquet')];
  writeFileSync(source, lines);
  await writeParquet(source, target);
  return target;
}

async function ask(sql: string): Promise<readonly ResultRow[]> {
  const database = await openDatabase();
  try {
    return await database.all(sql);
  } finally {
    database.close();
  }
}

const lines = ['b', 'a', 'c'].map((id) =>
  JSON.stringify(record({ service: 'EC2', type: id === 'c' ? 'image' : 'vpc', id })),
);

test('records are sorted for queries, and compressed', async () => {
  const file = await written(`${lines.join('\n')}\n`);

  expect(await ask(`SELECT type, id FROM ${quoteText(file)}`)).toEqual([
    { type: 'image', id: 'c' },
    { type: 'vpc', id: 'a' },
    { type: 'vpc', id: 'b' },
  ]);
  expect(
    await ask(`SELECT DISTINCT compression FROM parquet_metadata(${quoteText(file)})`),
  ).toEqual([{ compression: 'ZSTD' }]);
});

test('no records are a file with the columns of one', async () => {
  const file = await written('');

  const columns = await ask(`DESCRIBE FROM ${quoteText(file)}`);
  expect(columns.map(({ column_name, column_type }) => [column_name, column_type])).toEqual([
    ['account_id', 'VARCHAR'],
    ['account_name', 'VARCHAR'],
    ['ou_path', 'VARCHAR'],
    ['region', 'VARCHAR'],
    ['service', 'VARCHAR'],
    ['type', 'VARCHAR'],
    ['id', 'VARCHAR'],
    ['arn', 'VARCHAR'],
    ['tags', 'MAP(VARCHAR, VARCHAR)'],
    ['collected_at', 'TIMESTAMP'],
    ['catalogue_version', 'VARCHAR'],
    ['resource', 'JSON'],
    ['unread', 'STRUCT(operation VARCHAR, kind VARCHAR, code VARCHAR)[]'],
  ]);
});

test('a file that cannot be converted leaves nothing behind', async () => {
  await expect(written(`${lines[0]}\n{"accountId": `)).rejects.toThrow(/Malformed JSON/);

  expect(readdirSync(folder)).toEqual(['a.ndjson']);
  expect(existsSync(join(folder, 'a.parquet'))).toBe(false);
});
