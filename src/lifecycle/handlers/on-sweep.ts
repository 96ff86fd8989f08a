/** Handles the schedule of the sweep: sends every account that needs it to the workers, and those of open windows. */

import { measureFleet } from '../sweep/measure-fleet.ts';
import { planSweep } from '../sweep/sweep.ts';
import { toMessage } from '../sweep/to-message.ts';
import { planWindows } from '../windows/plan-windows.ts';
import type { EventHandler } from './event-handler.ts';
import { sendPlan } from './send-plan.ts';

export const onSweep: EventHandler = async (lifecycle) => {
  const { snapshot, look } = await planSweep(lifecycle);
  measureFleet(lifecycle, snapshot);
  const { messages, closed } = await planWindows(lifecycle, snapshot);
  const swept = look.map(({ account }) => toMessage(account.account));
  const result = await sendPlan(lifecycle, snapshot, { messages: [...swept, ...messages], closed });
  await lifecycle.meter.flush();
  return result;
};
