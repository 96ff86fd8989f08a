/** Handles the daily schedule: a document that was not acknowledged in time is an exception, once. */

import { publishException } from '../../incidents/publish-exception.ts';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import type { HandlerResult } from '../../lifecycle/handlers/handler-result.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import type { SentDocument, Shadow } from '../../lifecycle/metering/shadows.ts';
import type { EndUserDocument } from '../../settings/settings.ts';
import { sentDocument, withDocument } from '../documents.ts';

const dayMs = 86_400_000;

export const onUnacknowledgedDocuments: EventHandler = async (lifecycle) => {
  const results: HandlerResult[] = [];
  for await (const shadow of lifecycle.shadows.all()) {
    const { id: accountId = '', is_active: isActive = true } = shadow;
    for (const overdue of isActive ? overdueDocuments(lifecycle, shadow) : []) {
      await report(lifecycle, { ...overdue, accountId });
      results.push({ did: 'record', label: 'UnacknowledgedNotificationException', accountId });
    }
  }
  return { did: 'batch', results, failed: [] };
};

interface OverdueDocument {
  readonly document: EndUserDocument;
  readonly sent: SentDocument;
}

/** Without documents that the settings have no longer, or in another content. */
function overdueDocuments(
  { settings: { features }, clock }: Lifecycle,
  shadow: Shadow,
): readonly OverdueDocument[] {
  const sentBefore = clock.now() - features.withAcknowledgementDays * dayMs;
  return features.withEndUserDocuments.flatMap((document) => {
    const sent = sentDocument(shadow, document.label);
    if (sent?.digest !== document.digest || Date.parse(sent.sentAt) > sentBefore) return [];
    const isSettled = sent.acknowledgedAt !== undefined || sent.reportedAt !== undefined;
    return isSettled ? [] : [{ document, sent }];
  });
}

/** Published first: what was published and not recorded is published again, under the same identifier. */
async function report(
  lifecycle: Lifecycle,
  { accountId, document, sent }: OverdueDocument & { readonly accountId: string },
): Promise<void> {
  const { label, title } = document;
  await publishException(lifecycle, {
    label: 'UnacknowledgedNotificationException',
    title: `Document '${label}' is not acknowledged for account '${accountId}'`,
    message: `The holder of account ${accountId} was sent '${title}' on ${sent.sentAt}, and has not acknowledged it. Ask the holder to open the link in that mail.`,
    accountId,
    source: `unacknowledged ${accountId} ${label} ${sent.digest} ${sent.sentAt}`,
  });
  const reportedAt = new Date(lifecycle.clock.now()).toISOString();
  await lifecycle.shadows.update(accountId, (shadow) => {
    const current = sentDocument(shadow, label);
    if (current?.sentAt !== sent.sentAt) return shadow;
    return withDocument(shadow, label, { ...current, reportedAt });
  });
}
