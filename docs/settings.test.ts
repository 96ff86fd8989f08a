/** The guide to the settings has every key. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultsSchema } from '../src/settings/entry-schema.ts';
import { fileSchema, sections } from '../src/settings/file-schema.ts';

const page = readFileSync(join(import.meta.dirname, 'settings.md'), 'utf8');
const table = page.split('\n').filter((line) => line.startsWith('|'));

test('every key of the settings is in the guide', () => {
  const keys = [
    ...Object.keys(fileSchema.shape),
    ...Object.values(sections).flatMap(({ shape }) => Object.keys(shape)),
    ...Object.keys(defaultsSchema.shape),
  ];

  expect(keys.filter((key) => !table.some((line) => line.includes(`\`${key}\``)))).toEqual([]);
});

test('the CSV file of the guide equals that of the example', () => {
  const example = readFileSync(
    join(import.meta.dirname, '../examples/settings/finance.csv'),
    'utf8',
  );

  expect(page).toContain(example);
});
