/**
 * Microsoft Teams, through a connector of Office 365: retired by Microsoft in favour of workflows, and still in use.
 * https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */

import type { Channel } from '../channel.ts';
import { type OperatorNotice, plainText } from '../notification.ts';
import type { Rejection } from '../post-webhook.ts';
import { type WebhookChannelOptions, webhookChannel } from './webhook-channel.ts';

export function teamsConnector(options: WebhookChannelOptions): Channel {
  return webhookChannel(options, { payload, rejected });
}

function payload(notification: OperatorNotice): object {
  return { title: notification.title, text: plainText(notification) };
}

/** Connectors answer 200 also when Teams refused the message, with its status in the text. */
function rejected(text: string): Rejection | undefined {
  const status = /HTTP error (\d{3})/.exec(text)?.[1];
  if (status === undefined) return undefined;
  return { reason: `HTTP ${status}`, retryable: status === '429' || status.startsWith('5') };
}
