import { expect, test } from 'vitest';
import type { EntrySettings } from '../settings/settings.ts';
import { dayMs, hourMs } from '../testing/durations.ts';
import { openingsBetween } from './openings.ts';
import { rehearsalSettings, sandboxes } from './settings.ts';

const start = Date.UTC(2026, 0, 1);

test('each schedule of the settings has its own openings, for its own entries', () => {
  const base = rehearsalSettings();
  const weekly = base.organizationalUnits.get(sandboxes) as EntrySettings;
  const schedule = {
    maintenanceWindowExpression: 'cron(30 6 ? * FRI *)',
    timeZone: 'UTC',
    blackoutDates: [{ from: '2026-01-09', to: '2026-01-09' }],
  };
  const own = { ...weekly, identifier: '111111111111', schedule };
  const settings = { ...base, accounts: new Map([[own.identifier, own]]) };

  const openings = openingsBetween(settings, start, start + 14 * dayMs);

  const found = openings.map(({ at, includes }) => [at - start, includes(weekly), includes(own)]);
  expect(found).toEqual([
    [dayMs + 6.5 * hourMs, false, true],
    [2 * dayMs + 18 * hourMs, true, false],
    [9 * dayMs + 18 * hourMs, true, false],
  ]);
});

test('the end of the period is not part of it', () => {
  const opensAt = start + 2 * dayMs + 18 * hourMs;
  expect(openingsBetween(rehearsalSettings(), start, opensAt)).toEqual([]);
  expect(openingsBetween(rehearsalSettings(), opensAt, opensAt + 1)).toHaveLength(1);
});
