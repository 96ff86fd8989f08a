/** Sends the accounts of a plan to the workers. */

import type { Lifecycle } from '../lifecycle.ts';
import type { AccountMessage } from '../model/account-message.ts';
import { sendMessages } from '../queue/send-messages.ts';
import { accountsQueue } from '../routes/routes.ts';
import type { OrganizationSnapshot } from '../sweep/snapshot.ts';
import type { HandlerResult } from './handler-result.ts';

interface Plan {
  readonly messages: readonly AccountMessage[];
  /** Reasons of windows that were closed. */
  readonly closed: readonly string[];
}

export async function sendPlan(
  lifecycle: Lifecycle,
  { accounts }: OrganizationSnapshot,
  { messages, closed }: Plan,
): Promise<HandlerResult> {
  await sendMessages(lifecycle, accountsQueue, messages);
  const managed = accounts.filter(({ item }) => item).length;
  return { did: 'plan', accounts: accounts.length, managed, sent: messages.length, closed };
}
