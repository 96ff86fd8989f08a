/** When the maintenance windows of the settings open during a rehearsal, and for which entries. */

import { nextWindows } from '../settings/next-windows.ts';
import { scheduleOf } from '../settings/schedule-of.ts';
import type { EntrySettings, Schedule, Settings } from '../settings/settings.ts';

export interface Opening {
  readonly at: number;
  /** Whether the window is the one of the entry. */
  readonly includes: (entry: EntrySettings) => boolean;
}

/** Returns the openings in a period, the earliest first: the end is not part of it. */
export function openingsBetween(settings: Settings, from: number, until: number): Opening[] {
  const scheduleIn = (entry: EntrySettings) => JSON.stringify(scheduleOf(entry, settings));
  const entries = [...settings.organizationalUnits.values(), ...settings.accounts.values()];
  return [...new Set(entries.map(scheduleIn))]
    .flatMap((schedule) =>
      timesBetween(JSON.parse(schedule) as Schedule, from, until).map((at) => ({
        at,
        includes: (entry: EntrySettings) => scheduleIn(entry) === schedule,
      })),
    )
    .sort((a, b) => a.at - b.at);
}

function timesBetween(schedule: Schedule, from: number, until: number): number[] {
  const times: number[] = [];
  let [at] = nextWindows(schedule, from - 1, 1);
  while (at !== undefined && at < until) {
    times.push(at);
    [at] = nextWindows(schedule, at, 1);
  }
  return times;
}
