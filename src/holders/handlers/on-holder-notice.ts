/** Handles the events that holders of accounts are notified about: the first release, and alerts of budgets. */

import { createHash } from 'node:crypto';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import { ignored } from '../../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { isAccountId } from '../../model/account.ts';
import { decodePayloadEvent, type Payload, type PayloadEvent } from '../../model/payload-event.ts';
import { recipientOf } from '../recipient.ts';
import { type NewNotice, sendNotice } from '../send-notice.ts';

export const onHolderNotice: EventHandler = async (lifecycle, event) => {
  const { hub, settings } = lifecycle;
  const expected = { environment: hub.environment, hubId: hub.accountId };
  const decoded = decodePayloadEvent(event, expected);
  if ('rejected' in decoded) return ignored(decoded.rejected);
  const notice = noticeOf(lifecycle, decoded.value);
  if ('rejected' in notice) return ignored(notice.rejected);
  if (!settings.features.withHolderNotices.includes(notice.notice)) {
    return ignored(`Notices '${notice.notice}' are not switched on`);
  }
  return await sendNotice(lifecycle, notice);
};

function noticeOf(
  { settings }: Lifecycle,
  { label, payload }: PayloadEvent,
): NewNotice | { readonly rejected: string } {
  const { account: accountId } = payload;
  if (typeof accountId !== 'string' || !isAccountId(accountId)) {
    return { rejected: `Event '${label}' is about no account` };
  }
  if (label === 'SuccessfulOnBoardingEvent') {
    // An account that is on-boarded again is only news to another holder.
    return {
      notice: 'release',
      accountId,
      subject: (account) => recipientOf(settings, account) ?? '',
    };
  }
  if (label === 'BudgetAlertException') {
    const values = { alert: alertOf(payload) };
    return { notice: 'budget-alert', accountId, subject: () => identifierOf(payload), values };
  }
  return { rejected: `Unexpected label '${label}' for a notice` };
}

/** The message says first which account it is about. */
function alertOf({ message }: Payload): string {
  const text = typeof message === 'string' ? message : '';
  return (text.split('\n----\n').slice(1).join('\n----\n') || text).trim();
}

/** The same for every delivery of an alert. */
function identifierOf(payload: Payload): string {
  const { identifier } = payload;
  if (typeof identifier === 'string' && identifier !== '') return identifier;
  return createHash('sha256').update(JSON.stringify(payload)).digest('hex');
}
