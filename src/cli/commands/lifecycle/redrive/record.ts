/** What is printed about an event that no handler could process. */

import * as z from 'zod';
import type { View } from '../../../output/printer.ts';
import { failedWhere } from '../../../output/table.ts';

export const deadLetterSchema = z.strictObject({
  messageId: z.string(),
  route: z.string().describe('Name of the handler; empty where the message names none.'),
  status: z
    .enum(['waiting', 'done', 'failed', 'unroutable', 'interrupted', 'not-started'])
    .describe('unroutable: it names no handler of this environment, and stays in the queue.'),
  detail: z.string(),
});

export type DeadLetterRecord = Readonly<z.output<typeof deadLetterSchema>>;

export const deadLetterView: View<DeadLetterRecord> = {
  tables: (records) => [
    {
      heads: ['Message', 'Handler', 'Status', 'Detail'],
      isFailed: failedWhere(2, 'failed'),
      rows: records.map(({ messageId, route, status, detail }) => [
        messageId,
        route,
        status,
        detail,
      ]),
      wraps: true,
    },
  ],
  csv: {
    messageId: ({ messageId }) => messageId,
    route: ({ route }) => route,
    status: ({ status }) => status,
    detail: ({ detail }) => detail,
  },
};
