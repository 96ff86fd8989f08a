/** Handles the release of an account: its holder is mailed the next document to acknowledge, one for each release. */

import { readAccountFacts } from '../../incidents/account-facts.ts';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import { ignored } from '../../lifecycle/handlers/handler-result.ts';
import { readAcknowledgementKey } from '../../lifecycle/hub/acknowledgement-key.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { isAccountId } from '../../model/account.ts';
import { decodePayloadEvent } from '../../model/payload-event.ts';
import type { EndUserDocument } from '../../settings/settings.ts';
import { signToken } from '../acknowledgement-token.ts';
import { composeDocument } from '../compose-notice.ts';
import { linkMs, nextDocument, withDocument } from '../documents.ts';
import { identifierOf } from '../event-identifier.ts';
import { deliverOnce } from '../send-notice.ts';

const releases = ['SuccessfulOnBoardingEvent', 'SuccessfulMaintenanceEvent'];

export const onHolderDocument: EventHandler = async (lifecycle, event) => {
  const { hub, settings, shadows, clock } = lifecycle;
  const expected = { environment: hub.environment, hubId: hub.accountId };
  const decoded = decodePayloadEvent(event, expected);
  if ('rejected' in decoded) return ignored(decoded.rejected);
  const { label, payload } = decoded.value;
  if (!releases.includes(label)) return ignored(`Unexpected label '${label}' for a document`);
  const { account: accountId } = payload;
  if (typeof accountId !== 'string' || !isAccountId(accountId)) {
    return ignored(`Event '${label}' is about no account`);
  }
  const { withHolderNotices, withEndUserDocuments, withAcknowledgementUrl } = settings.features;
  if (!withHolderNotices.includes('terms') || withAcknowledgementUrl === undefined) {
    return ignored("Notices 'terms' are not switched on");
  }
  const now = clock.now();
  const shadow = await shadows.readNow(accountId);
  const document = nextDocument(withEndUserDocuments, shadow, now);
  if (!document) return ignored(`Account '${accountId}' was sent all documents`);
  const account = await readAccountFacts(lifecycle, accountId);
  if (!account) return ignored(`The organization has no account '${accountId}'`);
  const link = await linkTo(lifecycle, withAcknowledgementUrl, { accountId, document, now });
  return await deliverOnce(lifecycle, {
    notice: 'terms',
    account,
    subject: identifierOf(payload),
    compose: () => composeDocument(document, { account: account.label, link }),
    onSent: () => {
      const sent = { digest: document.digest, sentAt: new Date(now).toISOString() };
      return shadows.update(accountId, (before) => withDocument(before, document.label, sent));
    },
  });
};

interface LinkedDocument {
  readonly accountId: string;
  readonly document: EndUserDocument;
  readonly now: number;
}

async function linkTo(
  lifecycle: Lifecycle,
  url: string,
  { accountId, document: { label, digest }, now }: LinkedDocument,
): Promise<string> {
  const key = await readAcknowledgementKey(lifecycle);
  const link = new URL(url);
  const acknowledgement = { account: accountId, label, digest, expiry: now + linkMs };
  link.searchParams.set('token', signToken(acknowledgement, key));
  return link.href;
}
