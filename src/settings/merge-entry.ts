/**
 * Merges one settings entry from its layers: `defaults`, the entry, CSV files. Tags and variables are merged key by
 * key, a feature falls through, and everything else is used whole from the last layer that has it.
 */

import type { LifecycleState } from '../model/lifecycle-state.ts';
import type { WrittenBuild, WrittenEntry } from './entry-schema.ts';
import { builtInOrigin, type SettingOrigin } from './origin.ts';
import type { Deadlines, EntryBuildSettings, EntrySettings, Schedule } from './settings.ts';

export interface SettingsLayer {
  readonly value: Partial<WrittenEntry>;
  readonly origin: (path: readonly string[]) => SettingOrigin;
}

/** Fallback values of an entry. */
export interface EntryFallbacks {
  readonly windowExpression: string | undefined;
  readonly windowOrigin: SettingOrigin;
  readonly transactionSeconds: number;
  readonly transactionOrigin: SettingOrigin;
}

export interface MergedEntry {
  readonly item: EntrySettings;
  /** By the path within the entry. */
  readonly origins: readonly (readonly [path: string, origin: SettingOrigin])[];
}

interface Merging {
  readonly layers: readonly SettingsLayer[];
  readonly common: EntryFallbacks;
  readonly note: (path: readonly string[], origin: SettingOrigin) => void;
}

/** Later layers win. */
export function mergeEntry(
  identifier: string,
  layers: readonly SettingsLayer[],
  common: EntryFallbacks,
): MergedEntry {
  const origins: [string, SettingOrigin][] = [];
  const note = (path: readonly string[], origin: SettingOrigin) =>
    origins.push([path.join('.'), origin]);
  const merging = { layers, common, note };
  const noted = whole(merging, 'note');
  const schedule = scheduleOf(merging);
  const item: EntrySettings = {
    identifier,
    ...(noted !== undefined && { note: noted }),
    accountTags: texts(merging, ['account_tags'], ({ account_tags }) => account_tags),
    unsetTags: whole(merging, 'unset_tags') ?? [],
    preparation: buildOf(merging, 'preparation'),
    purge: buildOf(merging, 'purge'),
    nested: whole(merging, 'nested') ?? false,
    ...(schedule && { schedule }),
    policies: policiesOf(merging),
    deadlines: deadlinesOf(merging),
    regions: whole(merging, 'regions') ?? [],
  };
  return { item, origins };
}

function whole<K extends keyof WrittenEntry>(
  { layers, note }: Merging,
  key: K,
): WrittenEntry[K] | undefined {
  const layer = layers.findLast(({ value }) => value[key] !== undefined);
  note([key], layer?.origin([key]) ?? builtInOrigin);
  return layer?.value[key];
}

function texts(
  { layers, note }: Merging,
  path: readonly string[],
  pick: (item: Partial<WrittenEntry>) => Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const merged = new Map<string, { text: string; origin: SettingOrigin }>();
  for (const { value, origin } of layers) {
    for (const [key, text] of Object.entries(pick(value) ?? {})) {
      merged.set(key, { text, origin: origin([...path, key]) });
    }
  }
  for (const [key, { origin }] of merged) note([...path, key], origin);
  return Object.fromEntries([...merged].map(([key, { text }]) => [key, text]));
}

function buildOf(merging: Merging, name: 'preparation' | 'purge'): EntryBuildSettings {
  const saying = (build: WrittenBuild | undefined) => build?.feature !== undefined;
  const layer = merging.layers.findLast(({ value }) => saying(value[name]));
  merging.note([name, 'feature'], layer?.origin([name, 'feature']) ?? builtInOrigin);
  const variables = texts(merging, [name, 'variables'], (item) => item[name]?.variables);
  return { feature: layer?.value[name]?.feature ?? 'disabled', variables };
}

function scheduleOf({ layers, common, note }: Merging): Schedule | undefined {
  const layer = layers.findLast(({ value }) => value.schedule !== undefined);
  const written = layer?.value.schedule;
  if (!layer || !written || Object.keys(written).length === 0) return undefined;
  const noteOrigin = (key: keyof typeof written, otherwise: SettingOrigin) =>
    note(
      ['schedule', key],
      written[key] === undefined ? otherwise : layer.origin(['schedule', key]),
    );
  noteOrigin('maintenance_window_expression', common.windowOrigin);
  noteOrigin('time_zone', builtInOrigin);
  noteOrigin('blackout_dates', builtInOrigin);
  return {
    maintenanceWindowExpression: written.maintenance_window_expression ?? common.windowExpression,
    timeZone: written.time_zone ?? 'UTC',
    blackoutDates: written.blackout_dates ?? [],
  };
}

function policiesOf({
  layers,
  note,
}: Merging): Readonly<Partial<Record<LifecycleState, string[]>>> {
  const layer = layers.findLast(({ value }) => value.policies !== undefined);
  const policies = Object.entries(layer?.value.policies ?? {}).filter(
    (entry): entry is [LifecycleState, string[]] => entry[1] !== undefined,
  );
  for (const [state] of policies)
    note(['policies', state], layer?.origin(['policies', state]) ?? builtInOrigin);
  return Object.fromEntries(policies);
}

function deadlinesOf({ layers, common, note }: Merging): Deadlines {
  const layer = layers.findLast(({ value }) => value.deadlines !== undefined);
  const take = (key: 'on_boarding_seconds' | 'maintenance_seconds') => {
    const said = layer?.value.deadlines?.[key];
    const origin = said === undefined ? undefined : layer?.origin(['deadlines', key]);
    note(['deadlines', key], origin ?? common.transactionOrigin);
    return said ?? common.transactionSeconds;
  };
  return {
    onBoardingSeconds: take('on_boarding_seconds'),
    maintenanceSeconds: take('maintenance_seconds'),
  };
}
