/**
 * Sends a notice to the holder of an account, once. What may succeed later is thrown, and tried again; a mail that is
 * refused for good is published as an exception, once.
 */

import { classify } from '../aws/failures.ts';
import { type IncidentAccount, readAccountFacts } from '../incidents/account-facts.ts';
import type { EventClaim } from '../incidents/exceptions-table.ts';
import { openExceptionsTable } from '../incidents/open-tracker.ts';
import { publishException } from '../incidents/publish-exception.ts';
import { type HandlerResult, ignored } from '../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Clock } from '../model/clock.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { sendMessage } from '../reports/mail/send-mail.ts';
import type { EventNotice, HolderNotice } from '../settings/holder-notices.ts';
import { composeNotice, type NoticeMail, type NoticeValues } from './compose-notice.ts';
import { noticeTexts } from './notice-texts.ts';
import { recipientOf } from './recipient.ts';

export interface NewNotice {
  readonly notice: EventNotice;
  readonly accountId: string;
  readonly about: (account: IncidentAccount) => NoticeContent | { readonly rejected: string };
}

export interface NoticeContent {
  /** What it is about: it is sent once for each. */
  readonly subject: string;
  /** Values of the variables that only this notice has. */
  readonly values?: NoticeValues;
}

export async function sendNotice(lifecycle: Lifecycle, notice: NewNotice): Promise<HandlerResult> {
  const account = await readAccountFacts(lifecycle, notice.accountId);
  if (!account) return ignored(`The organization has no account '${notice.accountId}'`);
  const content = notice.about(account);
  if ('rejected' in content) return ignored(content.rejected);
  const { withHolderNoticeTemplates: templates } = lifecycle.settings.features;
  const template = templates[notice.notice] ?? noticeTexts[notice.notice];
  const compose = (to: string) =>
    composeNotice(template, { ...accountValues(account, to), ...content.values });
  return await deliverOnce(lifecycle, {
    notice: notice.notice,
    account,
    subject: content.subject,
    compose,
  });
}

export interface NoticeDelivery {
  readonly notice: HolderNotice;
  readonly account: IncidentAccount;
  /** What it is about: it is sent once for each. */
  readonly subject: string;
  readonly compose: (to: string) => NoticeMail;
  /** Called after SES has accepted the mail. */
  readonly onSent?: () => Promise<void>;
}

export async function deliverOnce(
  lifecycle: Lifecycle,
  delivery: NoticeDelivery,
): Promise<HandlerResult> {
  const { notice, subject, account } = delivery;
  const accountId = account.id;
  const key = `notice ${notice} ${accountId} ${subject}`;
  const claimed = await openExceptionsTable(lifecycle).claim(key);
  if (claimed.status === 'handled') return ignored('This notice was sent before');
  const { claim } = claimed;
  try {
    const refused = await mail(lifecycle, delivery);
    if (refused === undefined) await delivery.onSent?.();
    else await publishRefusal(lifecycle, delivery, { key, reason: refused });
    await claim.finish({});
    return { did: 'notice', notice, accountId, ...(refused !== undefined && { refused }) };
  } catch (error) {
    await giveBack(claim);
    throw error;
  }
}

/** A claim that cannot be given back ends by itself. */
async function giveBack(claim: EventClaim): Promise<void> {
  await claim.release({}).catch(() => undefined);
}

/** Returns why it was refused for good. */
async function mail(
  lifecycle: Lifecycle,
  { account, compose }: NoticeDelivery,
): Promise<string | undefined> {
  const { settings, clock } = lifecycle;
  const from = settings.features.withOriginEmailRecipient;
  if (from === undefined) return 'features.with_origin_email_recipient is missing';
  const to = recipientOf(settings, account);
  if (to === undefined) return 'neither the holder nor the account has a valid mail address';
  const message = { from, to: [to], ...compose(to), attachments: [], at: clock.now() };
  try {
    await withinTime(clock, (signal) => sendMessage(lifecycle, message, signal));
    return undefined;
  } catch (error) {
    if (classify(error).retryable) throw error;
    return error instanceof FlotillaError ? error.message : classify(error).message;
  }
}

/** Shorter than a claim: a mail that is sent after its end would be sent twice. */
const maxSendMs = 60_000;

async function withinTime(
  clock: Clock,
  task: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const [late, done] = [new AbortController(), new AbortController()];
  const overdue = new DOMException(`not sent within ${maxSendMs / 1000} s`, 'TimeoutError');
  clock.sleep(maxSendMs, done.signal).then(
    () => late.abort(overdue),
    () => undefined,
  );
  try {
    await task(late.signal);
  } finally {
    done.abort();
  }
}

function accountValues({ id, label, costCenter }: IncidentAccount, holder: string): NoticeValues {
  return { account: label, account_id: id, holder, cost_center: costCenter };
}

async function publishRefusal(
  lifecycle: Lifecycle,
  { notice, account: { id: accountId } }: NoticeDelivery,
  { key, reason }: { readonly key: string; readonly reason: string },
): Promise<void> {
  await publishException(lifecycle, {
    label: 'GenericException',
    title: `The holder of account '${accountId}' was not notified`,
    message: `The notice ${notice} about account ${accountId} was not sent, and is not tried again: ${reason}`,
    accountId,
    source: key,
  });
}
