/** What is printed about one account. */

import * as z from 'zod';
import { lifecycleRecordSchema } from '../../../../lifecycle/model/lifecycle-record.ts';

const text = z.string().optional();
const texts = z.record(z.string(), z.string());

const observationSchema = z.strictObject({
  account: z.strictObject({
    id: z.string(),
    name: text,
    email: text,
    active: z.boolean(),
    parents: z.array(z.string()).describe('The root and the OUs above it.'),
    readAt: z.number().describe('Milliseconds since 1970.'),
    tags: texts,
  }),
  item: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('The settings entry that matches it; see flotilla settings explain.'),
  transaction: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('The open transaction, with the tags of the account when it began.'),
  work: z.strictObject(lifecycleRecordSchema.shape).optional().describe('Its stored record.'),
  build: z.strictObject({ id: z.string(), status: z.string() }).optional(),
  interrupted: z.boolean().describe('Whether the previous worker was interrupted.'),
  cause: z.string(),
  now: z.number().describe('Milliseconds since 1970.'),
});

const actionSchema = z.strictObject({
  do: z.enum([
    'wait',
    'forget',
    'enter',
    'arrive',
    'retag',
    'build',
    'report-build',
    'report-late',
    'report-state',
    'finish',
    'fail',
  ]),
  until: z.number().optional(),
  state: text,
  set: texts.optional(),
  unset: z.array(z.string()).optional(),
  tell: z.array(z.string()).optional().describe('Events that it publishes.'),
  begin: text,
  purpose: text,
  attempt: z.number().optional(),
  status: text,
  reason: text,
  retryAt: z.number().optional(),
});

export const accountExplanationSchema = z.strictObject({
  observation: observationSchema,
  state: text.describe('Value of the state tag.'),
  decision: z.strictObject({
    rule: z.string().describe('Name of the rule that applies now.'),
    why: z.string(),
    action: actionSchema,
  }),
  item: text.describe('Identifier of the settings entry; absent when the account is not managed.'),
  windows: z.array(z.string()).describe('When its next two maintenance windows open.'),
  shadow: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('The last known facts, as reports read them.'),
});
