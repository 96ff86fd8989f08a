/** The two policies that the page asks for are enough for a week of accounts, and none of their actions is too many. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { genericClient } from '../src/aws/generic-client.ts';
import { serviceModel } from '../src/aws/models/service-model.ts';
import { openFleet } from '../src/aws/open-fleet.ts';
import { readDeadLetters, redrive } from '../src/lifecycle/hub/redrive.ts';
import { buildModel } from '../src/rehearsal/builds.ts';
import { driveThrough, driveUntil } from '../src/rehearsal/drive.ts';
import {
  openRehearsalEnvironment,
  type RehearsalEnvironment,
} from '../src/rehearsal/rehearsal-environment.ts';
import { seededRandom } from '../src/rehearsal/seeded-random.ts';
import { rehearsalSettings, sandboxes } from '../src/rehearsal/settings.ts';

const page = readFileSync(join(import.meta.dirname, 'personal-accounts.md'), 'utf8');
const [ofHub = '', ofManagement = ''] = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(
  ([, json]) => json,
);

const dayMs = 86_400_000;

async function narrow({ organization, lifecycle }: RehearsalEnvironment): Promise<void> {
  const { clock } = organization;
  const iamOf = (access: object) => openFleet({ ...access, clock }).client(genericClient('iam'));
  const hub = iamOf(organization.access(`arn:aws:iam::${lifecycle.hub.accountId}:root`));
  const RoleName = 'OrganizationAccountAccessRole';
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await hub.call('PutRolePolicy', { RoleName, PolicyName: 'page', PolicyDocument: ofHub });
  await hub.call('DetachRolePolicy', { RoleName, PolicyArn });
  await iamOf(organization.access()).call('PutRolePolicy', {
    RoleName: 'SpaAccountsManagementRole',
    PolicyName: 'AllowAccountAutomation',
    PolicyDocument: ofManagement,
  });
}

test('a week of accounts needs what the page asks for, and no more', async () => {
  const settings = rehearsalSettings({ unsetTags: ['old'] });
  const stage = await openRehearsalEnvironment({ settings, seed: 1 });
  const { organization, lifecycle, clock } = stage;
  organization.modelBuilds(buildModel({ settings, random: seededRandom(1) }));
  await narrow(stage);
  const tags = { 'account-state': 'released', 'cost-center': 'sandbox' };
  const alice = stage.addAccount({ name: 'alice', ou: sandboxes, tags });
  stage.addAccount({
    name: 'bob',
    ou: sandboxes,
    tags: { 'account-state': 'vanilla', old: 'tag' },
  });
  const failures: unknown[] = [];
  stage.onHandled(({ error }) => {
    if (error !== undefined) failures.push(error);
  });
  organization.journal.clear();
  // Somebody sets a state by hand, which is told by an event.
  const organizations = openFleet({ ...organization.access(), clock });
  await organizations.client(genericClient('organizations')).call('TagResource', {
    ResourceId: alice,
    Tags: [{ Key: 'account-state', Value: 'vanilla' }],
  });
  await driveUntil(stage, clock.now() + 7 * dayMs);
  await driveThrough(stage, async () => {
    for await (const one of readDeadLetters(lifecycle)) await redrive(lifecycle, one);
  });

  const called = new Set(
    Object.keys(organization.journal.byOperation()).map((name) => {
      const [service = '', operation = ''] = name.split(':');
      return serviceModel(service).operations.get(operation)?.action ?? name;
    }),
  );
  const asked = [ofHub, ofManagement].flatMap((json) =>
    (JSON.parse(json) as { Statement: { Action: string[] }[] }).Statement.flatMap(
      ({ Action }) => Action,
    ),
  );
  // A transaction deletes under the permission to delete; a letter is deleted where there is one.
  const unseen = new Set(['dynamodb:DeleteItem', 'sqs:DeleteMessage']);
  const idle = asked.filter((action) => !called.has(action) && !unseen.has(action));
  expect({ failures, idle }).toEqual({ failures: [], idle: [] });
});
