/** Starts the dry run of an account's purge, once for each window. Its report is mailed when it arrives. */

import { openExceptionsTable } from '../incidents/open-tracker.ts';
import { startDryRun } from '../lifecycle/builds/start-dry-run.ts';
import { type HandlerResult, ignored } from '../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Payload } from '../model/payload-event.ts';
import { findEntry } from '../settings/find-entry.ts';
import { canRunDry } from '../settings/holder-notices.ts';
import { scheduleOf } from '../settings/schedule-of.ts';
import { foreseenOpening } from './expiry.ts';

export async function askWhatExpires(
  lifecycle: Lifecycle,
  id: string,
  { parents, opening }: Payload,
): Promise<HandlerResult> {
  const { settings, clock } = lifecycle;
  const item = findEntry(settings, { id, parents: Array.isArray(parents) ? parents : [] });
  if (!item) return ignored(`Account '${id}' is not managed`);
  const name = `notice dry-run ${id} ${opening}`;
  if (foreseenOpening(scheduleOf(item, settings), settings, clock.now()) !== opening) {
    return ignored(`The window of account '${id}' is not foreseen any more`);
  }
  if (!canRunDry(settings.worker.purgeBuildspec.text)) {
    return ignored('The purge cannot run dry: its buildspec does not read PURGE_MODE');
  }
  const claimed = await openExceptionsTable(lifecycle).claim(name);
  if (claimed.status === 'handled') return ignored('The dry run was started before');
  try {
    const started = await startDryRun(lifecycle, { accountId: id, item, name });
    if ('buildId' in started) {
      await claimed.claim.finish({});
      return { did: 'record', label: 'ExpiryNotice', accountId: id };
    }
    await claimed.claim.release({});
    return ignored(`The dry run waits for the next day: ${started.waitingFor}`);
  } catch (error) {
    await claimed.claim.release({}).catch(() => undefined);
    throw error;
  }
}
