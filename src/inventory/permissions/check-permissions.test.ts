import { expect, test } from 'vitest';
import { openFleet } from '../../aws/open-fleet.ts';
import { parseRunOptions } from '../../fleet/run-options.ts';
import { runTargets } from '../../fleet/run-targets.ts';
import { planTargets } from '../../fleet/targets.ts';
import {
  noLimits,
  type SimulatedOrganization,
  simulateOrganization,
} from '../../simulator/index.ts';
import { forbid } from '../../testing/organization-clients.ts';
import { withBreadth } from '../catalogue/breadth.ts';
import { loadCatalogue, selectEntries } from '../catalogue/catalogue.ts';
import { inventoryPolicies } from '../catalogue/policy.ts';
import type { AccountPermissions } from './account-permissions.ts';
import { checkPermissions, type PermissionsOptions } from './check-permissions.ts';

const id = '111111111111';
const types = ['kms_key', 'sqs_queue', 'sns_topic', 'ec2_vpc'];
const simulating = 'iam:SimulatePrincipalPolicy';

/** An account whose role is permitted only this; everything by default. */
function accountWith(allowed?: readonly string[], denied: readonly string[] = []) {
  const organization = simulateOrganization({ limits: noLimits });
  const Version = '2012-10-17';
  const Statement = [
    { Effect: 'Allow', Action: allowed, Resource: '*' },
    ...(denied.length > 0 ? [{ Effect: 'Deny', Action: denied, Resource: '*' }] : []),
  ];
  const role = { managedPolicies: [], inlinePolicies: { inventory: { Version, Statement } } };
  organization.addAccount({ name: 'alpha', id, ...(allowed && { role }) });
  return organization;
}

interface CheckOverrides extends Partial<PermissionsOptions> {
  readonly types?: readonly string[];
}

async function check(organization: SimulatedOrganization, overrides: CheckOverrides = {}) {
  const catalogue = withBreadth(loadCatalogue());
  const fleet = openFleet(organization.access());
  const settings = parseRunOptions({ targets: [id] });
  const entries = selectEntries(catalogue, { types: overrides.types ?? types });
  const options = {
    entries,
    byKey: catalogue.byKey,
    probe: false,
    clock: fleet.clock,
    ...overrides,
  };
  const planned = await Array.fromAsync(planTargets(fleet, settings));
  const outcomes = runTargets(fleet, planned, (session) => checkPermissions(session, options), {
    settings,
  });
  for await (const outcome of outcomes) {
    if (outcome.status === 'done') return outcome.value;
    throw new Error(JSON.stringify(outcome));
  }
  throw new Error('no account was checked');
}

/** The policy that `inventory policy` prints, without some actions and with others. */
function policyWithout(...without: readonly string[]): string[] {
  const entries = selectEntries(loadCatalogue(), { types });
  const actions = inventoryPolicies(entries).flatMap(({ Statement }) =>
    Statement.flatMap(({ Action }) => Action),
  );
  return [...actions.filter((action) => !without.includes(action)), simulating];
}

const nothing: Pick<AccountPermissions, 'lacking' | 'unchecked'> = { lacking: [], unchecked: [] };

test('a role with the policy of the catalogue lacks nothing', async () => {
  expect(await check(accountWith(policyWithout()))).toEqual({
    method: 'simulated',
    actions: policyWithout().length - 1,
    ...nothing,
  });
});

test('each missing action is reported, with the policy that denies it and the types it affects', async () => {
  const without = policyWithout('kms:ListGrants', 'sns:ListTopics');
  const { lacking, unchecked } = await check(accountWith(without, ['sqs:ListQueues']));

  expect(unchecked).toEqual([]);
  const regions = ['us-east-1'];
  expect(lacking).toEqual([
    { action: 'kms:ListGrants', because: 'not-allowed', regions, types: ['kms_key'] },
    { action: 'sns:ListTopics', because: 'not-allowed', regions, types: ['sns_topic'] },
    { action: 'sqs:ListQueues', because: 'denied', regions, types: ['sqs_queue'] },
  ]);
});

test('a denial by the organization is reported as such', async () => {
  const organization = accountWith();
  await forbid(organization, id, 'ec2:DescribeVpcs');

  expect((await check(organization)).lacking).toEqual([
    {
      action: 'ec2:DescribeVpcs',
      because: 'organization',
      regions: ['us-east-1'],
      types: ['ec2_vpc'],
    },
  ]);
});

test('a policy for one region lacks the others, and global types are checked in one region only', async () => {
  const organization = simulateOrganization({ limits: noLimits });
  const Condition = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } };
  const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*', Condition }];
  const inventory = { Version: '2012-10-17', Statement };
  const role = { managedPolicies: [], inlinePolicies: { inventory } };
  organization.addAccount({ name: 'alpha', id, role });
  const found = await check(organization, {
    types: ['ec2_volume', 'iam_group'],
    regions: ['us-east-1', 'eu-west-1'],
  });

  expect(new Set(found.lacking.flatMap(({ regions }) => regions))).toEqual(new Set(['eu-west-1']));
  expect(new Set(found.lacking.flatMap((lacking) => lacking.types))).toEqual(
    new Set(['ec2_volume']),
  );
});

test('a role that may not use the simulator is probed: what is not probed does not count as allowed', async () => {
  const without = policyWithout('sns:ListTopics').filter((action) => action !== simulating);
  const found = await check(accountWith(without));

  expect(found).toMatchObject({ method: 'probed', simulator: { code: 'AccessDenied' } });
  expect(found.lacking).toEqual([
    {
      action: 'sns:ListTopics',
      because: 'not-allowed',
      regions: ['us-east-1'],
      types: ['sns_topic'],
    },
  ]);
  expect(found.unchecked.map(({ action, code }) => [action, code])).toContainEqual([
    'kms:ListGrants',
    'not-probed',
  ]);
  expect(found.unchecked.map(({ action }) => action)).not.toContain('kms:ListKeys');
});

test('a probe detects denials by the organization, and other errors do not count as allowed', async () => {
  const organization = accountWith();
  await forbid(organization, id, 'ec2:DescribeVpcs');
  const error = { code: 'InternalFailure' };
  organization.fault({ service: 'sqs', operation: 'ListQueues', fault: { error } });
  const { lacking, unchecked } = await check(organization, { probe: true });

  expect(lacking.map(({ action, because }) => [action, because])).toEqual([
    ['ec2:DescribeVpcs', 'organization'],
  ]);
  expect(unchecked.find(({ action }) => action === 'sqs:ListQueues')).toEqual({
    action: 'sqs:ListQueues',
    code: 'InternalFailure',
    regions: ['us-east-1'],
    types: ['sqs_queue'],
  });
});

test('child types also need the actions of their parents', async () => {
  const organization = accountWith(['eks:ListAddons', 'eks:DescribeAddon', simulating]);
  const { lacking } = await check(organization, { types: ['eks_addon'] });

  expect(lacking.map(({ action }) => action)).toContain('eks:ListClusters');
  expect(lacking.flatMap((one) => one.types)).toContain('eks_addon');
});

test('handlers behind Cloud Control are probed, because the simulator does not know what they need', async () => {
  const organization = accountWith([
    'cloudformation:ListResources',
    'cloudformation:GetResource',
    simulating,
  ]);
  const { method, lacking } = await check(organization, {
    types: ['AWS::IAM::Role', 'AWS::Synthetics::Canary'],
  });

  expect(method).toBe('simulated');
  expect(lacking).toEqual([
    {
      action: 'iam:ListRoles',
      because: 'not-allowed',
      regions: ['us-east-1'],
      types: ['iam_role_cfn'],
    },
  ]);
});
