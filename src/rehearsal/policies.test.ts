/** Service control policies that accounts have by state: on in time, off in time, and never in our own way. */

import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  EnablePolicyTypeCommand,
  ListPoliciesForTargetCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { expect, test } from 'vitest';
import { classify } from '../aws/failures.ts';
import { genericClient } from '../aws/generic-client.ts';
import { openFleet } from '../aws/open-fleet.ts';
import { tagKeys } from '../lifecycle/account/observation.ts';
import { check } from '../lifecycle/fleet/check.ts';
import { readSnapshot } from '../lifecycle/fleet/snapshot.ts';
import { openLifecycle } from '../lifecycle/lifecycle.ts';
import type { EntrySettings } from '../settings/settings.ts';
import { rehearsalSettings, sandboxes } from './settings.ts';
import { type Bed, hourMs, minuteMs, openBed } from './testing/bed.ts';
import { witness } from './testing/witness.ts';

function organizations({ organization, clock }: Bed) {
  return openFleet({ ...organization.access(), clock }).client(OrganizationsClient);
}

async function enablePolicies(bed: Bed): Promise<void> {
  await organizations(bed)
    .send(
      new EnablePolicyTypeCommand({
        RootId: bed.organization.rootId,
        PolicyType: 'SERVICE_CONTROL_POLICY',
      }),
    )
    .catch((error: unknown) => {
      if (classify(error).code !== 'PolicyTypeAlreadyEnabledException') throw error;
    });
}

/** Denies what is named to everybody but the role that works in accounts, and what that role makes. */
async function policy(bed: Bed, Name: string, statement: object): Promise<string> {
  const Content = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: Name, Effect: 'Deny', Resource: '*', ...statement }],
  });
  const { Policy } = await organizations(bed).send(
    new CreatePolicyCommand({ Name, Description: '', Content, Type: 'SERVICE_CONTROL_POLICY' }),
  );
  return Policy?.PolicySummary?.Id ?? '';
}

const sparing = {
  Condition: {
    ArnNotLike: {
      'aws:PrincipalArn': [
        'arn:aws:iam::*:role/AWSControlTowerExecution',
        'arn:aws:iam::*:role/SpaRoleForServerlessComputing',
      ],
    },
  },
};

/** The item's policies are known only once the organization has them. */
async function bedWith(make: (bed: Bed) => Promise<EntrySettings['policies']>) {
  const policies: Record<string, readonly string[]> = {};
  const bed = await openBed({ settings: rehearsalSettings({ policies }) });
  await enablePolicies(bed);
  Object.assign(policies, await make(bed));
  return bed;
}

async function attached(bed: Bed, TargetId: string): Promise<readonly string[]> {
  const { Policies = [] } = await organizations(bed).send(
    new ListPoliciesForTargetCommand({ TargetId, Filter: 'SERVICE_CONTROL_POLICY' }),
  );
  return Policies.map(({ Name = '' }) => Name).sort();
}

const byState = async (bed: Bed) => ({
  assigned: [await policy(bed, 'Assigned', { Action: 'ec2:*', ...sparing })],
  released: [await policy(bed, 'Released', { Action: 'organizations:LeaveOrganization' })],
  expired: [await policy(bed, 'Expired', { Action: '*', ...sparing })],
});

test('an account has the policies of its state, and keeps those that are none of ours', async () => {
  const bed = await bedWith(byState);
  const foreign = await policy(bed, 'Foreign', { Action: 's3:DeleteBucket' });
  const id = bed.addAccount('alice');
  const command = new AttachPolicyCommand({ PolicyId: foreign, TargetId: id });
  await organizations(bed).send(command);
  const others = (await attached(bed, id)).filter((name) => name !== 'Foreign');

  await bed.tag(id, 'vanilla');
  await bed.pass(3 * minuteMs);
  expect(await attached(bed, id)).toEqual(['Assigned', 'Foreign', ...others].sort());
  await bed.pass(hourMs);
  expect(await attached(bed, id)).toEqual(['Foreign', 'Released', ...others].sort());
});

/** A role of the account itself, as the holder has one by single sign-on. */
async function addHolder(bed: Bed, id: string): Promise<void> {
  const access = bed.organization.access(`arn:aws:iam::${id}:root`);
  const iam = openFleet({ ...access, clock: bed.clock }).client(genericClient('iam'));
  const trust = { Effect: 'Allow', Principal: { AWS: id }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await iam.call('CreateRole', { RoleName: 'Holder', AssumeRolePolicyDocument });
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.call('AttachRolePolicy', { RoleName: 'Holder', PolicyArn });
}

test('in an expired account nobody makes anything, and in a released one its holder works', async () => {
  const bed = await bedWith(byState);
  const id = bed.addAccount('alice', { 'account-state': 'released' });
  await addHolder(bed, id);
  const holder = openFleet({
    ...bed.organization.access(`arn:aws:iam::${id}:role/Holder`),
    clock: bed.clock,
  });
  const make = async () => {
    const sns = holder.client(genericClient('sns'), 'eu-west-1');
    try {
      await sns.call('CreateTopic', { Name: 'mine' });
      return 'made';
    } catch (error) {
      return classify(error).kind;
    }
  };
  expect(await make()).toBe('made');

  await bed.tag(id, 'expired');
  const { lifecycle } = bed;
  await bed.pass(3 * minuteMs);
  expect(await attached(bed, id)).toContain('Expired');
  expect(await make()).toBe('denied');

  await bed.pass(2 * hourMs);
  expect(bed.state(id)).toBe('released');
  expect(await attached(bed, id)).not.toContain('Expired');
  expect(await make()).toBe('made');
  expect(lifecycle.settings.organizationalUnits.get(sandboxes)?.policies.expired).toHaveLength(1);
});

test('a policy that would lock us out is not attached; a person hears of it, and the account is not forgotten', async () => {
  const bed = await bedWith(async (made) => ({
    assigned: [await policy(made, 'Sealed', { Action: 'codebuild:*' })],
  }));
  const seen = await witness(bed);
  const id = bed.addAccount('alice');
  await bed.tag(id, 'vanilla');
  await bed.pass(3 * hourMs);

  expect(await attached(bed, id)).not.toContain('Sealed');
  const told = seen.records(id);
  expect(told.map(({ label }) => label)).toEqual(['GenericException']);
  expect(told[0]?.payload?.message).toMatch(
    /would lock the role AWSControlTowerExecution out \(statement Sealed denies codebuild:BatchGetBuilds\)/,
  );
  const found = check(await readSnapshot(bed.lifecycle), tagKeys('account-'));
  expect(found.map(({ accountId, code }) => ({ accountId, code }))).toContainEqual({
    accountId: id,
    code: 'failed',
  });
});

test('nothing is asked about policies where the settings name none', async () => {
  const bed = await openBed();
  const id = bed.addAccount('alice');
  await bed.tag(id, 'vanilla');
  await bed.pass(hourMs);

  expect(bed.state(id)).toBe('released');
  expect(bed.organization.journal.count('organizations:ListPoliciesForTarget')).toBe(0);
});

test('credentials of another account than the settings name are refused', async () => {
  const bed = await openBed();
  const access = bed.organization.access();
  const { settings } = bed.lifecycle;
  await expect(openLifecycle({ ...access, settings, owner: 'x' })).rejects.toThrow(
    'but automation.account_id is "999999999999"; use credentials of that account',
  );
});

test('a policy that was attached and is not there is noticed before the state is entered', async () => {
  const bed = await bedWith(byState);
  const seen = await witness(bed);
  const id = bed.addAccount('alice');
  const forgotten = bed.organization.plant({
    service: 'organizations',
    operation: 'AttachPolicy',
    output: {},
  });
  await bed.tag(id, 'vanilla');
  await bed.pass(10 * minuteMs);
  expect(seen.states(id)).toEqual(['vanilla']);

  forgotten();
  await bed.tag(id, 'vanilla');
  await bed.pass(hourMs);
  expect(seen.states(id)).toEqual(['vanilla', 'vanilla', 'assigned', 'released']);
});
