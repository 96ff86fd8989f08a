import { expect, test } from 'vitest';
import { fakeIo } from '../../testing/command-line.ts';
import { divertConsole } from './divert-console.ts';
import { startProgress } from './progress.ts';

/** At a time that the test sets. */
function timedIo(isTerminal: boolean) {
  const { io, printed } = fakeIo({ isTerminal });
  let now = 0;
  return {
    io: { ...io, clock: { ...io.clock, now: () => now } },
    printed,
    at: (ms: number) => {
      now = ms;
    },
  };
}

test('without a terminal a line is printed at each tenth, but not more than one a second', () => {
  const { io, printed, at } = timedIo(false);
  const progress = startProgress(100, io);
  const settle = (ms: number, done: number, failed: number) => {
    at(ms);
    progress.update({ done, failed });
  };

  settle(500, 20, 0);
  settle(1_100, 21, 0);
  settle(1_200, 40, 1);
  settle(1_900, 60, 1);
  settle(2_200, 60, 2);
  settle(2_300, 97, 3);
  progress.stop();

  expect(printed().stderr).toBe('21 of 100: 21 done, 0 failed\n62 of 100: 60 done, 2 failed\n');
});

test('without a terminal a slow run prints a line every five seconds', () => {
  const { io, printed, at } = timedIo(false);
  const progress = startProgress(1_000, io);

  for (const second of [1, 2, 3, 4, 5, 6]) {
    at(second * 1_000);
    progress.update({ done: second, failed: 0 });
  }

  expect(printed().stderr).toBe('5 of 1000: 5 done, 0 failed\n');
});

test('on a terminal a bar shows how much, how fast and how long, and restores the line and the cursor', () => {
  const { io, printed, at } = timedIo(true);
  const progress = startProgress(100, io);

  at(5_000);
  progress.update({ done: 48, failed: 2 });
  progress.stop();
  progress.stop();

  const { stdout, stderr } = printed();
  expect(stdout).toBe('');
  expect(stderr).toContain(
    '50% · 48 done, \u001b[31m2 failed\u001b[39m of 100 · 10.0/s · 5.0 s left',
  );
  expect(stderr.startsWith('\u001b[?25l')).toBe(true);
  expect(stderr.endsWith('\u001b[?25h\u001b[1G\u001b[2K')).toBe(true);
  expect(stderr).not.toContain('\u001b8');
});

test('the bar leaves its line to a question, and continues after the answer', () => {
  const { io, printed, at } = timedIo(true);
  const progress = startProgress(100, io);
  const resume = progress.pause();
  const before = printed().stderr;
  at(5_000);
  progress.update({ done: 48, failed: 2 });
  const asking = printed().stderr;
  resume();
  progress.update({ done: 49, failed: 2 });
  progress.stop();

  expect(before.endsWith('\r\u001b[K\u001b[?25h')).toBe(true);
  expect(asking).toBe(before);
  expect(printed().stderr.slice(before.length)).toContain(
    '51% · 49 done, \u001b[31m2 failed\u001b[39m of 100',
  );
});

test('the console of a function writes above the bar, and is restored afterwards', () => {
  const { io, printed } = fakeIo({ isTerminal: true });
  const before = globalThis.console;
  const progress = startProgress(10, io);
  const restore = divertConsole((text) => progress.writeClear(() => io.stderr.write(text)));

  // biome-ignore lint/suspicious/noConsole: as a user's function does
  globalThis.console.log('found %d', 3);
  restore();
  progress.stop();

  expect(printed().stdout).toBe('');
  expect(printed().stderr).toContain('\r\u001b[Kfound 3\n');
  expect(globalThis.console).toBe(before);
});
