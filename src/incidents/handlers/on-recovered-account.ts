/** Handles the release of an account: incidents whose cause is gone are resolved. */

import * as z from 'zod';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import { ignored } from '../../lifecycle/handlers/handler-result.ts';
import { decodeAccountEvent } from '../../model/account-event.ts';
import { endedByRelease } from '../causes.ts';
import { openExceptionsTable, openTracker } from '../open-tracker.ts';

const timeSchema = z.object({ time: z.string(), account: z.string() }).partial();

export const onRecoveredAccount: EventHandler = async (lifecycle, event) => {
  const { hub, clock } = lifecycle;
  const { environment, accountId: hubId } = hub;
  const decoded = decodeAccountEvent(event, { environment, hubId });
  if ('rejected' in decoded) return ignored(decoded.rejected);
  const { label, accountId } = decoded.value;
  const { time = '', account = hubId } = timeSchema.safeParse(event).data ?? {};
  // An account must not close its own incidents.
  if (account !== hubId) return ignored(`Account '${account}' may not release itself`);
  if (label !== 'ReleasedAccount') return ignored(`Unexpected event label '${label}'`);
  const releasedAt = Date.parse(time) || clock.now();
  // A window releases all accounts, and few have incidents: the table is asked first, as trackers throttle early.
  const table = openExceptionsTable(lifecycle);
  const noted = await table.readOpen(accountId);
  if (noted === undefined) return { did: 'resolve', accountId, incidents: [] };
  const tracker = openTracker(lifecycle);
  const open = await tracker.openOf(accountId, endedByRelease);
  // What happened after the release is another story.
  const ended = open.filter(({ openedAt }) => openedAt <= releasedAt + sameSecondMs);
  for (const { id } of ended) await tracker.resolve(id);
  if (ended.length === open.length) await table.noteResolved(accountId, noted);
  return { did: 'resolve', accountId, incidents: ended.map(({ id }) => id) };
};

/** Times of events have whole seconds. */
const sameSecondMs = 999;
