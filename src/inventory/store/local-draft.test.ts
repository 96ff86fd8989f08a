import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openFile } from './local-draft.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-draft-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const megabyte = 'x'.repeat(2 ** 20);
/** A file for which every write fails with a full disk: Linux has one. */
const full = '/dev/full';

test('concurrent writes are in the file, in order, without a listener warning', async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => void warnings.push(warning);
  process.on('warning', warned);
  const draft = await openFile(join(folder, 'some/where/a.ndjson'));
  const lines = Array.from({ length: 100 }, (_, index) => `${index} ${'x'.repeat(10_000)}\n`);

  await Promise.all(lines.map((line) => draft.write(line)));
  await draft.close();

  process.off('warning', warned);
  expect(readFileSync(draft.file, 'utf8')).toBe(lines.join(''));
  expect(warnings).toEqual([]);
});

test('a draft that is dropped at once leaves no file', async () => {
  const draft = await openFile(join(folder, 'a.ndjson'));
  await draft.remove();

  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(!existsSync(full))(
  'a full disk is reported by the next write, or by close',
  async () => {
    const refused = `cannot write ${join(folder, 'a.ndjson')}: the disk is full; what was finished before is intact`;
    symlinkSync(full, join(folder, 'a.ndjson'));

    const small = await openFile(join(folder, 'a.ndjson'));
    await small.write('a line\n');
    await expect(small.close()).rejects.toThrow(refused);
    const large = await openFile(join(folder, 'a.ndjson'));
    await expect(large.write(megabyte)).rejects.toThrow(refused);
    await expect(large.close()).rejects.toThrow(refused);
  },
);
