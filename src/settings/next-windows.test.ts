import { expect, test } from 'vitest';
import { parseExpression } from '../model/schedule-expression.ts';
import { nextWindows } from './next-windows.ts';
import type { Schedule } from './settings.ts';

const newYear = Date.UTC(2026, 0, 1);

function schedule(maintenanceWindowExpression: string, more: Partial<Schedule> = {}): Schedule {
  return { maintenanceWindowExpression, timeZone: 'UTC', blackoutDates: [], ...more };
}

function windows(one: Schedule, count = 2): string[] {
  return nextWindows(one, newYear, count).map((at) => new Date(at).toISOString().slice(0, 16));
}

test.for([
  ['cron(0 18 ? * SAT *)', ['2026-01-03T18:00', '2026-01-10T18:00']],
  ['cron(0 18 ? * 7 *)', ['2026-01-03T18:00', '2026-01-10T18:00']],
  ['cron(0 18 ? * 1 *)', ['2026-01-04T18:00', '2026-01-11T18:00']],
  ['cron(0 18 ? * L *)', ['2026-01-03T18:00', '2026-01-10T18:00']],
  ['cron(0 8 ? * 1/3 *)', ['2026-01-03T08:00', '2026-01-04T08:00']],
  ['cron(0 8 ? * 2-6 *)', ['2026-01-01T08:00', '2026-01-02T08:00']],
  ['cron(15 10 ? * 6L *)', ['2026-01-30T10:15', '2026-02-27T10:15']],
  ['cron(15 10 ? * 6#3 *)', ['2026-01-16T10:15', '2026-02-20T10:15']],
  ['cron(15 10 ? * 2#1,6#3 *)', ['2026-01-05T10:15', '2026-01-16T10:15']],
  ['cron(0 18 L * ? *)', ['2026-01-31T18:00', '2026-02-28T18:00']],
  ['cron(0 8 3W * ? *)', ['2026-01-02T08:00', '2026-02-03T08:00']],
  ['cron(5/20 3 1 * ? *)', ['2026-01-01T03:05', '2026-01-01T03:25']],
  ['cron(0 0 1 1 ? 2028/2)', ['2028-01-01T00:00', '2030-01-01T00:00']],
  ['rate(1 hour)', ['2026-01-01T01:00', '2026-01-01T02:00']],
  ['rate(7 days)', ['2026-01-08T00:00', '2026-01-15T00:00']],
] as const)('%s opens next', ([expression, expected]) => {
  expect(windows(schedule(expression))).toEqual(expected);
});

test.for(['0', '8', 'FOO', 'SATURDAY', 'MON-FOO', 'SAT#6'])(
  '%s is not a day of the week',
  (day) => {
    expect(parseExpression(`cron(0 18 ? * ${day} *)`)).toEqual({
      problem: `cron(0 18 ? * ${day} *): "${day}" is not a day of the week; days are 1 (Sunday) to 7 (Saturday), or SUN to SAT`,
    });
  },
);

test('without an expression no window opens', () => {
  expect(windows({ ...schedule(''), maintenanceWindowExpression: undefined })).toEqual([]);
});

test('a schedule keeps its own time zone, through the change of the clocks', () => {
  const paris = schedule('cron(0 2 ? 3 SUN *)', { timeZone: 'Europe/Paris' });

  expect(
    nextWindows(paris, Date.UTC(2026, 2, 10), 2).map((at) => new Date(at).toISOString()),
  ).toEqual(['2026-03-15T01:00:00.000Z', '2026-03-22T01:00:00.000Z']);
});

test('no window opens on a day that is blacked out', () => {
  const blackoutDates = [{ from: '2026-01-03', to: '2026-01-12' }];

  expect(windows(schedule('cron(0 18 ? * SAT *)', { blackoutDates }))).toEqual([
    '2026-01-17T18:00',
    '2026-01-24T18:00',
  ]);
});

test('blackout days are those of the time zone', () => {
  const blackoutDates = [{ from: '2026-01-04', to: '2026-01-04' }];
  const tokyo = schedule('cron(0 6 ? * * *)', { timeZone: 'Asia/Tokyo', blackoutDates });

  expect(windows(tokyo, 4)).toEqual([
    '2026-01-01T21:00',
    '2026-01-02T21:00',
    '2026-01-04T21:00',
    '2026-01-05T21:00',
  ]);
});

test.for([
  [
    'every day',
    '"every day" is neither cron(…) nor rate(…); for instance cron(0 18 ? * SAT *) or rate(1 hour)',
  ],
  ['rate(2 hour)', 'rate(2 hour): EventBridge requires hours'],
  ['rate(1 hours)', 'rate(1 hours): EventBridge requires hour'],
  ['rate(0 days)', 'rate(0 day): the number must be 1 or more'],
  [
    'cron(0 18 * * SAT *)',
    'cron(0 18 * * SAT *): exactly one of day of month and day of week must be ?',
  ],
  [
    'cron(0 18 ? * SAT)',
    'cron(0 18 ? * SAT) has 5 fields; EventBridge requires 6: minutes, hours, day of month, month, day of week, year',
  ],
] as const)('%s is refused with the reason', ([expression, problem]) => {
  expect(parseExpression(expression)).toEqual({ problem });
});

test.for([
  'cron(61 18 ? * SAT *)',
  'cron(0 25 ? * SAT *)',
  'cron(0 18 ? * XYZ *)',
  'cron(0 18 32 * ? *)',
])('%s is refused', (expression) => {
  expect(parseExpression(expression)).toEqual({ problem: expect.stringContaining(expression) });
});
