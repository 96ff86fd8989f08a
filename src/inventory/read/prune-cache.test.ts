import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { markUsed, pruneCache } from './prune-cache.ts';

let cache = '';

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'flotilla-cache-'));
});

afterEach(() => rmSync(cache, { recursive: true }));

const now = Date.UTC(2026, 0, 31);
const path = (name: string) => join(cache, name);
const exists = (...names: readonly string[]) => names.map((name) => existsSync(path(name)));

function write(name: string, bytes: number, link?: string): void {
  mkdirSync(dirname(path(name)), { recursive: true });
  writeFileSync(path(name), 'x'.repeat(bytes));
  utimesSync(path(name), now / 1000 - 7_200, now / 1000 - 7_200);
  if (link === undefined) return;
  mkdirSync(dirname(path(link)), { recursive: true });
  linkSync(path(name), path(link));
}

function usedOn(day: number, run: string): void {
  const at = Date.UTC(2026, 0, day) / 1000;
  utimesSync(path(run), at, at);
}

test('the run that was used least recently is deleted with its objects, not more than needed', async () => {
  write('objects/aa/1', 100, 'runs/old/run/a');
  write('objects/bb/2', 100, 'runs/new/run/b');
  write('objects/cc/3', 100, 'runs/new/run/c');
  // Both runs have it.
  write('objects/dd/4', 100, 'runs/old/run/d');
  linkSync(path('objects/dd/4'), path('runs/new/run/d'));
  usedOn(1, 'runs/old');
  usedOn(2, 'runs/new');

  await pruneCache({ cache, maxBytes: 400, now });
  expect(exists('runs/old')).toEqual([true]);

  await pruneCache({ cache, maxBytes: 300, now });
  expect(exists('runs/old', 'runs/new/run/d', 'objects/aa/1', 'objects/dd/4')).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

test('what a living process uses stays, even above the limit', async () => {
  write('objects/aa/1', 100, 'runs/mine/run/a');
  write('objects/bb/2', 100, 'runs/other/run/b');
  await markUsed(path('runs/mine'));
  // A process that has ended.
  mkdirSync(path('runs/other.used'));
  writeFileSync(path('runs/other.used/999999999@elsewhere'), '');
  usedOn(1, 'runs/other.used');

  await pruneCache({ cache, maxBytes: 0, now });

  expect(exists('runs/mine/run/a', 'objects/aa/1', 'runs/other', 'objects/bb/2')).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('an object that was just downloaded is not deleted before it is linked', async () => {
  write('objects/aa/1', 100);
  utimesSync(path('objects/aa/1'), now / 1000, now / 1000);

  await pruneCache({ cache, maxBytes: 0, now });

  expect(exists('objects/aa/1')).toEqual([true]);
});

test('a cache that does not exist is not created', async () => {
  await pruneCache({ cache: path('none'), maxBytes: 0, now });

  expect(exists('none')).toEqual([false]);
});
