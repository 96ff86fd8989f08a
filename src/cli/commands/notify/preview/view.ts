/** How a preview looks: the body below the name of its channel. */

import type { View } from '../../../output/printer.ts';
import { failedWhere } from '../../../output/table.ts';
import type { ChannelPreviewRecord } from './command.ts';

export const channelPreviewView: View<ChannelPreviewRecord> = {
  tables: (records) => [
    ...records.map(({ channel, body }) => ({
      title: channel,
      heads: ['Message'],
      rows: body.split('\n').map((line) => [line]),
    })),
    ...(records.some(({ status }) => status !== 'shown')
      ? [
          {
            title: 'Results',
            heads: ['Channel', 'Status', 'Reason'],
            isFailed: failedWhere(1, 'failed'),
            rows: records.map(({ channel, status, reason }) => [channel, status, reason]),
          },
        ]
      : []),
  ],
  csv: {
    channel: ({ channel }) => channel,
    format: ({ format }) => format,
    body: ({ body }) => body,
    status: ({ status }) => status,
    reason: ({ reason }) => reason,
  },
};
