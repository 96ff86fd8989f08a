import { describe, expect, test } from 'vitest';
import type { LifecycleState } from '../../model/lifecycle-state.ts';
import { baselineSettings, openMember } from '../../testing/baseline-member.ts';
import { disabled, entrySettings } from '../../testing/observation.ts';
import { applyBaseline } from '../baseline/apply-baseline.ts';
import { lockedOut } from './locked-out.ts';
import { neededIn, type StateFacts } from './needed-actions.ts';

const accountId = '111111111111';

const facts: StateFacts = {
  settings: baselineSettings({ roleNameToManageCodebuild: 'AWSControlTowerExecution' }),
  hub: { accountId: '999999999999', region: 'eu-west-1', partition: 'aws' },
  item: entrySettings(),
  accountId,
};

function judged(
  state: LifecycleState,
  statements: readonly object[],
  item: StateFacts['item'] = facts.item,
): readonly string[] | undefined {
  const content = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  const found = lockedOut(content, neededIn(state, { ...facts, item }), {
    accountId,
    partition: 'aws',
  });
  return found && [found.roleName, found.reason];
}

const exempt = (operator: string, pattern: unknown) => ({
  [operator]: { 'aws:PrincipalArn': pattern },
});
const named = (name: string) => `arn:aws:iam::*:role/${name}`;
const manager = 'AWSControlTowerExecution';
const ours = [named(manager), named('SpaRoleFor*')];
const deny = (differing: object) => ({ Effect: 'Deny', Resource: '*', ...differing });

test.for<[string, object]>([
  ['allows everything', { Effect: 'Allow', Action: '*', Resource: '*' }],
  [
    'denies actions that no role needs',
    deny({ Action: ['ec2:RunInstances', 'iam:DeleteUser', 's3:*'] }),
  ],
  ['exempts our roles', deny({ Action: '*', Condition: exempt('ArnNotLike', ours) })],
  [
    'exempts our roles among others',
    deny({ Action: '*', Condition: exempt('StringNotLike', ['x', ...ours]) }),
  ],
  [
    'exempts our roles by their exact names',
    deny({
      Action: '*',
      Condition: exempt('StringNotEquals', [
        `arn:aws:iam::${accountId}:role/${manager}`,
        `arn:aws:iam::${accountId}:role/SpaRoleForServerlessComputing`,
      ]),
    }),
  ],
  [
    'has the condition key in different letter case',
    deny({ Action: '*', Condition: { ArnNotLikeIfExists: { 'AWS:principalarn': ours } } }),
  ],
  [
    'applies to other principals',
    deny({ Action: '*', Condition: exempt('ArnLike', 'arn:aws:iam::*:root') }),
  ],
  [
    'protects the roles of others',
    deny({ Action: 'iam:*', Resource: 'arn:aws:iam::*:role/aws-controltower-*' }),
  ],
  [
    'closes other regions',
    deny({
      NotAction: ['iam:*', 'budgets:*', 'route53:*'],
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-west-3'] } },
    }),
  ],
  ['is for services', deny({ Action: '*', Condition: { Bool: { 'aws:ViaAWSService': 'true' } } })],
])('a policy that %s does not lock a role out', ([, statement]) => {
  expect(judged('expired', [statement])).toBeUndefined();
});

test.for<[string, object, string]>([
  ['everything', deny({ Action: '*' }), 'codebuild:BatchGetBuilds'],
  ['a service', deny({ Action: 'codebuild:*' }), 'codebuild:BatchGetBuilds'],
  [
    'one call, in other letter case',
    deny({ Action: ['s3:*', 'CODEBUILD:startbuild'] }),
    'codebuild:StartBuild',
  ],
  ['by wildcards', deny({ Action: 'iam:?assRole' }), 'iam:PassRole'],
  [
    'all but a few actions',
    deny({ NotAction: ['codebuild:*', 'iam:*', 'sns:*'] }),
    'events:ListRules',
  ],
  [
    'and exempts another role',
    deny({ Action: '*', Condition: exempt('ArnNotLike', named('Other')) }),
    'codebuild:BatchGetBuilds',
  ],
  [
    'and exempts the role by an operator without wildcards',
    deny({ Action: '*', Condition: exempt('StringNotEquals', ours) }),
    'codebuild:BatchGetBuilds',
  ],
  [
    'in our region',
    deny({ Action: 'sns:*', Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
    'sns:CreateTopic',
  ],
  [
    'under a condition that is not known beforehand',
    deny({ Action: 'sns:*', Condition: { StringEquals: { 'aws:ResourceTag/a': 'b' } } }),
    'sns:CreateTopic',
  ],
  [
    'to the role by name',
    deny({ Action: '*', Condition: exempt('ArnLike', ours) }),
    'codebuild:BatchGetBuilds',
  ],
  [
    'on all resources but others',
    { Effect: 'Deny', Action: 'codebuild:*', NotResource: 'arn:aws:s3:::x' },
    'codebuild:BatchGetBuilds',
  ],
])('a policy that denies %s would lock the managing role out', ([, statement, action]) => {
  const allow = { Effect: 'Allow', Action: '*', Resource: '*' };

  expect(judged('vanilla', [allow, { Sid: 'Guard', ...statement }])).toEqual([
    manager,
    `statement Guard denies ${action}`,
  ]);
});

describe('the roles of builds', () => {
  const exceptManager = { Condition: exempt('ArnNotLike', named(manager)) };

  test.for<[string, LifecycleState, object, readonly string[]]>([
    [
      'everything, while the account is purged',
      'expired',
      { Action: '*' },
      ['SpaRoleForServerlessComputing', 'statement 1 denies logs:CreateLogGroup'],
    ],
    [
      'what deletes instances',
      'expired',
      { Action: 'ec2:Terminate*' },
      ['SpaRoleForServerlessComputing', 'statement 1 denies ec2:TerminateInstances'],
    ],
    [
      'what deletes volumes, by their ARN',
      'expired',
      { Action: '*', Resource: 'arn:aws:ec2:*:*:volume/*' },
      ['SpaRoleForServerlessComputing', 'statement 1 denies ec2:DeleteVolume'],
    ],
    [
      'the report of the purge',
      'expired',
      { Action: 'ssm:PutParameter' },
      ['SpaRoleForServerlessComputing', 'statement 1 denies ssm:PutParameter'],
    ],
    [
      'budgets, while the account is prepared',
      'assigned',
      { Action: 'budgets:*' },
      ['SpaRoleForPreparation', 'statement 1 denies budgets:ViewBudget'],
    ],
  ])('are locked out by a policy that denies %s', ([, state, statement, expected]) => {
    expect(judged(state, [deny({ ...exceptManager, ...statement })])).toEqual(expected);
  });

  test.for<[string, LifecycleState, object, Partial<StateFacts['item']>]>([
    ['of a state in which no build runs', 'released', { Action: '*' }, {}],
    ['of a purge that is disabled', 'expired', { Action: '*' }, { purge: disabled }],
    ['of a preparation that is disabled', 'assigned', { Action: '*' }, { preparation: disabled }],
    [
      'about a type that is not purged',
      'expired',
      { Action: 'rds:*' },
      {
        purge: {
          feature: 'enabled',
          variables: { TAGGED_TYPES: 'EC2Instance', AGED_TYPES: 'EC2Volume' },
        },
      },
    ],
  ])('are not locked out by a policy %s', ([, state, statement, item]) => {
    const all = { ...facts.item, ...item };

    expect(judged(state, [deny({ ...exceptManager, ...statement })], all)).toBeUndefined();
  });

  test('instances that stop at night must be able to, while the holder works', () => {
    const variables = { WITH_START_STOP_EC2_INSTANCES: 'enabled' };
    const item = { ...facts.item, preparation: { feature: 'enabled', variables } as const };

    expect(judged('released', [deny({ ...exceptManager, Action: 'ec2:Stop*' })], item)).toEqual([
      'SpaRoleForPreparation',
      'statement 1 denies ec2:StopInstances',
    ]);
  });
});

test('a policy that cannot be read locks every role out', () => {
  const needed = neededIn('expired', facts);
  const target = { accountId, partition: 'aws' };
  const unreadable = { roleName: manager, reason: 'its text cannot be read' };

  expect(lockedOut('{"Statement": [', needed, target)).toEqual(unreadable);
  expect(lockedOut('{"Statement": [{"Effect": "Maybe"}]}', needed, target)).toEqual(unreadable);
});

test('the list of actions has every call that the baseline makes', async () => {
  const member = await openMember();
  const { session, clock, organization, baseline } = member;
  const settings = baselineSettings({
    buildRolePolicies: [],
    preparationRolePolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
  });
  organization.journal.clear();
  for (const differing of [
    {},
    { purpose: 'purge' } as const,
    { settings, holder: 'bob@example.com' },
  ]) {
    await applyBaseline(session, baseline(differing), clock);
    await applyBaseline(session, baseline(differing), clock);
  }
  const all = Object.keys(organization.journal.byOperation());
  const called = all.filter((operation) => operation !== 'sts:AssumeRole');
  const listed = new Set(neededIn('assigned', facts).map(({ action }) => action));

  expect(called.length).toBeGreaterThan(15);
  expect(called.filter((action) => !listed.has(action))).toEqual([]);
});

test('the list of actions of the preparation is what its role may do', async () => {
  const { baseline } = await openMember();
  const variables = { WITH_START_STOP_EC2_INSTANCES: 'enabled' };
  const item = entrySettings({ preparation: { feature: 'enabled', variables } });
  const [role] = baseline({ item }).roles;
  const needed = neededIn('assigned', { ...facts, item })
    .filter(({ roleName }) => roleName === 'SpaRoleForPreparation')
    .map(({ action }) => action);

  const document = JSON.stringify(role?.inlinePolicy?.document);
  const allowed = JSON.parse(document).Statement.flatMap(
    ({ Action }: { readonly Action: readonly string[] }) => Action,
  );
  expect([...new Set(needed)].sort()).toEqual([...new Set(allowed)].sort());
});
