/** Settings as a list of single values with the paths of the file: to explain them, and to compare them. */

import type { EntryBuildSettings, EntrySettings, Schedule, Settings } from './settings.ts';

export interface SettingLeaf {
  /** `account_tags.cost-center`, `automation.region`. */
  readonly path: string;
  readonly value: unknown;
}

export function entryLeaves(item: EntrySettings): readonly SettingLeaf[] {
  return [
    ...optionalLeaf('note', item.note),
    ...each('account_tags', item.accountTags),
    { path: 'unset_tags', value: item.unsetTags },
    ...buildLeaves('preparation', item.preparation),
    ...buildLeaves('purge', item.purge),
    ...scheduleLeaves(item.schedule),
    ...each('policies', item.policies),
    { path: 'deadlines.on_boarding_seconds', value: item.deadlines.onBoardingSeconds },
    { path: 'deadlines.maintenance_seconds', value: item.deadlines.maintenanceSeconds },
    { path: 'regions', value: item.regions },
    { path: 'nested', value: item.nested },
  ];
}

function buildLeaves(
  name: string,
  { feature, variables }: EntryBuildSettings,
): readonly SettingLeaf[] {
  return [{ path: `${name}.feature`, value: feature }, ...each(`${name}.variables`, variables)];
}

function scheduleLeaves(schedule: Schedule | undefined): readonly SettingLeaf[] {
  if (!schedule) return [];
  return [
    { path: 'schedule.maintenance_window_expression', value: schedule.maintenanceWindowExpression },
    { path: 'schedule.time_zone', value: schedule.timeZone },
    { path: 'schedule.blackout_dates', value: schedule.blackoutDates },
  ];
}

/** Everything except the settings entries. */
export function sectionLeaves(settings: Settings): readonly SettingLeaf[] {
  const { worker, automation, metering, reporting, features } = settings;
  const buildspecs = {
    preparation_buildspec_template_file: worker.preparationBuildspec,
    purge_buildspec_template_file: worker.purgeBuildspec,
  };
  return [
    { path: 'environment_identifier', value: settings.environmentIdentifier },
    ...worded('automation', automation),
    ...Object.entries(buildspecs).map(([key, value]) => ({ path: `worker.${key}`, value })),
    ...worded('metering', metering),
    ...worded('reporting', reporting),
    ...worded('features', features),
  ];
}

function worded(section: string, values: object): readonly SettingLeaf[] {
  return Object.entries(values).map(([key, value]) => ({ path: `${section}.${word(key)}`, value }));
}

/** `transactionsTtlSeconds` is `transactions_ttl_in_seconds` in the file. */
function word(key: string): string {
  const snake = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return snake.replace(/_ttl_seconds$/, '_ttl_in_seconds');
}

function each(path: string, values: Readonly<Record<string, unknown>>): readonly SettingLeaf[] {
  return Object.entries(values).map(([key, value]) => ({ path: `${path}.${key}`, value }));
}

function optionalLeaf(path: string, value: unknown): readonly SettingLeaf[] {
  return value === undefined ? [] : [{ path, value }];
}
