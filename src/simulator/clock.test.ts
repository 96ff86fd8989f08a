import { expect, test } from 'vitest';
import { virtualClock } from './clock.ts';

test('sleeps end in order, each at its own time', async () => {
  const clock = virtualClock(0);
  const woken: [string, number][] = [];
  const sleeper = async (name: string, ms: number) => {
    await clock.sleep(ms);
    woken.push([name, clock.now()]);
  };
  void sleeper('late', 300);
  void sleeper('early', 100);
  await clock.advance(200);
  expect(woken).toEqual([['early', 100]]);
  await clock.advance(200);
  expect(woken).toEqual([
    ['early', 100],
    ['late', 300],
  ]);
  expect(clock.now()).toBe(400);
});

test('a sleeper that sleeps again wakes within the same advance', async () => {
  const clock = virtualClock(0);
  const times: number[] = [];
  const worker = async () => {
    for (let round = 0; round < 3; round++) {
      await clock.sleep(1_000);
      times.push(clock.now());
    }
  };
  void worker();
  await clock.advance(10_000);
  expect(times).toEqual([1_000, 2_000, 3_000]);
});

test('a sleep can be cancelled', async () => {
  const clock = virtualClock(0);
  const controller = new AbortController();
  const sleep = clock.sleep(1_000, controller.signal);
  controller.abort(new Error('enough'));
  await expect(sleep).rejects.toThrow('enough');
});
