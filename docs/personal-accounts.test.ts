/** The two policies of the page are sufficient for a week of accounts, and each of their actions is needed. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serviceModel } from '../src/aws/models/service-model.ts';
import { openFleet } from '../src/aws/open-fleet.ts';
import { readDeadLetters, redrive } from '../src/lifecycle/hub/redrive.ts';
import { buildModel } from '../src/rehearsal/builds.ts';
import {
  openRehearsalEnvironment,
  type RehearsalEnvironment,
} from '../src/rehearsal/rehearsal-environment.ts';
import { seededRandom } from '../src/rehearsal/seeded-random.ts';
import { rehearsalSettings, sandboxes } from '../src/rehearsal/settings.ts';
import type { FaultRule } from '../src/simulator/index.ts';
import { driveThrough, driveUntil } from '../src/simulator/index.ts';

const page = readFileSync(join(import.meta.dirname, 'personal-accounts.md'), 'utf8');
const [, permissions = ''] = page.split('\n## Permissions\n');
const [automationPolicy = '', managementPolicy = ''] = [
  ...permissions.matchAll(/```json\n([\s\S]*?)```/g),
].map(([, json]) => json);

const dayMs = 86_400_000;

async function restrictPermissions({
  organization,
  lifecycle,
}: RehearsalEnvironment): Promise<void> {
  const { clock } = organization;
  const iamOf = (access: object) => openFleet({ ...access, clock }).generic('iam');
  const automation = iamOf(organization.access(`arn:aws:iam::${lifecycle.hub.accountId}:root`));
  const RoleName = 'OrganizationAccountAccessRole';
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await automation.call('PutRolePolicy', {
    RoleName,
    PolicyName: 'page',
    PolicyDocument: automationPolicy,
  });
  await automation.call('DetachRolePolicy', { RoleName, PolicyArn });
  await iamOf(organization.access()).call('PutRolePolicy', {
    RoleName: 'SpaAccountsManagementRole',
    PolicyName: 'AllowAccountAutomation',
    PolicyDocument: managementPolicy,
  });
}

test('a week of accounts needs the permissions of the page, and no more', async () => {
  const settings = rehearsalSettings({ unsetTags: ['old'] });
  // A failure opens an incident, which the release of the account resolves.
  const fails: FaultRule = { build: {}, times: 1, fault: { fail: true } };
  const environment = await openRehearsalEnvironment({ settings, seed: 1, faults: [fails] });
  const { organization, lifecycle, clock } = environment;
  organization.modelBuilds(buildModel({ settings, random: seededRandom(1) }));
  await restrictPermissions(environment);
  const tags = { 'account-state': 'released', 'cost-center': 'sandbox' };
  const alice = environment.addAccount({ name: 'alice', ou: sandboxes, tags });
  environment.addAccount({
    name: 'bob',
    ou: sandboxes,
    tags: { 'account-state': 'vanilla', old: 'tag' },
  });
  const failures: unknown[] = [];
  environment.onHandled(({ error }) => {
    if (error !== undefined) failures.push(error);
  });
  organization.journal.clear();
  // An operator sets a state by hand, which an event reports.
  const organizations = openFleet({ ...organization.access(), clock });
  await organizations.generic('organizations').call('TagResource', {
    ResourceId: alice,
    Tags: [{ Key: 'account-state', Value: 'vanilla' }],
  });
  await driveUntil(environment, clock.now() + dayMs);
  // An exception, which is reported twice.
  for (let times = 0; times < 2; times++) {
    organization.signIn({ account: alice, identity: { type: 'Root' } });
    await driveUntil(environment, clock.now() + dayMs);
  }
  await driveUntil(environment, clock.now() + 4 * dayMs);
  await driveThrough(environment, async () => {
    for await (const one of readDeadLetters(lifecycle))
      await redrive(lifecycle, environment.handlers, one);
  });

  const called = new Set(
    Object.keys(organization.journal.byOperation()).map((name) => {
      const [service = '', operation = ''] = name.split(':');
      return serviceModel(service).operations.get(operation)?.action ?? name;
    }),
  );
  const listed = [automationPolicy, managementPolicy].flatMap((json) =>
    (JSON.parse(json) as { Statement: { Action: string[] }[] }).Statement.flatMap(
      ({ Action }) => Action,
    ),
  );
  // DeleteItem is part of a transaction; a message is deleted only where there is one; the age of the installation is
  // read only when a window was missed; an OpsItem is created with its tags.
  const notCalled = new Set([
    'dynamodb:DeleteItem',
    'dynamodb:DescribeTable',
    'sqs:DeleteMessage',
    'ssm:AddTagsToResource',
  ]);
  const unused = listed.filter((action) => !called.has(action) && !notCalled.has(action));
  expect({ failures, unused }).toEqual({ failures: [], unused: [] });
});
