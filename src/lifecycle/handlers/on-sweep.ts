/** Handles the schedule of the sweep: sends every account that needs it to the workers, and those of open windows. */

import { accountQueue } from '../queue/account-queue.ts';
import { planSweep } from '../sweep/sweep.ts';
import { toMessage } from '../sweep/to-message.ts';
import { planWindows } from '../windows/plan-windows.ts';
import type { EventHandler } from './event-handler.ts';

export const onSweep: EventHandler = async (lifecycle) => {
  const { snapshot, look } = await planSweep(lifecycle);
  const { messages, closed } = await planWindows(lifecycle, snapshot);
  const sent = [...look.map(({ account }) => toMessage(account.account)), ...messages];
  await accountQueue(lifecycle).send(sent);
  await lifecycle.meter.flush();
  const managed = snapshot.accounts.filter(({ item }) => item).length;
  return {
    did: 'plan',
    accounts: snapshot.accounts.length,
    managed,
    sent: sent.length,
    closed,
  };
};
