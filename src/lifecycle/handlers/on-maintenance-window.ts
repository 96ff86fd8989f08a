/** Handles the opening of the maintenance window: released accounts are expired, in waves. */

import { readSnapshot } from '../sweep/snapshot.ts';
import { runWindows } from '../windows/run-windows.ts';
import type { EventHandler } from './event-handler.ts';

export const onMaintenanceWindow: EventHandler = async (lifecycle) => {
  const { expired } = await runWindows(lifecycle, await readSnapshot(lifecycle));
  return `[OK] ${expired} accounts expired`;
};
