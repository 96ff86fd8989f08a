/** `flotilla notify preview`: what each channel would send, and with --send its result. */

import { randomUUID } from 'node:crypto';
import type { Lifecycle } from '../../../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import type { Channel } from '../../../../notifications/channel.ts';
import type { OperatorNotice } from '../../../../notifications/notification.ts';
import { notify } from '../../../../notifications/notify.ts';
import { openChannels } from '../../../../notifications/open-channels.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { RunOf } from '../../../define-command.ts';
import { count } from '../../../output/text.ts';
import { withLifecycle } from '../../lifecycle/open.ts';
import type { ChannelPreviewRecord, command } from './command.ts';
import { channelPreviewView } from './view.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const channels = selectChannels(openChannels(lifecycle), options.channels);
    const notice = sampleNotice(options);
    if (options.send) {
      await context.confirm({
        question: `Send a test notification through ${count(channels.length, 'channel')}?`,
        targets: channels.length,
        plan: channels.map(({ name }) => name).join('\n'),
      });
      await sendAll(lifecycle, { channels, notice }, context);
      return undefined;
    }
    const printer = context.printer(channelPreviewView);
    for (const channel of channels) {
      printer.write({ ...previewOf(channel, notice), status: 'shown', reason: '' });
    }
    printer.end();
    return { summary: `${count(channels.length, 'channel')}; nothing was sent` };
  });

function selectChannels(
  channels: readonly Channel[],
  names: readonly string[] | undefined,
): readonly Channel[] {
  if (!names) return channels;
  const known = channels.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new FlotillaError(
      'InvalidInput',
      `--channels "${unknown}" is not one of ${known.join(', ')}`,
    );
  }
  return channels.filter(({ name }) => names.includes(name));
}

interface NoticeOptions {
  readonly label: string;
  readonly title?: string | undefined;
  readonly message?: string | undefined;
}

function sampleNotice({ label, title, message }: NoticeOptions): OperatorNotice {
  return {
    id: randomUUID(),
    label,
    title: title ?? 'Test of the notification channels',
    message: message ?? 'This is a sample. An exception would be described here.',
    facts: [
      { name: 'Account', value: 'alpha (111122223333)' },
      { name: 'Cost center', value: 'sample' },
    ],
    links: [],
  };
}

function previewOf(
  channel: Channel,
  notice: OperatorNotice,
): Pick<ChannelPreviewRecord, 'channel' | 'format' | 'body'> {
  return { channel: channel.name, ...channel.preview(notice) };
}

interface Sending {
  readonly channels: readonly Channel[];
  readonly notice: OperatorNotice;
}

/** One after the other, so that an interrupted command says which channels were used. */
async function sendAll(
  { clock }: Lifecycle,
  { channels, notice }: Sending,
  { startTally, printer: open, signal }: CommandContext,
): Promise<void> {
  const tally = startTally(channels.length);
  const printer = open(channelPreviewView);
  try {
    for (const channel of channels) {
      if (signal.aborted) break;
      tally.start(channel.name);
      const [result] = await notify([channel], notice, clock);
      const reason = result?.status === 'failed' ? result.reason : '';
      const status = result?.status ?? 'failed';
      printer.write({ ...previewOf(channel, notice), status, reason });
      tally.settle(channel.name, status === 'sent' ? 'done' : 'failed');
    }
  } finally {
    printer.end();
  }
}
