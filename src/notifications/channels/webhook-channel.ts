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
  /** Beside the common ones. Default: none. */
  readonly headers?: (
    notification: OperatorNotice,
    body: string,
    signal: AbortSignal,
  ) => Promise<Readonly<Record<string, string>>>;
}

export function webhookChannel(
  { name, url, fetch, clock }: WebhookChannelOptions,
  { payload, headers, ...rest }: WebhookFormat,
): Channel {
  return {
    name,
    preview: (notification) => ({
      format: 'json',
      body: JSON.stringify(payload(notification), undefined, 2),
    }),
    async send(notification, signal) {
      const body = JSON.stringify(payload(notification));
      const more = headers && { headers: await headers(notification, body, signal) };
      const post = { url: await url(signal), body, ...more, ...rest };
      return postWebhook({ fetch, clock }, post, signal);
    },
  };
}
