/** What is printed about a resource. */

import * as z from 'zod';

export const shownSchema = z.strictObject({
  accountId: z.string(),
  accountName: z.string().optional(),
  region: z.string(),
  service: z.string(),
  type: z.string(),
  id: z.string(),
  arn: z.string().optional(),
  tags: z.record(z.string(), z.string()),
  collectedAt: z.string(),
  resource: z.record(z.string(), z.unknown()).describe('As AWS returns it.'),
  neighbours: z.array(
    z.strictObject({
      direction: z
        .enum(['to', 'from'])
        .describe('Whether the resource refers to it, or it to the resource.'),
      kind: z.string(),
      member: z.string().describe('The member with the reference.'),
      type: z.string().optional().describe('Its table: ec2_vpc.'),
      id: z.string(),
      arn: z.string().optional(),
      collected: z.boolean().describe('Whether the run has it.'),
    }),
  ),
  history: z
    .array(
      z.strictObject({
        runId: z.string(),
        date: z.string(),
        status: z.enum(['seen', 'absent', 'unread']),
        reason: z.string().optional().describe('Why it is unread.'),
        changed: z.array(
          z.strictObject({
            path: z.string(),
            before: z.unknown().optional(),
            after: z.unknown().optional(),
          }),
        ),
      }),
    )
    .optional()
    .describe('Every run, oldest first. Unread: it may have existed.'),
});

export type ShownRecord = z.infer<typeof shownSchema>;
