/** Handles the time of the maintenance window: sends the first wave of released accounts to the workers. */

import { accountQueue } from '../queue/account-queue.ts';
import { readSnapshot } from '../sweep/snapshot.ts';
import { planWindows } from '../windows/plan-windows.ts';
import type { EventHandler } from './event-handler.ts';

export const onMaintenanceWindow: EventHandler = async (lifecycle) => {
  const snapshot = await readSnapshot(lifecycle);
  const { messages, closed } = await planWindows(lifecycle, snapshot);
  await accountQueue(lifecycle).send(messages);
  const managed = snapshot.accounts.filter(({ item }) => item).length;
  return {
    did: 'plan',
    accounts: snapshot.accounts.length,
    managed,
    sent: messages.length,
    closed,
  };
};
