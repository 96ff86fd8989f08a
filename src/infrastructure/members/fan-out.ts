/** The inventory role in account after account, by a role that may make it there. */

import type { GenericCalls } from '../../aws/generic-client.ts';
import type { Fleet } from '../../aws/open-fleet.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import { runTargets, type TargetOperation } from '../../fleet/run-targets.ts';
import type { Planned } from '../../fleet/targets.ts';
import type { Outcome } from '../../model/outcome.ts';
import { inventoryResource } from '../desired/inventory-role.ts';
import { type Finding, failedFinding } from '../finding.ts';
import type { Installation } from '../settings.ts';

/** What is done in an account, by its IAM. */
export type MemberWork = (iam: GenericCalls, accountId: string) => Promise<readonly Finding[]>;

export interface FanningOut {
  readonly planned: readonly Planned[];
  readonly settings: RunSettings;
  readonly work: MemberWork;
  readonly signal: AbortSignal;
}

/** What was found or changed in each account. */
export async function* inMembers(
  fleet: Fleet,
  { planned, settings, work, signal }: FanningOut,
): AsyncGenerator<Outcome<readonly Finding[]>, void, undefined> {
  const operation: TargetOperation<readonly Finding[]> = (session) =>
    work(session.generic('iam'), session.account.id);
  yield* runTargets(fleet, planned, operation, { settings, signal });
}

/** An account that could not be read is told, and never taken for one where nothing is to be done. */
export function findingsOf(
  outcome: Outcome<readonly Finding[]>,
  installation: Pick<Installation, 'settings'>,
): readonly Finding[] {
  if (outcome.status === 'done') return outcome.value;
  const accountId = outcome.target.account.id;
  const resource = inventoryResource(installation);
  if (outcome.status === 'failed') return [failedFinding({ accountId, resource }, outcome.cause)];
  if (outcome.reason !== 'not-started') return [];
  return [{ accountId, resource, action: 'failed', differences: [outcome.detail] }];
}
