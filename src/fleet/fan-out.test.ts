import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FanOutOptions, fanOut } from './fan-out.ts';
import type { FanOutOperation, SettledItem } from './settled-item.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Respects its signal, as the SDK does. */
const obedient = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

async function run<I, T>(
  items: readonly I[] | AsyncIterable<I>,
  operation: FanOutOperation<I, T>,
  options: FanOutOptions<I>,
): Promise<SettledItem<I, T>[]> {
  const settled: SettledItem<I, T>[] = [];
  const reading = (async () => {
    for await (const one of fanOut(items, operation, options)) settled.push(one);
  })();
  reading.catch(() => {});
  await vi.advanceTimersByTimeAsync(3_600_000);
  await reading;
  return settled;
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

test('every item has one outcome, in the order of completion', async () => {
  const outcomes = await run([30, 10, 20], async (ms) => wait(ms), { concurrency: 3 });

  expect(outcomes).toEqual(
    [10, 20, 30].map((item) => ({ status: 'done', item, value: undefined, durationMs: item })),
  );
});

test('outcomes come in the order of the items if requested', async () => {
  const outcomes = await run([30, 10, 20], async (ms) => wait(ms), {
    concurrency: 3,
    order: 'input',
  });

  expect(outcomes.map(({ item }) => item)).toEqual([30, 10, 20]);
});

test('no items, no outcomes', async () => {
  expect(await run([], async () => 'never', { concurrency: 1 })).toEqual([]);
});

test('never runs more than the limit, even when operations are slow to stop', async () => {
  let running = 0;
  let most = 0;
  const slow = async () => {
    most = Math.max(most, ++running);
    await wait(69_000);
    running--;
    throw new Error('too late');
  };

  const outcomes = await run(numbers(5), slow, { concurrency: 2, timeoutMs: 60_000 });

  expect(most).toBe(2);
  expect(outcomes).toEqual(
    numbers(5).map((item) => ({
      status: 'failed',
      item,
      error: new DOMException('no answer within 60000 ms', 'TimeoutError'),
      durationMs: 69_000,
    })),
  );
});

test('an operation that ignores its deadline is left behind after a grace period', async () => {
  const operation = (item: string) => (item === 'deaf' ? new Promise<string>(() => {}) : item);
  const options = { concurrency: 1, timeoutMs: 60_000 };

  const outcomes = await run(['deaf', 'next'], operation, options);

  expect(outcomes).toEqual([
    {
      status: 'failed',
      item: 'deaf',
      error: expect.objectContaining({
        name: 'TimeoutError',
        message:
          'no answer within 60000 ms, and no end 10000 ms after its signal: it may still be running',
      }),
      durationMs: 70_000,
    },
    { status: 'done', item: 'next', value: 'next', durationMs: 0 },
  ]);
});

test('what an operation does after it was left behind changes nothing', async () => {
  const late = async (item: number) => {
    await wait(item);
    if (item > 80_000) throw new Error('too late');
    return 'too late';
  };
  const options = { concurrency: 2, timeoutMs: 60_000 };

  const outcomes = await run([75_000, 85_000], late, options);

  expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'failed']);
});

test('fills every slot', async () => {
  let running = 0;
  let most = 0;
  const operation = async () => {
    most = Math.max(most, ++running);
    await wait(10);
    running--;
  };

  await run(numbers(50), operation, { concurrency: 7 });

  expect(most).toBe(7);
});

test('a throwing operation costs one outcome, never a slot', async () => {
  const error = new Error('no');
  const operation = (item: number) => {
    if (item % 2 === 0) throw error;
    return item;
  };

  const outcomes = await run(numbers(5), operation, { concurrency: 1 });

  expect(outcomes).toEqual([
    { status: 'failed', item: 0, error, durationMs: 0 },
    { status: 'done', item: 1, value: 1, durationMs: 0 },
    { status: 'failed', item: 2, error, durationMs: 0 },
    { status: 'done', item: 3, value: 3, durationMs: 0 },
    { status: 'failed', item: 4, error, durationMs: 0 },
  ]);
});

test('the deadline counts from the start of the item, not of the run', async () => {
  const outcomes = await run(numbers(4), (_, signal) => obedient(40_000, signal), {
    concurrency: 1,
    timeoutMs: 60_000,
  });

  expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
});

test('an operation that returns after its deadline is still done', async () => {
  const outcomes = await run([1], () => wait(90).then(() => 'late'), {
    concurrency: 1,
    timeoutMs: 60,
  });

  expect(outcomes).toEqual([{ status: 'done', item: 1, value: 'late', durationMs: 90 }]);
});

test('cancelling aborts what runs, starts nothing new, and reports the rest as not started', async () => {
  const stop = new AbortController();
  const reason = new DOMException('interrupted', 'AbortError');
  const started: number[] = [];
  const operation = (item: number, signal: AbortSignal) => {
    started.push(item);
    return obedient(item === 0 ? 10 : 60_000, signal);
  };
  setTimeout(() => stop.abort(reason), 1_000);

  const outcomes = await run(numbers(4), operation, { concurrency: 2, signal: stop.signal });

  expect(started).toEqual([0, 1, 2]);
  expect(outcomes).toEqual([
    { status: 'done', item: 0, value: undefined, durationMs: 10 },
    { status: 'failed', item: 1, error: reason, durationMs: 1_000 },
    { status: 'failed', item: 2, error: reason, durationMs: 990 },
    { status: 'not-started', item: 3, reason: 'the run was stopped' },
  ]);
});

test('a cancelled run ends within a second although an operation ignores its signal', async () => {
  const stop = new AbortController();
  const reason = new DOMException('interrupted', 'AbortError');
  setTimeout(() => stop.abort(reason), 1_000);
  let endedAt = 0;
  const startedAt = Date.now();

  const outcomes = await run(
    [0],
    () =>
      wait(600_000).then(() => {
        endedAt = 1;
      }),
    {
      concurrency: 1,
      signal: stop.signal,
    },
  );

  expect(outcomes).toEqual([{ status: 'failed', item: 0, error: reason, durationMs: 1_500 }]);
  expect(Date.now() - startedAt).toBe(3_600_000);
  expect(endedAt).toBe(1); // Long after: its late result changes nothing.
});

test('a signal that is aborted already starts nothing', async () => {
  const outcomes = await run([1, 2], () => 'never', {
    concurrency: 1,
    signal: AbortSignal.abort(),
  });

  expect(outcomes).toEqual([
    { status: 'not-started', item: 1, reason: 'the run was stopped' },
    { status: 'not-started', item: 2, reason: 'the run was stopped' },
  ]);
});

test('a cancelled run does not wait for a listing that hangs', async () => {
  const stop = new AbortController();
  async function* hanging() {
    yield 1;
    await wait(10_000_000);
    yield 2;
  }
  setTimeout(() => stop.abort(), 1_000);

  const outcomes = await run(hanging(), async (item) => item, {
    concurrency: 2,
    signal: stop.signal,
  });

  expect(outcomes).toEqual([{ status: 'done', item: 1, value: 1, durationMs: 0 }]);
});

test('a stop condition lets running operations finish and starts nothing new', async () => {
  const operation = async (item: number) => {
    await wait(10 * (item + 1));
    if (item === 0) throw new Error('first');
    return item;
  };

  const outcomes = await run(numbers(4), operation, {
    concurrency: 2,
    stopWhen: ({ failed, total }) => (failed > 0 ? `${failed} of ${total} failed` : undefined),
  });

  expect(outcomes).toEqual([
    { status: 'failed', item: 0, error: new Error('first'), durationMs: 10 },
    { status: 'not-started', item: 2, reason: '1 of 4 failed' },
    { status: 'not-started', item: 3, reason: '1 of 4 failed' },
    { status: 'done', item: 1, value: 1, durationMs: 20 },
  ]);
});

test('items that cannot be read end the run after running operations have ended', async () => {
  async function* broken() {
    yield 1;
    yield 2;
    throw new Error('page 2 was refused');
  }
  const seen: number[] = [];
  const reading = (async () => {
    for await (const { item } of fanOut(broken(), () => wait(50), { concurrency: 5 }))
      seen.push(item);
  })();
  const refused = expect(reading).rejects.toThrow('page 2 was refused');
  await vi.advanceTimersByTimeAsync(1_000);
  await refused;

  expect(seen).toEqual([1, 2]);
});

test('starts while the listing continues', async () => {
  const started: string[] = [];
  const beganAt = Date.now();
  async function* pages() {
    for (const page of ['a', 'b', 'c']) {
      await wait(1_000);
      yield page;
    }
  }

  await run(pages(), (page) => void started.push(`${page} at ${Date.now() - beganAt}`), {
    concurrency: 5,
  });

  expect(started).toEqual(['a at 1000', 'b at 2000', 'c at 3000']);
});

test('a slow reader slows the run', async () => {
  let started = 0;
  const outcomes = fanOut(numbers(1_000), () => void started++, { concurrency: 2 });
  await outcomes.next();
  await vi.advanceTimersByTimeAsync(1_000);

  expect(started).toBeLessThanOrEqual(2 * 4 + 2 * 2 + 1);
  await outcomes.return();
});

test('leaving the loop stops the run', async () => {
  const signals: AbortSignal[] = [];
  const operation = (item: number, signal: AbortSignal) => {
    signals.push(signal);
    return obedient(item === 0 ? 1 : 60_000, signal);
  };
  const reading = (async () => {
    for await (const _ of fanOut(numbers(100), operation, { concurrency: 3 })) break;
  })();
  await vi.advanceTimersByTimeAsync(1_000);
  await reading;
  await vi.advanceTimersByTimeAsync(600_000);

  expect(signals.map(({ aborted }) => aborted)).toEqual(
    [true, true, true, true].slice(0, signals.length),
  );
  expect(signals.length).toBeLessThanOrEqual(4);
});

test('memory does not grow with the items already done', async () => {
  const alive: WeakRef<object>[] = [];
  async function* items() {
    for (let index = 0; index < 2_000; index++) yield { index };
  }
  const operation = (item: { index: number }) => {
    const value = { item, weight: new Array(1_000).fill(item.index) };
    alive.push(new WeakRef(value));
    return value;
  };
  let most = 0;
  let seen = 0;
  vi.useRealTimers();
  for await (const { status } of fanOut(items(), operation, { concurrency: 4 })) {
    if (status !== 'done') throw new Error('unexpected');
    if (++seen % 500 !== 0) continue;
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
    most = Math.max(most, alive.filter((value) => value.deref()).length);
  }

  expect(seen).toBe(2_000);
  expect(most).toBeLessThan(200);
});
