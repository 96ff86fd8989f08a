/** Stamps the record of a document once, and publishes the activity. */

import { createHash } from 'node:crypto';
import { type IncidentAccount, readAccountFacts } from '../incidents/account-facts.ts';
import { openExceptionsTable } from '../incidents/open-tracker.ts';
import { publishEvents } from '../lifecycle/events/publish-events.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { SentDocument } from '../lifecycle/metering/shadows.ts';
import { payloadEventEntry } from '../model/payload-event.ts';
import { sentDocument, withDocument } from './documents.ts';

export interface AcknowledgedDocument {
  readonly accountId: string;
  readonly label: string;
  /** Identifies the sending: a document may be sent again. */
  readonly sentAt: string;
}

/**
 * Returns when it was acknowledged. Undefined: the account is closed, or the document was sent again meanwhile. Also
 * finishes what an earlier call has begun.
 */
export async function acknowledge(
  lifecycle: Lifecycle,
  document: AcknowledgedDocument,
): Promise<string | undefined> {
  const { accountId, label, sentAt } = document;
  const facts = await readAccountFacts(lifecycle, accountId);
  if (!facts) return undefined;
  const key = `acknowledgement ${accountId} ${label} ${sentAt}`;
  const claimed = await openExceptionsTable(lifecycle).claim(key);
  if (claimed.status === 'handled') {
    return sentDocument(await lifecycle.shadows.readNow(accountId), label)?.acknowledgedAt;
  }
  const { claim } = claimed;
  try {
    const stamped = await stamp(lifecycle, document);
    if (!stamped) {
      await claim.release({});
      return undefined;
    }
    await publish(lifecycle, { facts, label, stamped, key });
    await claim.finish({});
    return stamped.acknowledgedAt;
  } catch (error) {
    await claim.release({}).catch(() => undefined);
    throw error;
  }
}

type StampedDocument = SentDocument & { readonly acknowledgedAt: string };

/** A record that has its stamp keeps it. */
async function stamp(
  { shadows, clock }: Lifecycle,
  { accountId, label, sentAt }: AcknowledgedDocument,
): Promise<StampedDocument | undefined> {
  const acknowledgedAt = new Date(clock.now()).toISOString();
  let stamped: StampedDocument | undefined;
  await shadows.update(accountId, (shadow) => {
    const sent = sentDocument(shadow, label);
    stamped = sent?.sentAt === sentAt ? { acknowledgedAt, ...sent } : undefined;
    return stamped ? withDocument(shadow, label, stamped) : shadow;
  });
  return stamped;
}

interface PublishedAcknowledgement {
  readonly facts: IncidentAccount;
  readonly label: string;
  readonly stamped: StampedDocument;
  /** The same for every attempt. */
  readonly key: string;
}

async function publish(
  { hub: { environment }, inHub }: Lifecycle,
  { facts: { id, tags, costCenter }, label, stamped, key }: PublishedAcknowledgement,
): Promise<void> {
  const [begin, end] = [Date.parse(stamped.sentAt), Date.parse(stamped.acknowledgedAt)];
  const payload = {
    ...tags,
    account: id,
    'cost-center': costCenter,
    transaction: 'notification',
    document: label,
    begin: begin / 1000,
    end: end / 1000,
    duration: (end - begin) / 1000,
    identifier: createHash('sha256').update(key).digest('hex').slice(0, 32),
  };
  const entry = payloadEventEntry({ label: 'AcknowledgedNotificationEvent', environment, payload });
  await publishEvents(inHub('events'), [entry]);
}
