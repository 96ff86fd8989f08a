/** What is printed about the difference between two runs. */

import * as z from 'zod';

const runSchema = z.strictObject({ runId: z.string(), date: z.string() });

const resourceSchema = z.strictObject({
  accountId: z.string(),
  accountName: z.string().optional(),
  region: z.string(),
  service: z.string(),
  type: z.string(),
  id: z.string(),
  arn: z.string().optional(),
});

export const diffSchema = z.strictObject({
  first: runSchema,
  second: runSchema,
  added: z.array(resourceSchema),
  removed: z.array(resourceSchema),
  changed: z.array(
    resourceSchema.extend({
      fields: z.array(
        z.strictObject({
          path: z.string().describe('State.Name, SecurityGroups[].GroupId, tags.owner'),
          before: z.unknown().optional(),
          after: z.unknown().optional(),
        }),
      ),
    }),
  ),
  unread: z
    .array(
      z.strictObject({
        run: z.enum(['first', 'second', 'both']),
        accountId: z.string(),
        accountName: z.string().optional(),
        region: z.string().optional().describe('Absent where it is the whole account.'),
        service: z.string().optional(),
        type: z.string().optional(),
        status: z.string(),
        code: z.string().optional(),
        records: z
          .int()
          .describe('Resources of the other run, which count neither as added nor as removed.'),
      }),
    )
    .describe('Where the runs cannot be compared.'),
});
