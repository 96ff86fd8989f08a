/** The deployed role is sufficient for the collector: nothing is denied. */

import { expect, test } from 'vitest';
import { collectRecords } from '../testing/collect-records.ts';
import {
  type InfrastructureEnvironment,
  openInfrastructureEnvironment,
  settingsWith,
} from '../testing/infrastructure-environment.ts';
import { readFacts } from './access.ts';
import { convergeInventoryRole } from './account/converge-inventory-role.ts';
import { convergeCoreAccounts } from './converge-core-accounts.ts';
import { compactPolicy } from './desired/compact-policy.ts';
import { desiredInventoryRole } from './desired/inventory-role.ts';

/** Calls that are denied to the runner while it collects this account, by entry. */
async function deniedIn(
  { organization, clock, security }: InfrastructureEnvironment,
  accountId: string,
) {
  const runner = `arn:aws:iam::${security}:role/Inventory-Runner`;
  organization.journal.clear();
  const { records, manifest } = await collectRecords({
    organization: { ...organization, clock, access: () => organization.access(runner) },
    accountId,
    role: { roleName: 'managed/inventory', externalId: 'flotilla-inventory' },
  });
  return {
    hasRecords: records.length > 100,
    entries: manifest.filter(({ status }) => status === 'denied').map(({ type }) => type),
    calls: organization.journal.calls
      .filter(({ error }) => /denied|unauthorized/i.test(error ?? ''))
      .map(({ operation }) => operation)
      // Available to the management account only, whatever a member's role is allowed.
      .filter((operation) => !operation.startsWith('organizations:')),
  };
}

async function installed() {
  const environment = openInfrastructureEnvironment();
  const { id } = environment.organization.addAccount({ name: 'furnished', seeded: true });
  const access = await readFacts({
    billing: environment.fleet(environment.billing),
    security: environment.fleet(environment.security),
  });
  const settings = settingsWith();
  const converging = { dry: false, clock: environment.clock };
  await convergeCoreAccounts(access, settings, converging);
  const desired = desiredInventoryRole({ settings, facts: access.facts }, id);
  await convergeInventoryRole(environment.as(id, 'iam'), desired, converging);
  return { environment, id, desired, settings };
}

const nothing = { hasRecords: true, entries: [], calls: [] };

test('the whole catalogue is collected under the deployed role, and nothing is denied', async () => {
  const { environment, id } = await installed();

  expect(await deniedIn(environment, id)).toEqual(nothing);
});

test('under the one policy that the role-distribution tool makes, nothing is denied either', async () => {
  const { environment, id, desired, settings } = await installed();
  const iam = environment.as(id, 'iam');
  const RoleName = desired.role.name;
  for (const PolicyArn of desired.role.managedPolicies) {
    await iam.call('DetachRolePolicy', { RoleName, PolicyArn });
  }
  const PolicyDocument = JSON.stringify(compactPolicy(settings.entries));
  await iam.call('PutRolePolicy', { RoleName, PolicyName: 'inline', PolicyDocument });

  expect(await deniedIn(environment, id)).toEqual(nothing);
});

test('without one of its policies something is denied', async () => {
  const { environment, id, desired } = await installed();
  const [PolicyArn] = desired.role.managedPolicies;
  const RoleName = desired.role.name;
  await environment.as(id, 'iam').call('DetachRolePolicy', { RoleName, PolicyArn });

  expect((await deniedIn(environment, id)).entries).not.toEqual([]);
});
