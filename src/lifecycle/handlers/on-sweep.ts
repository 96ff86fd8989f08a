/** Handles the schedule of the sweep: advances all accounts that need it, and continues open windows. */

import { planSweep, sweep } from '../sweep/sweep.ts';
import { runWindows } from '../windows/run-windows.ts';
import type { EventHandler } from './event-handler.ts';

export const onSweep: EventHandler = async (lifecycle) => {
  const plan = await planSweep(lifecycle);
  const { accounts, managed, outcomes } = await sweep(lifecycle, plan, { patient: true });
  const windows = await runWindows(lifecycle, plan.snapshot);
  const failed = outcomes.filter(({ status }) => status === 'failed').length;
  await lifecycle.meter.flush();
  return `[OK] ${accounts} accounts, ${managed} managed, ${outcomes.length} looked at, ${failed} failed, ${windows.expired} expired`;
};
