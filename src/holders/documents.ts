/** Which document an account is sent next, and what its shadow has about those that were sent. */

import type { SentDocument, Shadow } from '../lifecycle/metering/shadows.ts';
import type { EndUserDocument } from '../settings/settings.ts';

/** How long a link may be used. A document that was not acknowledged until then is sent again. */
export const linkMs = 90 * 86_400_000;

/** The first document, in alphabetical order, that the account has not been sent in its present content. */
export function nextDocument(
  documents: readonly EndUserDocument[],
  shadow: Shadow | undefined,
  now: number,
): EndUserDocument | undefined {
  return documents.find(({ label, digest }) => {
    const sent = sentDocument(shadow, label);
    return sent?.digest !== digest || isLinkOver(sent, now);
  });
}

export function sentDocument(shadow: Shadow | undefined, label: string): SentDocument | undefined {
  return Object.entries(shadow?.documents ?? {}).find(([name]) => name === label)?.[1];
}

export function withDocument(shadow: Shadow, label: string, document: SentDocument): Shadow {
  return { ...shadow, documents: { ...shadow.documents, [label]: document } };
}

function isLinkOver({ sentAt, acknowledgedAt }: SentDocument, now: number): boolean {
  return acknowledgedAt === undefined && Date.parse(sentAt) + linkMs <= now;
}
