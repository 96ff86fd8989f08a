/** What is printed about the permissions of a role in one account. */

import * as z from 'zod';
import type { AccountPermissions } from '../../../../inventory/permissions/account-permissions.ts';
import type { Outcome } from '../../../../model/outcome.ts';

const lackingActionSchema = z.strictObject({
  action: z.string().describe('iam:ListRoles'),
  because: z.enum(['not-allowed', 'denied', 'boundary', 'organization']),
  regions: z.array(z.string()),
  types: z.array(z.string()).describe('Types that are lost, or lose a detail.'),
});

const uncheckedActionSchema = z.strictObject({
  action: z.string(),
  code: z.string().describe('An error code of AWS, or not-probed.'),
  regions: z.array(z.string()),
  types: z.array(z.string()),
});

export const permissionsSchema = z.strictObject({
  type: z.literal('permissions'),
  accountId: z.string(),
  accountName: z.string().optional(),
  status: z
    .enum(['ready', 'lacking', 'unchecked', 'unread', 'skipped'])
    .describe('unread: the account could not be entered.'),
  reason: z.string().optional().describe('Of an unread or skipped account.'),
  message: z.string().optional().describe('Of an unread or skipped account, for people.'),
  method: z.enum(['simulated', 'probed']).optional(),
  simulator: z
    .strictObject({ code: z.string(), message: z.string() })
    .optional()
    .describe('Why the policy simulator could not be called.'),
  actions: z.int().optional().describe('Number of actions that were checked.'),
  lacking: z.array(lackingActionSchema).readonly().optional(),
  unchecked: z.array(uncheckedActionSchema).readonly().optional(),
});

export type PermissionsStatus = z.output<typeof permissionsSchema>['status'];

export interface PermissionsRecord extends Partial<AccountPermissions> {
  readonly type: 'permissions';
  readonly accountId: string;
  readonly accountName?: string;
  readonly status: PermissionsStatus;
  readonly reason?: string;
  readonly message?: string;
}

export function permissionsRecord(outcome: Outcome<AccountPermissions>): PermissionsRecord {
  const { account } = outcome.target;
  const { id: accountId, name: accountName } = account;
  const who = {
    type: 'permissions' as const,
    accountId,
    ...(accountName !== undefined && { accountName }),
  };
  if (outcome.status === 'skipped')
    return { ...who, status: 'skipped', reason: outcome.reason, message: outcome.detail };
  if (outcome.status === 'failed') {
    const { code, message } = outcome.failure;
    return { ...who, status: 'unread', reason: code, message };
  }
  return { ...who, status: statusOf(outcome.value), ...outcome.value };
}

/** What is lacking is known to be missing, what is unchecked may be: the worse one counts. */
function statusOf({ lacking, unchecked }: AccountPermissions): PermissionsStatus {
  if (lacking.length > 0) return 'lacking';
  return unchecked.length > 0 ? 'unchecked' : 'ready';
}
