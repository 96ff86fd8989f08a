import { expect, test } from 'vitest';
import { planBaselineRemoval, removeBaseline } from '../../lifecycle/baseline/remove-baseline.ts';
import { driveUntil } from '../../simulator/index.ts';
import {
  memberRoleName,
  openPrerequisiteEnvironment,
  settingsWithControlTower,
  settingsWithOwnRole,
} from '../../testing/prerequisite-environment.ts';
import { applyPrerequisites, planPrerequisites } from './converge-prerequisites.ts';
import { deployStack, planStack } from './converge-stack.ts';
import type { PrerequisiteFacts } from './prerequisite-facts.ts';
import { type PrerequisiteStack, prerequisiteStacks } from './prerequisite-stacks.ts';

const minute = 60_000;
const hour = 60 * minute;

type Environment = Awaited<ReturnType<typeof openPrerequisiteEnvironment>>;

const factsOf = (differing: Partial<PrerequisiteFacts> = {}): PrerequisiteFacts => ({
  settings: settingsWithControlTower(),
  accountId: '999999999999',
  region: 'eu-west-1',
  organizationId: 'o-demo',
  ...differing,
});

const placesOf = (stacks: readonly PrerequisiteStack[]) =>
  stacks.map(({ name, kind, region }) => [name, kind, region]);

async function deploy({ stackAccess }: Environment, stack: PrerequisiteStack): Promise<void> {
  const access = stackAccess(stack.region);
  const desired = { ...stack, tags: { origin: 'flotilla' } };
  const change = await planStack(access, desired);
  if (change) await deployStack(access, desired, change);
}

async function deployAll(environment: Environment): Promise<void> {
  const { facts, fleet, stackAccess } = environment;
  await fleet.generic('organizations').call('EnableAWSServiceAccess', {
    ServicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com',
  });
  const { clock, signal } = stackAccess('eu-west-1');
  const access = { fleet, facts, clock, signal };
  const findings = await applyPrerequisites(access, prerequisiteStacks(facts));
  expect(findings.filter(({ action }) => action === 'failed')).toEqual([]);
}

test('an installation needs a role, two forwardings and, with a role of its own, a stack set', () => {
  expect(placesOf(prerequisiteStacks(factsOf({ settings: settingsWithOwnRole() })))).toEqual([
    ['SpaDemoAccountsManagementRole', 'stack', 'eu-west-1'],
    ['SpaDemoForwardOrganizationEvents', 'stack', 'us-east-1'],
    ['SpaDemoForwardSignInEvents', 'stack', 'eu-west-1'],
    ['SpaDemoMemberRole', 'stack-set', 'eu-west-1'],
  ]);
});

test("Control Tower's role needs no stack set, and logins are forwarded from where people sign in", () => {
  const stacks = prerequisiteStacks(factsOf(), { signInRegion: 'eu-central-1' });

  expect(placesOf(stacks)).toEqual([
    ['SpaDemoAccountsManagementRole', 'stack', 'eu-west-1'],
    ['SpaDemoForwardOrganizationEvents', 'stack', 'us-east-1'],
    ['SpaDemoForwardSignInEvents', 'stack', 'eu-central-1'],
  ]);
});

test('events that are on the bus already are not forwarded', () => {
  const facts = factsOf({ accountId: '888888888888', region: 'us-east-1' });

  expect(placesOf(prerequisiteStacks(facts))).toEqual([
    ['SpaDemoAccountsManagementRole', 'stack', 'us-east-1'],
  ]);
});

test('in another partition, its own region and ARNs are named', () => {
  const facts = factsOf({ region: 'cn-north-1' });
  const stacks = prerequisiteStacks(facts);

  expect(stacks.map(({ region }) => region)).toEqual([
    'cn-north-1',
    'cn-northwest-1',
    'cn-north-1',
  ]);
  expect(JSON.stringify(stacks.slice(1))).not.toContain('arn:aws:');
});

test('what the settings do not use is not allowed in the management account', () => {
  const sidsOf = (facts: PrerequisiteFacts) => {
    const [role] = prerequisiteStacks(facts);
    return [...JSON.stringify(role?.template).matchAll(/"Sid":"(\w+)"/g)].map(([, sid]) => sid);
  };
  const settings = settingsWithControlTower({ policies: { released: ['p-guard1234'] } });
  const everything = {
    ...settings,
    features: { ...settings.features, withCostManagementTag: 'cost-center' },
    reporting: {
      ...settings.reporting,
      costExport: { location: 's3://billing/exports/focus', format: 'focus-1.2' as const },
    },
  };

  expect(sidsOf(factsOf())).toEqual(['ReadOrganization', 'TagAccounts', 'EnterAccounts']);
  expect(sidsOf(factsOf({ settings: everything }))).toEqual([
    'ReadOrganization',
    'TagAccounts',
    'EnterAccounts',
    'AttachPolicies',
    'ReadCosts',
    'ReadCostExport',
  ]);
});

test('with the stacks, an account that is moved is prepared, expires and is released, without a sweep', async () => {
  const environment = await openPrerequisiteEnvironment();
  const { organization, handled } = environment;
  await deployAll(environment);
  const { id } = organization.addAccount({ name: 'alpha', tags: { 'account-holder': 'a@b.com' } });
  organization.settle();
  await environment.moveIn(id);

  await environment.advance(30 * minute);
  const first = environment.state(id);
  await environment.tag(id, 'expired');
  await environment.advance(hour);

  expect([first, environment.state(id)]).toEqual(['released', 'released']);
  const routes = new Set(handled.filter(({ result }) => result).map(({ route }) => route));
  expect([...routes]).toEqual(
    expect.arrayContaining([
      'OnVanillaAccount',
      'OnAssignedAccountFromQueue',
      'OnPreparedAccountFromCodebuild',
      'OnExpiredAccount',
      'OnPurgedAccountFromCodebuild',
    ]),
  );
  expect(handled.filter(({ error }) => error)).toEqual([]);
});

test('the role of the stack set may remove all that it creates', async () => {
  const environment = await openPrerequisiteEnvironment();
  const { organization, lifecycle, clock } = environment;
  await deployAll(environment);
  const { id } = organization.addAccount({ name: 'alpha' });
  organization.settle();
  await environment.moveIn(id);
  await driveUntil({ organization, clock }, clock.now() + hour);
  const session = lifecycle.enter(id);

  const before = await planBaselineRemoval(session, lifecycle.settings);
  await removeBaseline(session, lifecycle.settings, { signal: new AbortController().signal });

  expect(before.changes.length).toBeGreaterThan(5);
  expect((await planBaselineRemoval(session, lifecycle.settings)).changes).toEqual([]);
});

test('a role of the automation account cannot enter accounts past the management account', async () => {
  const environment = await openPrerequisiteEnvironment();
  const { organization, lifecycle } = environment;
  await deployAll(environment);
  const { id } = organization.addAccount({ name: 'alpha' });
  organization.settle();
  const assume = lifecycle.inHub('sts').call('AssumeRole', {
    RoleArn: `arn:aws:iam::${id}:role/${memberRoleName}`,
    RoleSessionName: 'direct',
  });

  await expect(assume).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('a second deployment changes nothing, and a difference updates one stack', async () => {
  const environment = await openPrerequisiteEnvironment();
  const { fleet, facts, stackAccess } = environment;
  const { clock, signal } = stackAccess('eu-west-1');
  const access = { fleet, facts, clock, signal };
  await deployAll(environment);
  const [role, ...others] = prerequisiteStacks(facts);
  if (!role) throw new Error('no stack');
  const withText = (from: string, to: string) => [
    { ...role, template: JSON.parse(JSON.stringify(role.template).replace(from, to)) as object },
    ...others,
  ];
  const differing = withText('3600', '7200');

  expect(await planPrerequisites(access, prerequisiteStacks(facts))).toEqual([]);
  const change = {
    accountId: '888888888888',
    resource: 'stack SpaDemoAccountsManagementRole in eu-west-1',
    action: 'update',
    differences: ['template'],
  };
  expect(await planPrerequisites(access, differing)).toEqual([change]);
  expect(await applyPrerequisites(access, differing)).toEqual([change]);
  expect(await planPrerequisites(access, differing)).toEqual([]);
});

test('a stack that fails names the resource and the reason, and what to do next', async () => {
  const environment = await openPrerequisiteEnvironment();
  const [role] = prerequisiteStacks(environment.facts);
  if (!role) throw new Error('no stack');
  const { fleet } = environment;
  await fleet.generic('iam').call('CreateRole', {
    RoleName: 'SpaAccountsManagementRole',
    AssumeRolePolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    }),
  });

  await expect(deploy(environment, role)).rejects.toMatchObject({
    name: 'FlotillaError',
    message: expect.stringMatching(
      /^stack SpaDemoAccountsManagementRole in eu-west-1 failed \(ROLLBACK_COMPLETE\): Role \(AWS::IAM::Role\): .*already exists.*; fix it, and deploy again$/,
    ),
  });
  await expect(deploy(environment, role)).rejects.toMatchObject({
    message:
      'stack SpaDemoAccountsManagementRole in eu-west-1 cannot be updated: its status is ROLLBACK_COMPLETE; delete it (aws cloudformation delete-stack --stack-name SpaDemoAccountsManagementRole --region eu-west-1), then deploy again',
  });
});
