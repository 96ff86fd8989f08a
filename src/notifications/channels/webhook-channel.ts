/** A channel that posts JSON to a secret address. */

import type { Channel } from '../channel.ts';
import type { OperatorNotice } from '../notification.ts';
import { postWebhook, type WebhookAccess, type WebhookPost } from '../post-webhook.ts';

/** Reads a secret when it is needed, so that a missing one fails only its own channel. */
export type ReadSecret = (signal: AbortSignal) => Promise<string>;

export interface WebhookChannelOptions extends WebhookAccess {
  readonly name: string;
  readonly url: ReadSecret;
}

interface WebhookFormat extends Pick<WebhookPost, 'rejected'> {
  readonly payload: (notification: OperatorNotice) => object;
}

export function webhookChannel(
  { name, url, fetch, clock }: WebhookChannelOptions,
  { payload, ...rest }: WebhookFormat,
): Channel {
  return {
    name,
    preview: (notification) => ({
      format: 'json',
      body: JSON.stringify(payload(notification), undefined, 2),
    }),
    async send(notification, signal) {
      const body = JSON.stringify(payload(notification));
      return postWebhook({ fetch, clock }, { url: await url(signal), body, ...rest }, signal);
    },
  };
}
