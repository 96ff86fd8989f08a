/**
 * Slack, through an incoming webhook, with blocks of plain text: nothing in them is a link, a mention or markup.
 * https://docs.slack.dev/reference/block-kit/blocks/
 */

import type { Channel } from '../channel.ts';
import { type OperatorNotice, shortened } from '../notification.ts';
import { type WebhookChannelOptions, webhookChannel } from './webhook-channel.ts';

/** Slack's limits of a header, a section, its fields and a button. */
const limits = { header: 150, section: 3_000, field: 2_000, fields: 10, button: 75 };

export function slack(options: WebhookChannelOptions): Channel {
  return webhookChannel(options, { payload });
}

function payload({ title, message, facts, links }: OperatorNotice): object {
  return {
    // Shown in notifications; unlike the blocks it is markup.
    text: escapeMarkup(shortened(title, limits.section)),
    unfurl_links: false,
    blocks: [
      { type: 'header', text: plain(title, limits.header) },
      { type: 'section', text: plain(message, limits.section) },
      ...(facts.length === 0
        ? []
        : [{ type: 'section', fields: facts.map(field).slice(0, limits.fields) }]),
      ...(links.length === 0 ? [] : [{ type: 'actions', elements: links.map(button) }]),
    ],
  };
}

function field({ name, value }: OperatorNotice['facts'][number]): object {
  return plain(`${name}: ${value || '-'}`, limits.field);
}

function button({ title, url }: OperatorNotice['links'][number]): object {
  return { type: 'button', text: plain(title, limits.button), url };
}

/** Empty texts are refused. */
function plain(text: string, max: number): object {
  return { type: 'plain_text', text: shortened(text, max) || '-', emoji: false };
}

/** https://docs.slack.dev/messaging/formatting-message-text/#escaping */
function escapeMarkup(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
