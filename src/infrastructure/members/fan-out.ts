/** Converges the inventory role in account after account, with a role that may create it there. */

import type { GenericCalls } from '../../aws/generic-client.ts';
import type { Fleet } from '../../aws/open-fleet.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import { runTargets, type TargetOperation } from '../../fleet/run-targets.ts';
import type { PlannedTarget } from '../../fleet/targets.ts';
import type { Outcome } from '../../model/outcome.ts';
import { inventoryResource } from '../desired/inventory-role.ts';
import { failedFinding, type InfrastructureFinding } from '../finding.ts';
import type { Installation } from '../settings.ts';

/** Runs in an account, with its IAM client. */
export type MemberOperation = (
  iam: GenericCalls,
  accountId: string,
) => Promise<readonly InfrastructureFinding[]>;

export interface MemberRunOptions {
  readonly planned: readonly PlannedTarget[];
  readonly settings: RunSettings;
  readonly work: MemberOperation;
  readonly signal: AbortSignal;
}

/** Findings of each account, as they complete. */
export async function* runInMembers(
  fleet: Fleet,
  { planned, settings, work, signal }: MemberRunOptions,
): AsyncGenerator<Outcome<readonly InfrastructureFinding[]>, void, undefined> {
  const operation: TargetOperation<readonly InfrastructureFinding[]> = (session) =>
    work(session.generic('iam'), session.account.id);
  yield* runTargets(fleet, planned, operation, { settings, signal });
}

/** An account that could not be read is reported as failed, never as one without changes. */
export function findingsOf(
  outcome: Outcome<readonly InfrastructureFinding[]>,
  installation: Pick<Installation, 'settings'>,
): readonly InfrastructureFinding[] {
  if (outcome.status === 'done') return outcome.value;
  const accountId = outcome.target.account.id;
  const resource = inventoryResource(installation);
  if (outcome.status === 'failed') return [failedFinding({ accountId, resource }, outcome.cause)];
  if (outcome.reason !== 'not-started') return [];
  return [{ accountId, resource, action: 'failed', differences: [outcome.detail] }];
}
