/** The maintenance schedule of an entry: its own, or that of the automation. */

import type { EntrySettings, Schedule, Settings } from './settings.ts';

export function scheduleOf(entry: EntrySettings | undefined, { automation }: Settings): Schedule {
  const { maintenanceWindowExpression } = automation;
  return entry?.schedule ?? { maintenanceWindowExpression, timeZone: 'UTC', blackoutDates: [] };
}
