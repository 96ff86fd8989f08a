import { expect, test } from 'vitest';
import { baselineSettings, openMember } from '../../testing/baseline-member.ts';
import { disabled } from '../../testing/observation.ts';

type Member = Awaited<ReturnType<typeof openMember>>;
type Variables = Readonly<Record<string, string>>;

function rolesWith({ baseline, facts }: Member, variables: Variables, purge = facts.item.purge) {
  const preparation = { feature: 'enabled', variables } as const;
  return baseline({ item: { ...facts.item, preparation, purge } }).roles;
}

const namesOf = (roles: ReturnType<typeof rolesWith>) => roles.map(({ name }) => name);

test('every role trusts a service only on behalf of this account, and EventBridge only for our rules', async () => {
  const member = await openMember();
  const { accountId } = member.facts;
  const roles = rolesWith(member, { WITH_START_STOP_EC2_INSTANCES: 'enabled' });

  const trusts = roles.map(({ name, trust }) => [
    name,
    (trust as { readonly Statement: readonly { readonly Condition: object }[] }).Statement[0]
      ?.Condition,
  ]);
  const own = { StringEquals: { 'aws:SourceAccount': accountId } };
  const rule = (name: string, region = 'us-east-1') => ({
    ArnLike: { 'aws:SourceArn': `arn:aws:events:${region}:${accountId}:rule/${name}` },
  });
  expect(trusts).toEqual([
    ['SpaRoleForPreparation', own],
    ['SpaRoleForServerlessComputing', own],
    ['SpaRoleForInstanceHours', { ...own, ...rule('SpaEventsRuleForInstance*') }],
    ['SpaRoleForEvents', { ...own, ...rule('SpaEventsRule*', '*') }],
  ]);
});

test('the preparation may neither create roles nor change permissions', async () => {
  const [preparation] = rolesWith(await openMember(), {});
  const actions = JSON.stringify(preparation?.inlinePolicy).match(/"(\w+:\w*\*?|\*)"/g);

  expect(preparation?.managedPolicies).toEqual([]);
  expect(actions?.filter((one) => /^"iam:(?!PassedTo)|\w\*/.test(one))).toEqual([
    '"iam:UpdateAccountPasswordPolicy"',
    '"iam:PassRole"',
  ]);
});

test('an account that is never purged has no role that may delete everything', async () => {
  const roles = rolesWith(await openMember(), {}, disabled);

  expect(namesOf(roles)).toEqual(['SpaRoleForPreparation', 'SpaRoleForEvents']);
});

test('the policies of an audit are attached while it is enabled', async () => {
  const member = await openMember();
  const audits = [
    'arn:aws:iam::aws:policy/SecurityAudit',
    'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess',
  ];
  const attached = (variables: Variables) => {
    const [role] = rolesWith(member, variables);
    return [role?.managedPolicies, role?.formerPolicies];
  };
  const full = 'arn:aws:iam::aws:policy/AdministratorAccess';

  expect([attached({ WITH_PROWLER: 'enabled' }), attached({})]).toEqual([
    [audits, [full]],
    [[], [full, ...audits]],
  ]);
});

test('a policy of your own is that of each account', async () => {
  const { baseline, facts } = await openMember();
  const buildRolePolicies = ['arn:aws:iam::123456789012:policy/Narrow'];
  const { roles } = baseline({ settings: baselineSettings({ buildRolePolicies }) });

  expect(roles[1]?.managedPolicies).toEqual([`arn:aws:iam::${facts.accountId}:policy/Narrow`]);
});
