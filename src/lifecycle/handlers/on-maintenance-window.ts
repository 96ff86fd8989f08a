/** Handles the time of the maintenance window: sends the first wave of released accounts to the workers. */

import { readSnapshot } from '../sweep/snapshot.ts';
import { planWindows } from '../windows/plan-windows.ts';
import type { EventHandler } from './event-handler.ts';
import { sendPlan } from './send-plan.ts';

export const onMaintenanceWindow: EventHandler = async (lifecycle) => {
  const snapshot = await readSnapshot(lifecycle);
  const result = await sendPlan(lifecycle, snapshot, await planWindows(lifecycle, snapshot));
  await lifecycle.meter.flush();
  return result;
};
