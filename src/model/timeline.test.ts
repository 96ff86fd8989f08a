import { expect, test } from 'vitest';
import { createTimeline } from './timeline.ts';

const rethrow = (error: unknown) => {
  throw error;
};

test('due changes happen in order, at their own time, and only once', () => {
  const timeline = createTimeline(rethrow);
  const seen: [string, number][] = [];
  const note = (name: string) => (now: number) => seen.push([name, now]);
  timeline.schedule(30, 'c', note('third'));
  timeline.schedule(10, 'a', note('first'));
  timeline.schedule(10, 'b', note('second'));
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
  const timeline = createTimeline(rethrow);
  const seen: number[] = [];
  timeline.schedule(10, 'a', (now) => timeline.schedule(now + 5, 'b', (at) => seen.push(at)));
  timeline.settle(20);
  expect(seen).toEqual([15]);
});

test('a change that fails is reported by name, and the others happen', () => {
  const failures: [unknown, string][] = [];
  const timeline = createTimeline((error, name) => failures.push([error, name]));
  const seen: number[] = [];
  const failure = new TypeError('broken');
  timeline.schedule(10, 'the end of a build', () => {
    throw failure;
  });
  timeline.schedule(20, 'an event', (at) => seen.push(at));
  timeline.settle(20);
  timeline.settle(20);
  expect({ failures, seen }).toEqual({ failures: [[failure, 'the end of a build']], seen: [20] });
});
