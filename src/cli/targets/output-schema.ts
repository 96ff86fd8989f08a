/** What `run` and `exec` print: outcomes, or with `--dry-run` the plan. */

import * as z from 'zod';

const outcomeRecordSchema = z.strictObject({
  type: z.literal('outcome'),
  accountId: z.string(),
  accountName: z.string().optional(),
  region: z.string().optional(),
  status: z.enum(['done', 'failed', 'skipped']),
  kind: z.string().optional().describe('Of a skip its reason, of a failure its kind.'),
  phase: z.string().optional().describe('Of a failure: assume-role or operation.'),
  code: z.string().optional(),
  message: z.string().optional(),
  requestId: z.string().optional(),
  retryable: z.boolean().optional(),
  durationMs: z.number().optional(),
  roleName: z.string().optional().describe('With its path. Absent for a skip.'),
  roleSessionName: z.string().optional(),
  partition: z.string().optional(),
  policy: z.string().optional().describe('The session policy, if one was given.'),
  policyArns: z.array(z.string()).optional(),
  value: z.unknown().optional().describe('What the operation returned, as JSON.'),
});

export const planRecordSchema = z.strictObject({
  type: z.literal('plan'),
  accountId: z.string(),
  accountName: z.string().optional(),
  region: z.string().optional(),
  runs: z.boolean(),
  roleArn: z.string().optional(),
  reason: z.string().optional().describe('Why it would not run: a skip reason, unread, or done.'),
  detail: z.string().optional().describe('Why it would not run, for people.'),
});

export type PlanRecord = Readonly<z.output<typeof planRecordSchema>>;

export const runOutputSchema = z.discriminatedUnion('type', [
  outcomeRecordSchema,
  planRecordSchema,
]);
