import { expect, test } from 'vitest';
import { addMonths, daysOf, monthOf, periodOf, readDay, readMonth } from './month.ts';

test('a month reaches from its first day to the first day of the next one, also across years', () => {
  expect(periodOf('2026-12')).toEqual({ start: '2026-12-01', end: '2027-01-01' });
  expect(daysOf(periodOf('2028-02')).slice(27)).toEqual(['2028-02-28', '2028-02-29']);
  expect([addMonths('2026-01', -1), addMonths('2026-11', 14)]).toEqual(['2025-12', '2028-01']);
  expect(monthOf(Date.UTC(2026, 2, 31, 23, 59, 59))).toBe('2026-03');
});

test('an event may name a day or a month, and nothing that the calendar does not have', () => {
  expect([readMonth('2026-02'), readMonth('2026-02-28'), readDay('2026-02-28')]).toEqual([
    '2026-02',
    '2026-02',
    '2026-02-28',
  ]);
  for (const text of [
    '2026-02-30',
    '2026-13',
    '26-01',
    '2026-1',
    'yesterday',
    '2026-02-01T00:00',
  ]) {
    expect(() => readMonth(text)).toThrow(
      `"${text.length === 7 ? `${text}-01` : text}" is not a date`,
    );
  }
});
