/** The role that was deployed is enough for the collector it is for: nothing is denied. */

import { expect, test } from 'vitest';
import { collectRecords } from '../inventory/testing/collect-records.ts';
import { readFacts } from './access.ts';
import { convergeInventoryRole } from './account/converge-inventory-role.ts';
import { compactPolicy } from './desired/compact-policy.ts';
import { desiredInventoryRole } from './desired/inventory-role.ts';
import { convergeHome } from './home.ts';
import { type Bed, openBed, settingsWith } from './testing/bed.ts';

/** What is denied to the runner that collects this account, call by call and entry by entry. */
async function deniedIn({ organization, clock, security }: Bed, accountId: string) {
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
      // Answered to the management account alone, whatever a member's role is allowed.
      .filter((operation) => !operation.startsWith('organizations:')),
  };
}

async function installed() {
  const bed = openBed();
  const { id } = bed.organization.addAccount({ name: 'furnished', furnished: true });
  const access = await readFacts({
    billing: bed.fleet(bed.billing),
    security: bed.fleet(bed.security),
  });
  const settings = settingsWith();
  const converging = { dry: false, clock: bed.clock };
  await convergeHome(access, settings, converging);
  const desired = desiredInventoryRole({ settings, facts: access.facts }, id);
  await convergeInventoryRole(bed.as(id, 'iam'), desired, converging);
  return { bed, id, desired, settings };
}

const nothing = { hasRecords: true, entries: [], calls: [] };

test('the whole catalogue is collected under the deployed role, and nothing is denied', async () => {
  const { bed, id } = await installed();

  expect(await deniedIn(bed, id)).toEqual(nothing);
});

test('under the one policy that the role-distribution tool makes, nothing is denied either', async () => {
  const { bed, id, desired, settings } = await installed();
  const iam = bed.as(id, 'iam');
  const RoleName = desired.role.name;
  for (const PolicyArn of desired.role.managedPolicies) {
    await iam.call('DetachRolePolicy', { RoleName, PolicyArn });
  }
  const PolicyDocument = JSON.stringify(compactPolicy(settings.entries));
  await iam.call('PutRolePolicy', { RoleName, PolicyName: 'inline', PolicyDocument });

  expect(await deniedIn(bed, id)).toEqual(nothing);
});

test('without one of its policies something is denied', async () => {
  const { bed, id, desired } = await installed();
  const [PolicyArn] = desired.role.managedPolicies;
  const RoleName = desired.role.name;
  await bed.as(id, 'iam').call('DetachRolePolicy', { RoleName, PolicyArn });

  expect((await deniedIn(bed, id)).entries).not.toEqual([]);
});
