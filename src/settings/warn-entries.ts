/** Warnings about final values of entries: windows that never open, and more tags than AWS keeps. */

import type { Clock } from '../model/clock.ts';
import { nextWindows } from './next-windows.ts';
import type { SettingOrigins } from './origin.ts';
import type { SettingsProblem, SourceLocation } from './problem.ts';
import { scheduleOf } from './schedule-of.ts';
import type { EntrySettings, Schedule, Settings } from './settings.ts';

export interface ReadEntries {
  readonly settings: Settings;
  readonly origins: SettingOrigins;
  readonly clock: Pick<Clock, 'now'>;
  /** Of the section `automation`. */
  readonly automationAt: SourceLocation;
}

/** AWS Organizations keeps 50 tags of an account; two of them are its state and its holder. */
const maxTags = 48;

/** Values that several entries take from `defaults` are reported once. */
export function entryWarnings(read: ReadEntries): readonly SettingsProblem[] {
  const entries = entriesOf(read.settings);
  const warnings = [
    ...missingWindow(read, entries),
    ...silentExpressions(read),
    ...entries.flatMap((entry) => [...silentSchedule(read, entry), ...tooManyTags(read, entry)]),
  ];
  return [...new Map(warnings.map((one) => [JSON.stringify(one), one])).values()];
}

interface NamedEntry {
  /** `accounts.123456789012`, as in the origins. */
  readonly base: string;
  readonly item: EntrySettings;
}

function entriesOf({ organizationalUnits, accounts }: Settings): readonly NamedEntry[] {
  const named = (kind: string, entries: ReadonlyMap<string, EntrySettings>) =>
    [...entries].map(([id, item]) => ({ base: `${kind}.${id}`, item }));
  return [...named('organizational_units', organizationalUnits), ...named('accounts', accounts)];
}

function missingWindow(
  { settings, automationAt }: ReadEntries,
  entries: readonly NamedEntry[],
): readonly SettingsProblem[] {
  const path = 'automation.maintenance_window_expression';
  const isNeeded = ({ item }: NamedEntry) =>
    scheduleOf(item, settings).maintenanceWindowExpression === undefined;
  if (settings.automation.maintenanceWindowExpression !== undefined) return [];
  if (entries.length > 0 && !entries.some(isNeeded)) return [];
  const message = `${path} is missing: accounts without a schedule of their own never expire`;
  return [{ ...automationAt, path, message }];
}

function silentExpressions(read: ReadEntries): readonly SettingsProblem[] {
  const { automation } = read.settings;
  return [
    ...silent(read, 'automation.maintenance_window_expression', {
      schedule: scheduleOf(undefined, read.settings),
      effect: 'accounts without a schedule of their own never expire',
    }),
    ...silent(read, 'automation.sweep_expression', {
      schedule: {
        maintenanceWindowExpression: automation.sweepExpression,
        timeZone: 'UTC',
        blackoutDates: [],
      },
      effect: 'no sweep runs',
    }),
  ];
}

function silentSchedule(read: ReadEntries, { base, item }: NamedEntry) {
  const { schedule } = item;
  if (!schedule) return [];
  const effect = 'these accounts never expire';
  return silent(read, `${base}.schedule.maintenance_window_expression`, { schedule, effect });
}

/** In February there is no 30th, a year is over, or all openings are excluded. */
function silent(
  { origins, clock }: ReadEntries,
  path: string,
  { schedule, effect }: { readonly schedule: Schedule; readonly effect: string },
): readonly SettingsProblem[] {
  const { maintenanceWindowExpression: expression, blackoutDates } = schedule;
  const at = locationOf(origins, path);
  if (!at || expression === undefined || nextWindows(schedule, clock.now(), 1).length > 0)
    return [];
  const name = path.split('.').slice(-2).join('.');
  const cause = blackoutDates.length > 0 ? ' outside of the blackout dates' : '';
  const message = `${name} is "${expression}", which never fires again${cause}: ${effect}`;
  return [{ ...at, path: name, message }];
}

function tooManyTags({ origins }: ReadEntries, { base, item }: NamedEntry) {
  const keys = Object.keys(item.accountTags);
  const last = keys[maxTags];
  const at = last === undefined ? undefined : locationOf(origins, `${base}.account_tags.${last}`);
  if (!at) return [];
  const message = `account_tags has ${keys.length} tags; AWS keeps 50 of an account, and two of them are its state and its holder`;
  return [{ ...at, path: 'account_tags', message }];
}

function locationOf(origins: SettingOrigins, path: string): SourceLocation | undefined {
  const origin = origins.get(path);
  return origin && 'at' in origin ? origin.at : undefined;
}
