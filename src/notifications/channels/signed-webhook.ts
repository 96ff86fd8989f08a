/**
 * Any receiver of JSON. Each request is signed with HMAC-SHA256 over its time and its body, so that a receiver can
 * refuse what others send and what is sent again later.
 */

import { createHmac } from 'node:crypto';
import type { Channel } from '../channel.ts';
import type { OperatorNotice } from '../notification.ts';
import { type ReadSecret, type WebhookChannelOptions, webhookChannel } from './webhook-channel.ts';

interface SignedWebhookOptions extends WebhookChannelOptions {
  readonly secret: ReadSecret;
}

export function signedWebhook({ secret, ...options }: SignedWebhookOptions): Channel {
  return webhookChannel(options, {
    payload,
    async headers({ id }, body, signal) {
      // Signed once: the time of a retry is that of the first attempt.
      const timestamp = String(Math.floor(options.clock.now() / 1000));
      return {
        'x-flotilla-id': id,
        'x-flotilla-timestamp': timestamp,
        'x-flotilla-signature': `v1=${signatureOf(await secret(signal), timestamp, body)}`,
      };
    },
  });
}

function payload(notification: OperatorNotice): object {
  return { version: 1, ...notification };
}

function signatureOf(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}
