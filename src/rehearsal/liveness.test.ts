import { expect, test } from 'vitest';
import { dayMs, hourMs, minuteMs } from '../testing/durations.ts';
import { createLiveness, type LivenessOptions } from './liveness.ts';
import { rehearsalSettings, sandboxes } from './settings.ts';
import type { StateTagChange } from './state-changes.ts';
import { createVerdicts } from './verdicts.ts';

const accountId = '111111111111';
const entry = rehearsalSettings().organizationalUnits.get(sandboxes);
const names = {
  window: 'every account of a window is purged and released again, or named in an exception',
  reset: 'every account that is new or was reset is released in time, or named in an exception',
} as const;

/** Judges one account with hourly sweeps and deadlines of three hours, from the start of 1970. */
function judged(options: Partial<LivenessOptions> = {}) {
  const verdicts = createVerdicts();
  const liveness = createLiveness({
    verdicts,
    entryOf: () => entry,
    isActive: () => true,
    isBuilding: () => false,
    onLeftOut: () => {},
    sweepMs: hourMs,
    fresh: [],
    startedAt: 0,
    ...options,
  });
  const change = (at: number, state: string, isByOperator = false) => {
    const what: Omit<StateTagChange, 'state'> = {
      accountId,
      at,
      before: '',
      since: 0,
      isByOperator,
      crossed: undefined,
    };
    liveness.changed({ ...what, state });
  };
  const report = () =>
    verdicts
      .report()
      .filter(({ checked }) => checked > 0)
      .map(({ name, checked, examples }) => ({ name, checked, examples }));
  return { liveness, change, report };
}

test('an account that a window finds released must be expired within a day', () => {
  const { liveness, report } = judged();
  liveness.opened([accountId], 0);
  liveness.check(dayMs);
  expect(report()).toEqual([]);
  liveness.check(dayMs + 3 * hourMs);
  const sentence = `${accountId} was released when the window of 1970-01-01T00:00 opened, was not expired by 1970-01-02T02:30, and no exception names it`;
  expect(report()).toEqual([{ name: names.window, checked: 1, examples: [sentence] }]);
});

test('once expired, it must be released within its deadline', () => {
  const { liveness, change, report } = judged();
  liveness.opened([accountId], 0);
  change(hourMs, 'expired');
  liveness.check(7 * hourMs);
  const sentence = `${accountId} was released when the window of 1970-01-01T00:00 opened, was not released by 1970-01-01T06:30, and no exception names it`;
  expect(report()).toEqual([{ name: names.window, checked: 1, examples: [sentence] }]);
});

test('an account that goes round, and one that an exception names, are counted as held', () => {
  const { liveness, change, report } = judged();
  liveness.opened([accountId], 0);
  for (const state of ['expired', 'assigned', 'released']) change(hourMs, state);
  liveness.opened([accountId], 7 * dayMs);
  liveness.named(accountId);
  liveness.check(14 * dayMs);
  expect(report()).toEqual([{ name: names.window, checked: 2, examples: [] }]);
});

test('an account that a window leaves out, and that an exception names, is counted', () => {
  const leftOut: string[] = [];
  const { liveness, change } = judged({ onLeftOut: (id) => leftOut.push(id) });
  liveness.opened([accountId], 0);
  liveness.named(accountId);
  liveness.opened([accountId], 7 * dayMs);
  change(7 * dayMs, 'expired');
  liveness.named(accountId);
  expect(leftOut).toEqual([accountId]);
});

test('an account that is released again without having been expired is reported', () => {
  const { liveness, change, report } = judged();
  liveness.opened([accountId], 0);
  change(hourMs, 'assigned');
  change(2 * hourMs, 'released');
  expect(report()).toMatchObject([
    { name: names.window, checked: 1, examples: [expect.stringContaining('not expired')] },
  ]);
});

test('a new account, and one that an operator resets, must be released within the deadline', () => {
  const { liveness, change, report } = judged({ fresh: [accountId] });
  liveness.check(5 * hourMs + 31 * minuteMs);
  change(dayMs, 'vanilla', true);
  liveness.check(2 * dayMs);
  const behind = 'and no exception names it';
  expect(report()).toEqual([
    {
      name: names.reset,
      checked: 2,
      examples: [
        `${accountId} was new at the start, was not released by 1970-01-01T05:30, ${behind}`,
        `${accountId} was set to vanilla by an operator at 1970-01-02T00:00, was not released by 1970-01-02T05:30, ${behind}`,
      ],
    },
  ]);
});

test('an account whose build still runs is in progress, and one that was suspended is not judged', () => {
  const running = judged({ fresh: [accountId], isBuilding: () => true });
  running.liveness.check(dayMs);
  const suspended = judged({ fresh: [accountId], isActive: () => false });
  suspended.liveness.check(dayMs);
  expect([running.report(), suspended.report()]).toEqual([[], []]);
});
