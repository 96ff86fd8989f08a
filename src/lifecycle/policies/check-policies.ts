/** Reads the policies that the settings name, and reports those that would lock our roles out of accounts. */

import { classify } from '../../aws/failures.ts';
import type { Fleet } from '../../aws/open-fleet.ts';
import type { LifecycleState } from '../../model/lifecycle-state.ts';
import { callOrganizations } from '../../organization/call-organizations.ts';
import type { ReadSettings } from '../../settings/explain-entry.ts';
import type { SettingsProblem } from '../../settings/problem.ts';
import type { EntrySettings, Settings } from '../../settings/settings.ts';
import { lockedOut, lockOutText } from './locked-out.ts';
import { neededIn } from './needed-actions.ts';

/** A policy that the entry of an account or of an OU names for a state. */
interface NamedPolicy {
  readonly base: string;
  readonly item: EntrySettings;
  readonly state: LifecycleState;
  readonly policyId: string;
}

/** Of an OU's entry, whose accounts are not known. */
const anyAccount = '000000000000';

/** Each policy is read once. */
export async function checkPolicies(
  { settings, origins }: ReadSettings,
  fleet: Fleet,
): Promise<readonly SettingsProblem[]> {
  const named = policiesIn(settings);
  const contents = new Map<string, string | undefined>();
  for (const { policyId } of named) {
    if (!contents.has(policyId)) contents.set(policyId, await contentOf(fleet, policyId));
  }
  const region = settings.automation.region ?? (await fleet.region()) ?? '';
  const problems = named.flatMap((policy) => {
    const message = problemOf(policy, contents.get(policy.policyId), { settings, region });
    const path = `policies.${policy.state}`;
    const origin = origins.get(`${policy.base}.${path}`);
    return message !== undefined && origin && 'at' in origin
      ? [{ ...origin.at, path, message }]
      : [];
  });
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function policiesIn({ organizationalUnits, accounts }: Settings): readonly NamedPolicy[] {
  const kinds = { organizational_units: organizationalUnits, accounts };
  return Object.entries(kinds).flatMap(([kind, items]) =>
    [...items].flatMap(([id, item]) =>
      Object.entries(item.policies).flatMap(([state, ids]) =>
        ids.map((policyId) => ({
          base: `${kind}.${id}`,
          item,
          state: state as LifecycleState,
          policyId,
        })),
      ),
    ),
  );
}

async function contentOf(fleet: Fleet, PolicyId: string): Promise<string | undefined> {
  try {
    const { Policy } = await callOrganizations(fleet, 'DescribePolicy', { PolicyId });
    return Policy?.Content ?? '';
  } catch (error) {
    if (classify(error).code === 'PolicyNotFoundException') return undefined;
    throw error;
  }
}

function problemOf(
  { item, state, policyId }: NamedPolicy,
  content: string | undefined,
  { settings, region }: { readonly settings: Settings; readonly region: string },
): string | undefined {
  if (content === undefined) return `the organization has no policy ${policyId}`;
  const { automation } = settings;
  const partition = automation.roleArnToManageAccounts.split(':')[1] ?? 'aws';
  const accountId = /^\d+$/.test(item.identifier) ? item.identifier : anyAccount;
  const hub = { accountId: automation.accountId ?? anyAccount, region, partition };
  const needed = neededIn(state, { settings, hub, item, accountId });
  const lockOut = lockedOut(content, needed, { accountId, partition });
  return lockOut && `policy ${policyId} would ${lockOutText(lockOut)}`;
}
