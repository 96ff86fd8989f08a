import * as z from 'zod';
import { exceptionLabels } from '../../../../model/payload-event.ts';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { choice, flag, list, text } from '../../../options/kinds.ts';
import { settingsOptions } from '../../settings/settings-options.ts';

export const channelPreviewSchema = z.strictObject({
  channel: z.string(),
  format: z.enum(['json', 'text']),
  body: z.string().describe('What is sent, without addresses and secrets.'),
  status: z.enum(['shown', 'sent', 'failed']),
  reason: z.string().describe('Why it failed; empty otherwise.'),
});

export type ChannelPreviewRecord = z.output<typeof channelPreviewSchema>;

export const command = defineCommand({
  description:
    'Prints what each channel would send for an exception: the topic of exceptions, Microsoft Teams, Slack and webhooks of the settings. With --send it is sent, as a test of the channels.',
  examples: [
    { command: 'flotilla notify preview' },
    {
      note: 'try one channel',
      command: 'flotilla notify preview --channels slack --send --yes',
    },
  ],
  docs: 'docs/exceptions.md',
  options: {
    ...settingsOptions,
    channels: list('names', 'include all')
      .describe('only these channels, by their names in the settings; sns is the topic')
      .optional(),
    label: choice('label', exceptionLabels)
      .describe('label of the exception')
      .default('GenericException'),
    title: text('text', 'use a sample').describe('title of the notification').optional(),
    message: text('text', 'use a sample').describe('text of the notification').optional(),
    send: flag().describe('send it through the channels'),
    ...awsOptions,
  },
  confirm: 'destructive',
  output: { kind: 'rows', schema: channelPreviewSchema },
});
