/** Handles the report of a dry run: the holder is mailed what the next window would delete. */

import type { IncidentAccount } from '../../incidents/account-facts.ts';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import { ignored } from '../../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { decodeAccountEvent, dryRunEnvironment } from '../../model/account-event.ts';
import { findEntry } from '../../settings/find-entry.ts';
import { nextWindows } from '../../settings/next-windows.ts';
import { scheduleOf } from '../../settings/schedule-of.ts';
import { keepTag, openingText } from '../expiry.ts';
import { readPurgeReport } from '../purge-report.ts';
import { type NoticeContent, sendNotice } from '../send-notice.ts';

export const onExpiryReport: EventHandler = async (lifecycle, event) => {
  const { hub } = lifecycle;
  const environment = dryRunEnvironment(hub.environment);
  const decoded = decodeAccountEvent(event, { environment, hubId: hub.accountId });
  if ('rejected' in decoded) return ignored(decoded.rejected);
  const { label, accountId, message = '' } = decoded.value;
  if (label !== 'PurgeReport') return ignored(`Unexpected label '${label}' for a dry run`);
  const { hasFailed, resources } = readPurgeReport(message, 'would remove');
  if (hasFailed) return ignored(`The dry run of account '${accountId}' has failed`);
  if (resources === '') return ignored(`Nothing of account '${accountId}' would be deleted`);
  const about = (account: IncidentAccount) => contentOf(lifecycle, account, resources);
  return await sendNotice(lifecycle, { notice: 'expiry', accountId, about });
};

/** An account may report at any time: it is mailed once for each window, and only when one is near. */
function contentOf(
  { settings, clock }: Lifecycle,
  account: IncidentAccount,
  resources: string,
): NoticeContent | { readonly rejected: string } {
  const item = findEntry(settings, account);
  const schedule = scheduleOf(item, settings);
  const now = clock.now();
  const [opening] = nextWindows(schedule, now, 1);
  const lastMs = now + settings.features.withExpiryNoticeHours * 3_600_000;
  if (!item || opening === undefined || opening > lastMs) {
    return { rejected: `No window of account '${account.id}' is near` };
  }
  const opens_at = openingText(opening, schedule);
  return { subject: String(opening), values: { opens_at, resources, keep_tag: keepTag(item) } };
}
