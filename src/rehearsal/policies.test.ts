/** Service control policies by account state: attached in time, detached in time, and never blocking this system. */

import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  EnablePolicyTypeCommand,
  ListPoliciesForTargetCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { expect, test } from 'vitest';
import { classify } from '../aws/failures.ts';
import { openFleet } from '../aws/open-fleet.ts';
import { openLifecycle } from '../lifecycle/lifecycle.ts';
import { tagKeys } from '../lifecycle/model/observation.ts';
import { check } from '../lifecycle/sweep/check.ts';
import { readSnapshot } from '../lifecycle/sweep/snapshot.ts';
import type { EntrySettings } from '../settings/settings.ts';
import { openServiceClient } from '../testing/account-access.ts';
import { hourMs, minuteMs } from '../testing/durations.ts';
import { recordEvents } from '../testing/event-recorder.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from '../testing/lifecycle-environment.ts';
import { rehearsalSettings, sandboxes } from './settings.ts';

function organizations({ organization, clock }: LifecycleEnvironment) {
  return openFleet({ ...organization.access(), clock }).client(OrganizationsClient);
}

async function enablePolicies(env: LifecycleEnvironment): Promise<void> {
  await organizations(env)
    .send(
      new EnablePolicyTypeCommand({
        RootId: env.organization.rootId,
        PolicyType: 'SERVICE_CONTROL_POLICY',
      }),
    )
    .catch((error: unknown) => {
      if (classify(error).code !== 'PolicyTypeAlreadyEnabledException') throw error;
    });
}

/** Denies the named actions to every principal except the role that manages accounts and the roles it creates. */
async function policy(env: LifecycleEnvironment, Name: string, statement: object): Promise<string> {
  const Content = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: Name, Effect: 'Deny', Resource: '*', ...statement }],
  });
  const { Policy } = await organizations(env).send(
    new CreatePolicyCommand({ Name, Description: '', Content, Type: 'SERVICE_CONTROL_POLICY' }),
  );
  return Policy?.PolicySummary?.Id ?? '';
}

const denyExceptAutomation = {
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
async function openEnvironmentWith(
  make: (env: LifecycleEnvironment) => Promise<EntrySettings['policies']>,
) {
  const policies: Record<string, readonly string[]> = {};
  const env = await openLifecycleEnvironment({ settings: rehearsalSettings({ policies }) });
  await enablePolicies(env);
  Object.assign(policies, await make(env));
  return env;
}

async function attached(env: LifecycleEnvironment, TargetId: string): Promise<readonly string[]> {
  const { Policies = [] } = await organizations(env).send(
    new ListPoliciesForTargetCommand({ TargetId, Filter: 'SERVICE_CONTROL_POLICY' }),
  );
  return Policies.map(({ Name = '' }) => Name).sort();
}

const byState = async (env: LifecycleEnvironment) => ({
  assigned: [await policy(env, 'Assigned', { Action: 'ec2:*', ...denyExceptAutomation })],
  released: [await policy(env, 'Released', { Action: 'organizations:LeaveOrganization' })],
  expired: [await policy(env, 'Expired', { Action: '*', ...denyExceptAutomation })],
});

test('an account has the policies of its state, and keeps those of others', async () => {
  const env = await openEnvironmentWith(byState);
  const foreign = await policy(env, 'Foreign', { Action: 's3:DeleteBucket' });
  const id = env.addAccount('alice');
  const command = new AttachPolicyCommand({ PolicyId: foreign, TargetId: id });
  await organizations(env).send(command);
  const others = (await attached(env, id)).filter((name) => name !== 'Foreign');

  await env.tag(id, 'vanilla');
  await env.advance(3 * minuteMs);
  expect(await attached(env, id)).toEqual(['Assigned', 'Foreign', ...others].sort());
  await env.advance(hourMs);
  expect(await attached(env, id)).toEqual(['Foreign', 'Released', ...others].sort());
});

test('an account that a person sets to released loses the policies of its former state', async () => {
  const env = await openEnvironmentWith(byState);
  const id = env.addAccount('alice');
  env.organization.fault({ build: {}, fault: { fail: true } });
  await env.tag(id, 'expired');
  await env.advance(2 * hourMs);
  const before = (await attached(env, id)).filter((name) => name !== 'Expired');
  await env.tag(id, 'released');
  await env.advance(3 * minuteMs);

  expect(await attached(env, id)).toEqual([...before, 'Released'].sort());
});

/** A role of the account itself, as the holder has one by single sign-on. */
async function addHolder(env: LifecycleEnvironment, id: string): Promise<void> {
  const principal = `arn:aws:iam::${id}:root`;
  const iam = openServiceClient(env.organization, 'iam', { principal });
  const trust = { Effect: 'Allow', Principal: { AWS: id }, Action: 'sts:AssumeRole' };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await iam.call('CreateRole', { RoleName: 'Holder', AssumeRolePolicyDocument });
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await iam.call('AttachRolePolicy', { RoleName: 'Holder', PolicyArn });
}

test('nothing can be created in an expired account, and the holder of a released one can work', async () => {
  const env = await openEnvironmentWith(byState);
  const id = env.addAccount('alice', { 'account-state': 'released' });
  await addHolder(env, id);
  const principal = `arn:aws:iam::${id}:role/Holder`;
  const make = async () => {
    const sns = openServiceClient(env.organization, 'sns', { principal, region: 'eu-west-1' });
    try {
      await sns.call('CreateTopic', { Name: 'mine' });
      return 'made';
    } catch (error) {
      return classify(error).kind;
    }
  };
  expect(await make()).toBe('made');

  await env.tag(id, 'expired');
  const { lifecycle } = env;
  await env.advance(3 * minuteMs);
  expect(await attached(env, id)).toContain('Expired');
  expect(await make()).toBe('denied');

  await env.advance(2 * hourMs);
  expect(env.state(id)).toBe('released');
  expect(await attached(env, id)).not.toContain('Expired');
  expect(await make()).toBe('made');
  expect(lifecycle.settings.organizationalUnits.get(sandboxes)?.policies.expired).toHaveLength(1);
});

test('a policy that would block this system is not attached; an operator is notified, and the account is not dropped', async () => {
  const env = await openEnvironmentWith(async (made) => ({
    assigned: [await policy(made, 'Sealed', { Action: 'codebuild:*' })],
  }));
  const seen = await recordEvents(env);
  const id = env.addAccount('alice');
  await env.tag(id, 'vanilla');
  await env.advance(3 * hourMs);

  expect(await attached(env, id)).not.toContain('Sealed');
  const published = seen.records(id);
  expect(published.map(({ label }) => label)).toEqual(['GenericException']);
  expect(published[0]?.payload?.message).toMatch(
    /would lock the role AWSControlTowerExecution out \(statement Sealed denies codebuild:BatchGetBuilds\)/,
  );
  const found = check(await readSnapshot(env.lifecycle), tagKeys('account-'));
  expect(found.map(({ accountId, code }) => ({ accountId, code }))).toContainEqual({
    accountId: id,
    code: 'failed',
  });
});

test('no call is made for policies where the settings name none', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice');
  await env.tag(id, 'vanilla');
  await env.advance(hourMs);

  expect(env.state(id)).toBe('released');
  expect(env.organization.journal.count('organizations:ListPoliciesForTarget')).toBe(0);
});

test('credentials of another account than the settings name are refused', async () => {
  const env = await openLifecycleEnvironment();
  const access = env.organization.access();
  const { settings } = env.lifecycle;
  await expect(openLifecycle({ ...access, settings, owner: 'x' })).rejects.toThrow(
    'but automation.account_id is "999999999999"; use credentials of that account',
  );
});

test('a policy that was detached meanwhile is noticed before the state is entered', async () => {
  const env = await openEnvironmentWith(byState);
  const seen = await recordEvents(env);
  const id = env.addAccount('alice');
  const cleared = env.organization.stubResponse({
    service: 'organizations',
    operation: 'AttachPolicy',
    output: {},
  });
  await env.tag(id, 'vanilla');
  await env.advance(10 * minuteMs);
  expect(seen.states(id)).toEqual(['vanilla']);

  cleared();
  await env.tag(id, 'vanilla');
  await env.advance(hourMs);
  expect(seen.states(id)).toEqual(['vanilla', 'vanilla', 'assigned', 'released']);
});
