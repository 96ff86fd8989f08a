import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Clock } from '../../model/clock.ts';
import { readCredentials, writeCredentials } from './credentials-file.ts';
import { renewCredentials } from './renew-credentials.ts';

const start = Date.UTC(2026, 0, 31);
const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example', sessionToken: 'token' };
const newFile = () => join(mkdtempSync(join(tmpdir(), 'flotilla-renew-')), 'aws');

test('credentials of an hour are renewed ten minutes before they expire, until it is stopped', async () => {
  const file = newFile();
  let now = start;
  const stop = new AbortController();
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
  const taken: number[] = [];
  const failures: unknown[] = [];
  const anHour = () => ({ ...keys, expiration: new Date(now + 3_600_000) });
  await writeCredentials(file, anHour());
  const take = async () => {
    taken.push((now - start) / 60_000);
    if (taken.length === 2) throw new Error('not now');
    if (taken.length === 4) stop.abort();
    return anHour();
  };
  const onFailure = (error: unknown) => void failures.push(error);
  const times = await renewCredentials({ file, take, clock, signal: stop.signal, onFailure });

  // The second attempt at 100 minutes failed: it was repeated after half a minute.
  expect(taken).toEqual([50, 100, 100.5, 150.5]);
  expect(failures).toEqual([new Error('not now')]);
  expect(times).toBe(3);
  expect((await readCredentials(file)).expiration).toEqual(new Date(start + 210.5 * 60_000));
});

test('credentials that do not expire are not renewed', async () => {
  const file = newFile();
  await writeCredentials(file, keys);
  const take = async () => expect.unreachable('nothing is to be renewed');
  const clock = { now: () => start, sleep: async () => {} };
  const signal = new AbortController().signal;

  expect(await renewCredentials({ file, take, clock, signal, onFailure: () => {} })).toBe(0);
});
