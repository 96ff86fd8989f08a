/**
 * Starts an inventory of all resources: lists the accounts and sends each to the queue, whose function collects it. An
 * account takes minutes, and an organization hours: no function waits for it.
 */

import { createHash } from 'node:crypto';
import * as z from 'zod';
import { fingerprintOf } from '../../fleet/outcome-file.ts';
import { newRun } from '../../inventory/collect/run-start.ts';
import { emptyLine } from '../../inventory/collect/run-summary.ts';
import { startFile } from '../../inventory/layout.ts';
import { writeJson } from '../../inventory/store/write-json.ts';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { sendMessages } from '../../lifecycle/queue/send-messages.ts';
import { inventoryQueue } from '../../lifecycle/routes/routes.ts';
import type { Account } from '../../model/account.ts';
import { listAccounts, managementIdOf } from '../../organization/accounts.ts';
import { bucketStore } from './bucket-store.ts';
import type { InventoryMessage } from './inventory-message.ts';
import { writeRunAccounts } from './run-accounts.ts';

/** An event of a schedule. An event that is delivered again starts the same run. */
const eventSchema = z.object({ id: z.string(), time: z.iso.datetime() });

export const onInventoryRun: EventHandler = async (lifecycle, event) => {
  const store = bucketStore(lifecycle);
  const run = runOf(lifecycle, event);
  await writeJson(store, startFile(run.date, run.runId), run);
  const all = await Array.fromAsync(listAccounts(lifecycle.management));
  const skipped = all.flatMap((account) => {
    const reason = reasonToSkip(account);
    return reason === undefined ? [] : [emptyLine(account, 'skipped', reason)];
  });
  const accounts = all.filter((account) => reasonToSkip(account) === undefined);
  await writeRunAccounts(store, run, { accounts: accounts.map(({ id }) => id), skipped });
  const messages = accounts.map((account, index) => messageOf(run, account, index === 0));
  await sendMessages(lifecycle, inventoryQueue, messages);
  const counts = { accounts: all.length, managed: accounts.length, sent: messages.length };
  return { did: 'plan', ...counts, closed: [] };
};

function runOf({ clock }: Lifecycle, event: unknown) {
  const { data } = eventSchema.safeParse(event);
  const fingerprint = fingerprintOf({ by: 'installation' });
  if (!data) return newRun(clock.now(), fingerprint);
  const suffix = createHash('sha256').update(data.id).digest('hex').slice(0, 6);
  return newRun(Date.parse(data.time), fingerprint, suffix);
}

/** The role that accounts have is missing in the management account. */
function reasonToSkip(account: Account): string | undefined {
  if (account.state !== 'ACTIVE') return 'not-active';
  return account.id === managementIdOf(account) ? 'management-account' : undefined;
}

function messageOf(
  { runId, date, startedAt }: InventoryMessage['run'],
  { id, name, ouPath }: Account,
  once: boolean,
): InventoryMessage {
  const account = {
    id,
    ...(name !== undefined && { name }),
    ...(ouPath !== undefined && { ouPath }),
  };
  return { run: { runId, date, startedAt }, account, once };
}
