/**
 * Microsoft Teams, through a workflow that posts an Adaptive Card. Texts are runs and not text blocks, because a text
 * block reads Markdown, and names of accounts are written by others.
 * https://adaptivecards.io/explorer/RichTextBlock.html
 */

import type { Channel } from '../channel.ts';
import { type OperatorNotice, shortened } from '../notification.ts';
import { type WebhookChannelOptions, webhookChannel } from './webhook-channel.ts';

/** Teams accepts cards of 28 KB. */
const maxMessage = 5_000;
const maxTitle = 300;
const maxFact = 300;

export function teamsWorkflow(options: WebhookChannelOptions): Channel {
  return webhookChannel(options, { payload });
}

function payload({ title, message, facts, links }: OperatorNotice): object {
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      richText({ text: shortened(title, maxTitle), size: 'Large', weight: 'Bolder' }),
      ...shortened(message, maxMessage)
        .split(/\n{2,}/)
        .map((text) => richText({ text })),
      ...facts.map(({ name, value }) =>
        richText(
          { text: `${name}: `, weight: 'Bolder' },
          { text: shortened(value || '-', maxFact) },
        ),
      ),
    ],
    actions: links.map(({ title, url }) => ({ type: 'Action.OpenUrl', title, url })),
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content: card }] };
}

interface TextRun {
  readonly text: string;
  readonly weight?: 'Bolder';
  readonly size?: 'Large';
}

function richText(...runs: readonly TextRun[]): object {
  return { type: 'RichTextBlock', inlines: runs.map((run) => ({ type: 'TextRun', ...run })) };
}
