import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { virtualClock } from '../../simulator/index.ts';
import { folderReportStore } from '../store/folder-report-store.ts';
import { type FetchText, readRates } from './currency-rates.ts';

const url = 'https://open.er-api.com/v6/latest/USD';
const good = () => Response.json({ result: 'success', rates: { USD: 1, EUR: 0.9234 } });

/** A clock on which waits take no time, and a source with one response after the other; the last one is repeated. */
function source(...responses: readonly (() => Response)[]) {
  const clock = virtualClock(Date.UTC(2026, 3, 14));
  const waits: number[] = [];
  const urls: string[] = [];
  const fetch: FetchText = async (address) => {
    urls.push(address);
    const next = responses[Math.min(urls.length, responses.length) - 1] ?? good;
    return next();
  };
  const sleep = async (ms: number) => {
    waits.push(ms);
    await clock.advance(ms);
  };
  const access = {
    fetch,
    clock: { now: clock.now, sleep },
    store: folderReportStore(mkdtempSync(join(tmpdir(), 'flotilla-rates-'))),
    key: 'rates.json',
  };
  return { access, waits, urls };
}

const ratesOf = (rates: object) => () => Response.json({ result: 'success', rates });
const tooMany = () => new Response('', { status: 429 });
const unreachable = () => {
  throw new TypeError('fetch failed');
};

test('rates are those of the source, and stored for the time when it cannot be reached', async () => {
  const { access, urls } = source(good);

  const read = await readRates(access);

  expect(read).toEqual({ readAt: '2026-04-14T00:00:00.000Z', rates: { USD: 1, EUR: 0.9234 } });
  expect(urls).toEqual([url]);
  expect(JSON.parse((await access.store.read('rates.json')) ?? '')).toEqual({
    version: 1,
    ...read,
  });
});

test('a source that asks to come later is called again after longer and longer waits', async () => {
  const { access, waits } = source(tooMany, unreachable, good);

  expect(await readRates(access)).toMatchObject({ rates: { EUR: 0.9234 } });
  expect(waits).toEqual([3_000, 9_000]);
});

test('the last known rates are used, and named so, when the source cannot be reached', async () => {
  const { access, waits } = source(good, unreachable);
  await readRates(access);

  expect(await readRates(access)).toEqual({
    readAt: '2026-04-14T00:00:00.000Z',
    rates: { USD: 1, EUR: 0.9234 },
    lastKnownBecause: `${url} cannot be reached (fetch failed)`,
  });
  expect(waits).toEqual([3_000, 9_000, 27_000, 81_000]);
});

test.each([
  ['status 429', tooMany, `${url} returned status 429`],
  ['text', () => new Response('<html>'), `${url} returned no rates`],
  ['no rates', () => Response.json({ result: 'error' }), `${url} returned no rates`],
  ['a rate of zero', ratesOf({ USD: 1, EUR: 0 }), `${url} returned no rates`],
  ['a rate of no currency', ratesOf({ USD: 1, EUR: 1e300 }), `${url} returned no rates`],
  ['no rate at all', ratesOf({}), `${url} returned no rates`],
  ['rates of another base', ratesOf({ USD: 1.08, EUR: 1 }), `${url} returned no rates`],
])(
  'a source that returns %s has no rates, and without earlier ones there are none',
  async (_, response, reason) => {
    expect(await readRates(source(response).access)).toEqual({ unavailable: reason });
  },
);

test('a source that returns rates of another base does not replace the last known ones', async () => {
  const { access } = source(good, ratesOf({ USD: 1.08, EUR: 1 }));
  await readRates(access);

  expect(await readRates(access)).toMatchObject({ rates: { EUR: 0.9234 } });
  expect(await access.store.read('rates.json')).toContain('0.9234');
});
