import { expect, test } from 'vitest';
import { createTimeline } from './timeline.ts';

test('due changes happen in order, at their own time, and only once', () => {
  const timeline = createTimeline();
  const seen: [string, number][] = [];
  const note = (name: string) => (now: number) => seen.push([name, now]);
  timeline.schedule(30, note('third'));
  timeline.schedule(10, note('first'));
  timeline.schedule(10, note('second'));
  timeline.settle(20);
  timeline.settle(20);
  expect(seen).toEqual([
    ['first', 10],
    ['second', 10],
  ]);
  timeline.settle(100);
  expect(seen.at(-1)).toEqual(['third', 30]);
});

test('a change may schedule another one that is due immediately', () => {
  const timeline = createTimeline();
  const seen: number[] = [];
  timeline.schedule(10, (now) => timeline.schedule(now + 5, (at) => seen.push(at)));
  timeline.settle(20);
  expect(seen).toEqual([15]);
});
