import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tablePages } from '../scripts/table-pages.ts';

test('docs/tables is current: every table, with the columns that it has', () => {
  const folder = join(import.meta.dirname, 'tables');
  const pages = tablePages();

  expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
  const stale = [...pages].filter(
    ([name, text]) => readFileSync(join(folder, name), 'utf8') !== text,
  );
  expect(
    stale.map(([name]) => name),
    'run npm run docs:tables',
  ).toEqual([]);
});
