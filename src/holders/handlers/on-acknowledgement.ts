/**
 * Handles requests of a browser to the URL of the function: a page with a button, and the button. Opening the link
 * acknowledges nothing, because scanners of mails open links.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */

import * as z from 'zod';
import { EventBusy } from '../../incidents/exceptions-table.ts';
import type { EventHandler } from '../../lifecycle/handlers/event-handler.ts';
import { readAcknowledgementKey } from '../../lifecycle/hub/acknowledgement-key.ts';
import type { Lifecycle } from '../../lifecycle/lifecycle.ts';
import { type AcknowledgedDocument, acknowledge } from '../acknowledge.ts';
import { pages } from '../acknowledgement-pages.ts';
import { isTokenLike, verifyToken } from '../acknowledgement-token.ts';
import { sentDocument } from '../documents.ts';

/** Payload format 2.0. */
const requestSchema = z.object({
  queryStringParameters: z.object({ token: z.string().optional() }).optional(),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
});

export const onAcknowledgement: EventHandler = async (lifecycle, event) => {
  const { data: request } = requestSchema.safeParse(event);
  if (!request) return pages.invalid();
  const { method } = request.requestContext.http;
  if (!['GET', 'HEAD', 'POST'].includes(method)) return pages.methodNotAllowed();
  const found = await find(lifecycle, request.queryStringParameters?.token ?? '');
  if (typeof found === 'string') return pages[found]();
  const { title, accountId } = found;
  if (method !== 'POST' && !found.isAcknowledged) return pages.question(title, accountId);
  try {
    const at = await acknowledge(lifecycle, found);
    return at === undefined ? pages.expired() : pages.acknowledged(title, at);
  } catch (error) {
    if (error instanceof EventBusy) return pages.busy();
    throw error;
  }
};

interface FoundDocument extends AcknowledgedDocument {
  readonly title: string;
  readonly isAcknowledged: boolean;
}

/** A link is over when its time is, and when the account was sent another content since. */
async function find(
  lifecycle: Lifecycle,
  token: string,
): Promise<FoundDocument | 'invalid' | 'expired'> {
  if (!isTokenLike(token)) return 'invalid';
  const acknowledgement = verifyToken(token, await readAcknowledgementKey(lifecycle));
  if (!acknowledgement) return 'invalid';
  const { account: accountId, label, digest, expiry } = acknowledgement;
  const { settings, shadows, clock } = lifecycle;
  const document = settings.features.withEndUserDocuments.find((one) => one.label === label);
  const sent = sentDocument(await shadows.readNow(accountId), label);
  const isOver = expiry <= clock.now() || sent?.digest !== digest || document?.digest !== digest;
  if (isOver || !document) return 'expired';
  const isAcknowledged = sent.acknowledgedAt !== undefined;
  return { accountId, label, sentAt: sent.sentAt, title: document.title, isAcknowledged };
}
