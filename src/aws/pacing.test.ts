import { expect, test } from 'vitest';
import type { Clock } from '../model/clock.ts';
import { createPacer, type PacedApi } from './pacing.ts';

const api: PacedApi = {
  payer: '111111111111',
  region: 'eu-west-1',
  service: 'sts',
  operation: 'AssumeRole',
};

/** Sleeping moves the time, so a sequence of waits is a sequence of numbers. */
function steppingClock() {
  let now = 0;
  const clock: Clock & { advance(ms: number): void } = {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
    advance: (ms) => {
      now += ms;
    },
  };
  return clock;
}

/** A service that grants that many calls a second and responds at once. */
function service(clock: Clock, perSecond: number, burst: number) {
  let tokens = burst;
  let at = clock.now();
  return () => {
    tokens = Math.min(burst, tokens + ((clock.now() - at) / 1000) * perSecond);
    at = clock.now();
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

test('a burst proceeds at once, and then the quota is kept', async () => {
  const clock = steppingClock();
  const pacer = createPacer({ clock, quotas: { 'sts:*': { perSecond: 10, burst: 3 } } });
  const times: number[] = [];
  for (let call = 0; call < 6; call++) {
    await pacer.take(api);
    times.push(clock.now());
  }

  expect(times).toEqual([0, 0, 0, 100, 200, 300]);
});

test('a wait is never so short that the clock does not notice it', async () => {
  let now = 1_767_225_600_000.1;
  let sleeps = 0;
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      if (++sleeps > 1_000) throw new Error('it never resolves');
      now += ms;
    },
  };
  const pacer = createPacer({ clock, quotas: { 'sts:*': { perSecond: 21_549.5, burst: 1 } } });
  for (let call = 0; call < 200; call++) await pacer.take(api);

  expect(sleeps).toBeLessThan(400);
});

test('waiting calls proceed in order of arrival', async () => {
  const clock = steppingClock();
  const pacer = createPacer({ clock, quotas: { 'sts:*': { perSecond: 10, burst: 1 } } });
  const went: string[] = [];

  await Promise.all(
    ['a', 'b', 'c', 'd'].map(async (name) => {
      await pacer.take(api);
      went.push(name);
    }),
  );

  expect(went).toEqual(['a', 'b', 'c', 'd']);
  expect(clock.now()).toBeCloseTo(300, 5);
});

test('each payer, region and quota has its own bucket', async () => {
  const clock = steppingClock();
  const quotas = {
    'sts:*': { perSecond: 1, burst: 1 },
    'account:ListRegions': { perSecond: 1, burst: 1 },
  };
  const pacer = createPacer({ clock, quotas });
  await pacer.take(api);
  await pacer.take({ ...api, payer: '222222222222' });
  await pacer.take({ ...api, region: 'us-east-1' });
  await pacer.take({ ...api, service: 'account', operation: 'ListRegions' });

  expect(clock.now()).toBe(0);
});

test('operations of a service that shares its quota share a bucket', async () => {
  const clock = steppingClock();
  const pacer = createPacer({ clock, quotas: { 'sts:*': { perSecond: 1, burst: 1 } } });
  await pacer.take(api);
  await pacer.take({ ...api, operation: 'GetCallerIdentity' });

  expect(clock.now()).toBe(1000);
});

test('an API without a documented quota does not wait until it throttles', async () => {
  const clock = steppingClock();
  const pacer = createPacer({ clock, quotas: {} });
  const iam = { ...api, service: 'iam', operation: 'ListUsers' };
  for (let call = 0; call < 100; call++) await pacer.take(iam);
  expect(clock.now()).toBe(0);

  (await pacer.take(iam)).throttled();
  await pacer.take(iam);
  await pacer.take(iam);

  expect(clock.now()).toBeGreaterThan(50);
});

test('the rate adapts to what a service grants below its quota, with few refusals', async () => {
  const clock = steppingClock();
  const grants = service(clock, 100, 100);
  const pacer = createPacer({ clock, quotas: { 'sts:*': { perSecond: 600, burst: 600 } } });
  let granted = 0;
  while (granted < 3_000) {
    const turn = await pacer.take(api);
    if (grants()) {
      granted++;
      turn.granted();
    } else turn.throttled();
  }

  expect(clock.now() / 1000).toBeGreaterThan(28);
  expect(clock.now() / 1000).toBeLessThan(33);
  expect(pacer.counts.throttled / pacer.counts.calls).toBeLessThan(0.2);
});

test('returns to the quota when the service grants it again', async () => {
  const clock = steppingClock();
  const pacer = createPacer({ clock, quotas: { 'sts:*': { perSecond: 100, burst: 1 } } });
  (await pacer.take(api)).throttled();
  clock.advance(30_000);
  const from = clock.now();
  for (let call = 0; call < 101; call++) await pacer.take(api);

  expect(clock.now() - from).toBeCloseTo(1000, 0);
});

test('throttles of calls that were sent before the decrease do not lower the rate again', async () => {
  const clock = steppingClock();
  const pacer = createPacer({ clock, quotas: { 'sts:*': { perSecond: 100, burst: 50 } } });
  const turns = await Promise.all(Array.from({ length: 50 }, () => pacer.take(api)));
  for (const turn of turns) turn.throttled();
  await pacer.take(api);

  // One decrease: 70 a second.
  expect(clock.now()).toBeCloseTo(1000 / 70, 5);
});

test('the rate does not fall below the granted rate, however many calls are refused', async () => {
  const clock = steppingClock();
  const pacer = createPacer({ clock, quotas: { 'sts:*': { perSecond: 600, burst: 100 } } });
  for (let call = 0; call < 100; call++) (await pacer.take(api)).granted();
  for (let call = 0; call < 20; call++) (await pacer.take(api)).throttled();
  const from = clock.now();
  for (let call = 0; call < 9; call++) await pacer.take(api);

  expect(clock.now() - from).toBeLessThan(110);
});

test('a cancelled call does not block those that wait behind it', async () => {
  const clock = steppingClock();
  const pacer = createPacer({ clock, quotas: { 'sts:*': { perSecond: 10, burst: 1 } } });
  const stop = new AbortController();
  await pacer.take(api);
  const gone = pacer.take(api, stop.signal);
  const behind = pacer.take(api);
  stop.abort(new Error('interrupted'));

  await expect(gone).rejects.toThrow('interrupted');
  await behind;
  expect(Math.round(clock.now())).toBe(100);
});

test('a call that is cancelled while it waits rejects with the reason', async () => {
  const pacer = createPacer({ quotas: { 'sts:*': { perSecond: 0.001, burst: 1 } } });
  const stop = new AbortController();
  await pacer.take(api);
  const waiting = pacer.take(api, stop.signal);
  stop.abort(new Error('interrupted'));

  await expect(waiting).rejects.toThrow('interrupted');
});

test('idle buckets of finished accounts are removed', async () => {
  const clock = steppingClock();
  const pacer = createPacer({
    clock,
    quotas: { 'account:ListRegions': { perSecond: 5, burst: 5 } },
  });
  const listRegions = { ...api, service: 'account', operation: 'ListRegions' };
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let account = 0; account < 50_000; account++) {
    await pacer.take({ ...listRegions, payer: String(account) });
    clock.advance(1);
  }
  globalThis.gc?.();

  expect(process.memoryUsage().heapUsed - before).toBeLessThan(5_000_000);
});
