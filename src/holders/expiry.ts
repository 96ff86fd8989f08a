/** When an account expires next, and which tag keeps a resource. */

import { dryRunMs } from '../lifecycle/builds/start-dry-run.ts';
import { exemptTag } from '../lifecycle/purge/purge-policy.ts';
import { nextWindows } from '../settings/next-windows.ts';
import type { EntrySettings, Schedule, Settings } from '../settings/settings.ts';

const hourMs = 3_600_000;

/** Undefined: no window opens within the hours of the settings, or one opens before a dry run has ended. */
export function foreseenOpening(
  schedule: Schedule,
  { features }: Pick<Settings, 'features'>,
  now: number,
): number | undefined {
  const [opening] = nextWindows(schedule, now, 1);
  const isNear = opening !== undefined && opening <= now + features.withExpiryNoticeHours * hourMs;
  return isNear && opening >= now + dryRunMs ? opening : undefined;
}

export function openingText(opening: number, { timeZone }: Schedule): string {
  const format = { dateStyle: 'full', timeStyle: 'short', timeZone } as const;
  return `${new Intl.DateTimeFormat('en-GB', format).format(opening)} (${timeZone})`;
}

export function keepTag({ purge }: Pick<EntrySettings, 'purge'>): string {
  const { key, value } = exemptTag(purge.variables);
  return `${key}=${value}`;
}
