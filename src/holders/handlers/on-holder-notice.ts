/** Handles the events that holders of accounts are notified about: releases, purges, alerts of budgets, and windows that are near. */

import type { IncidentAccount } from '../../incidents/account-facts.ts';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import { ignored } from '../../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { isAccountId } from '../../model/account.ts';
import { decodePayloadEvent, type Payload } from '../../model/payload-event.ts';
import { findEntry } from '../../settings/find-entry.ts';
import type { EventNotice } from '../../settings/holder-notices.ts';
import { askWhatExpires } from '../ask-what-expires.ts';
import { identifierOf } from '../event-identifier.ts';
import { keepTag } from '../expiry.ts';
import { readPurgeReport } from '../purge-report.ts';
import { recipientOf } from '../recipient.ts';
import { type NoticeContent, sendNotice } from '../send-notice.ts';

export const onHolderNotice: EventHandler = async (lifecycle, event) => {
  const { hub, settings } = lifecycle;
  const expected = { environment: hub.environment, hubId: hub.accountId };
  const decoded = decodePayloadEvent(event, expected);
  if ('rejected' in decoded) return ignored(decoded.rejected);
  const { label, payload } = decoded.value;
  const notice = notices[label];
  if (notice === undefined) return ignored(`Unexpected label '${label}' for a notice`);
  const { account: accountId } = payload;
  if (typeof accountId !== 'string' || !isAccountId(accountId)) {
    return ignored(`Event '${label}' is about no account`);
  }
  if (!settings.features.withHolderNotices.includes(notice)) {
    return ignored(`Notices '${notice}' are not switched on`);
  }
  if (notice === 'expiry') return await askWhatExpires(lifecycle, accountId, payload);
  const log = notice === 'purge' ? await purgeLog(lifecycle, accountId, payload) : undefined;
  const about = (account: IncidentAccount) =>
    contents[notice](lifecycle, { account, payload, log });
  return await sendNotice(lifecycle, { notice, accountId, about });
};

const notices: Readonly<Record<string, EventNotice>> = {
  SuccessfulOnBoardingEvent: 'release',
  ExpiryNotice: 'expiry',
  SuccessfulMaintenanceEvent: 'purge',
  BudgetAlertException: 'budget-alert',
};

interface Noticed {
  readonly account: IncidentAccount;
  readonly payload: Payload;
  /** Of the purge. */
  readonly log: string | undefined;
}

type ContentOf = (
  lifecycle: Lifecycle,
  noticed: Noticed,
) => NoticeContent | { readonly rejected: string };

const contents: Readonly<Record<Exclude<EventNotice, 'expiry'>, ContentOf>> = {
  /** An account that is on-boarded again is only news to another holder. */
  release: ({ settings }, { account }) => ({ subject: recipientOf(settings, account) ?? '' }),

  purge({ settings }, { account, payload, log }) {
    const item = findEntry(settings, account);
    if (log === undefined || !item) return { rejected: 'The maintenance has no report of a purge' };
    const { mode, resources } = readPurgeReport(log, 'removed');
    if (mode === 'dry-run' || resources === '') return { rejected: 'The purge deleted nothing' };
    return { subject: identifierOf(payload), values: { resources, keep_tag: keepTag(item) } };
  },

  'budget-alert': (_lifecycle, { payload }) => ({
    subject: identifierOf(payload),
    values: { alert: alertOf(payload) },
  }),
};

/** The log of this maintenance, and not of an earlier one. Stamps have whole seconds. */
async function purgeLog(
  { shadows }: Lifecycle,
  accountId: string,
  { begin }: Payload,
): Promise<string | undefined> {
  const { stamps, last_purge_log } = (await shadows.readNow(accountId)) ?? {};
  const reportedAt = Date.parse(`${stamps?.PurgeReport}Z`);
  return reportedAt >= Math.floor(Number(begin)) * 1000 ? last_purge_log : undefined;
}

/** The message says first which account it is about. */
function alertOf({ message }: Payload): string {
  const text = typeof message === 'string' ? message : '';
  return (text.split('\n----\n').slice(1).join('\n----\n') || text).trim();
}
