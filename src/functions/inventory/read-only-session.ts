/** A session in an account that can only read: the role there may do more. */

import { openRole } from '../../aws/open-role.ts';
import { roleSchema } from '../../aws/role.ts';
import { openSession, type Session } from '../../aws/session.ts';
import { type Lifecycle, sessionName } from '../../lifecycle/lifecycle.ts';
import type { Account } from '../../model/account.ts';

export async function openReadOnlySession(
  { settings, hub, management }: Lifecycle,
  account: Account,
  signal: AbortSignal,
): Promise<Session> {
  const role = roleSchema.parse({
    roleName: settings.automation.roleNameToManageCodebuild,
    roleSessionName: sessionName,
    policyArns: [`arn:${hub.partition}:iam::aws:policy/ReadOnlyAccess`],
  });
  const opened = await openRole(management, role);
  return openSession({
    fleet: management,
    target: { account, region: hub.region },
    role: opened.enter({ id: account.id }, signal),
    signal,
  });
}
