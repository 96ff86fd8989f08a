/** What is printed about checks: a record per check, per finding, and per type that could not be read. */

import * as z from 'zod';
import {
  type CheckResult,
  type InventoryCheck,
  severities,
} from '../../../../inventory/checks/check.ts';

const common = {
  check: z.string().describe('Its name.'),
  severity: z.enum(severities),
  category: z.string(),
};

const account = { accountId: z.string(), accountName: z.string().optional() };

const checkSchema = z.strictObject({
  type: z.literal('check'),
  ...common,
  title: z.string(),
  why: z.string(),
  remediation: z.string(),
  source: z.string().optional(),
  status: z
    .enum(['failed', 'unread', 'passed'])
    .optional()
    .describe('unread: nothing was found, and not everything could be read. Absent with --list.'),
  findings: z.int().optional().describe('How many.'),
  unreadAccounts: z.int().optional().describe('In how many accounts findings may be missing.'),
});

const findingSchema = z.strictObject({
  type: z.literal('finding'),
  ...common,
  ...account,
  region: z.string(),
  id: z.string(),
  arn: z.string().optional(),
  detail: z.string().optional().describe('What is wrong with it.'),
});

const unreadSchema = z.strictObject({
  type: z.literal('unread'),
  ...common,
  ...account,
  table: z.string().optional().describe('Absent where it is the whole account.'),
  regions: z.array(z.string()).readonly(),
  status: z.string().describe('denied, failed, partial, not-collected, …'),
  code: z.string().optional(),
  message: z.string().optional(),
});

export const checksSchema = z.discriminatedUnion('type', [
  checkSchema,
  findingSchema,
  unreadSchema,
]);

export type ChecksRecord = Readonly<z.output<typeof checksSchema>>;
export type CheckRecord = Extract<ChecksRecord, { type: 'check' }>;
export type CheckFindingRecord = Extract<ChecksRecord, { type: 'finding' }>;
export type UnreadRecord = Extract<ChecksRecord, { type: 'unread' }>;

export function checkRecord({ name, sql: _, ...check }: InventoryCheck): CheckRecord {
  return { type: 'check', check: name, ...check };
}

export function* recordsOf({
  check,
  status,
  findings,
  unread,
}: CheckResult): Generator<ChecksRecord> {
  const { name, severity, category } = check;
  const of = { check: name, severity, category };
  const unreadAccounts = new Set(unread.map(({ accountId }) => accountId)).size;
  yield { ...checkRecord(check), status, findings: findings.length, unreadAccounts };
  for (const finding of findings) yield { type: 'finding', ...of, ...finding };
  for (const place of unread) yield { type: 'unread', ...of, ...place };
}
