/** A rehearsal environment whose management account is as AWS leaves it: without our role and our rules. */

import { openFleet } from '../aws/open-fleet.ts';
import type { PrerequisiteFacts } from '../deployment/prerequisites/prerequisite-facts.ts';
import { rehearsalSettings } from '../rehearsal/settings.ts';
import type { Settings } from '../settings/settings.ts';
import { withoutWaits } from './lifecycle-command-line.ts';
import { type LifecycleEnvironment, openLifecycleEnvironment } from './lifecycle-environment.ts';

const managementRole = 'SpaAccountsManagementRole';
const forwarding = 'ForwardOrganizationEventsToSustainablePersonalAccounts';

export const memberRoleName = 'SpaMember';

/** Settings with Control Tower's role in accounts. */
export const settingsWithControlTower = rehearsalSettings;

/** Settings whose role in accounts is neither Control Tower's nor that of Organizations. */
export function settingsWithOwnRole(differing: Partial<Settings> = {}): Settings {
  const settings = rehearsalSettings();
  const automation = { ...settings.automation, roleNameToManageCodebuild: memberRoleName };
  return { ...settings, automation, ...differing };
}

export async function openPrerequisiteEnvironment(settings = settingsWithOwnRole()) {
  const environment = await openLifecycleEnvironment({ settings });
  const { organization, lifecycle, clock } = environment;
  const fleet = openFleet({ ...organization.access(), clock });
  await removeHandMade(fleet);
  const { accountId, region } = lifecycle.hub;
  const facts: PrerequisiteFacts = {
    settings,
    accountId,
    region,
    organizationId: organization.id,
  };
  /** CloudFormation of the management account, whose waits take no time. */
  const stackAccess = (where: string) => ({
    cloudformation: fleet.generic('cloudformation', where),
    clock: settling(environment),
    signal: new AbortController().signal,
  });
  return { ...environment, fleet, facts, stackAccess };
}

function settling({ organization, clock }: LifecycleEnvironment) {
  const { now, sleep } = withoutWaits(clock);
  return {
    now,
    async sleep(ms: number, signal?: AbortSignal) {
      await sleep(ms, signal);
      organization.settle();
    },
  };
}

async function removeHandMade(fleet: ReturnType<typeof openFleet>): Promise<void> {
  const iam = fleet.generic('iam');
  const policies = {
    [managementRole]: 'AllowAccountAutomation',
    [`${forwarding}Role`]: 'AllowToPutOrganizationEventsToSustainablePersonalAccounts',
  };
  for (const [RoleName, PolicyName] of Object.entries(policies)) {
    await iam.call('DeleteRolePolicy', { RoleName, PolicyName });
    await iam.call('DeleteRole', { RoleName });
  }
  const events = fleet.generic('events', 'us-east-1');
  await events.call('RemoveTargets', { Rule: forwarding, Ids: ['ToSustainablePersonalAccounts'] });
  await events.call('DeleteRule', { Name: forwarding });
}
