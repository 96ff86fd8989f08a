/** What is printed about an account. */

import * as z from 'zod';
import type { Account } from '../../../model/account.ts';

export const accountRecordSchema = z.strictObject({
  type: z.literal('account'),
  id: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
  state: z.string().optional(),
  ouPath: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  regions: z
    .array(z.string())
    .optional()
    .describe(
      'Where it would run; absent where no region is configured, or where it would not run.',
    ),
  runs: z.boolean().describe('Whether a run with the same selection would include it.'),
  reason: z.string().optional().describe('Why it would not run: a skip reason, or unread.'),
  detail: z.string().optional().describe('Why it would not run, for people.'),
});

export type AccountRecord = Readonly<z.output<typeof accountRecordSchema>>;

export type RunVerdict = Pick<AccountRecord, 'runs' | 'reason' | 'detail' | 'regions'>;

export function accountRecord(account: Account, verdict: RunVerdict): AccountRecord {
  const { id, name, email, state, ouPath, tags } = account;
  return {
    type: 'account',
    id,
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(state !== undefined && { state }),
    ...(ouPath !== undefined && { ouPath }),
    ...(tags && { tags: { ...tags } }),
    ...verdict,
  };
}
