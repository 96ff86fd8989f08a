/**
 * Any receiver of JSON. Each request is signed with HMAC-SHA256 over its time and its body, so that a receiver can
 * refuse what others send and what is sent again later.
 */

import { createHmac } from 'node:crypto';
import type { Channel } from '../channel.ts';
import type { OperatorNotice } from '../notification.ts';
import { postWebhook } from '../post-webhook.ts';
import type { ReadSecret, WebhookChannelOptions } from './webhook-channel.ts';

interface SignedWebhookOptions extends WebhookChannelOptions {
  readonly secret: ReadSecret;
}

export function signedWebhook(options: SignedWebhookOptions): Channel {
  const { name, url, secret, fetch, clock } = options;
  return {
    name,
    preview: (notification) => ({
      format: 'json',
      body: JSON.stringify(payload(notification), undefined, 2),
    }),
    async send(notification, signal) {
      const body = JSON.stringify(payload(notification));
      // Signed once: the time of a retry is that of the first attempt.
      const timestamp = String(Math.floor(clock.now() / 1000));
      const headers = {
        'x-flotilla-id': notification.id,
        'x-flotilla-timestamp': timestamp,
        'x-flotilla-signature': `v1=${signatureOf(await secret(signal), timestamp, body)}`,
      };
      return postWebhook({ fetch, clock }, { url: await url(signal), body, headers }, signal);
    },
  };
}

function payload(notification: OperatorNotice): object {
  return { version: 1, ...notification };
}

function signatureOf(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}
