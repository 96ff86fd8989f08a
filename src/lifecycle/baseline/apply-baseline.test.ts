import { describe, expect, test } from 'vitest';
import type { ResourceChange } from '../../converge/change.ts';
import { baselineSettings, openMember, whileTimePasses } from '../../testing/baseline-member.ts';
import { applyBaseline, convergeProjectOnly, planBaseline } from './apply-baseline.ts';

const names = (changes: readonly ResourceChange[]) =>
  changes.map(({ action, resource }) => `${action} ${resource}`);

type Member = Awaited<ReturnType<typeof openMember>>;

/** Everything that the baseline covers, as AWS returns it to the account's holder. */
async function look({ holder, facts }: Member, prefix = '') {
  const [iam, events, sns, codebuild] = ['iam', 'events', 'sns', 'codebuild'].map(holder);
  if (!iam || !events || !sns || !codebuild) throw new Error('no clients');
  const { hub, accountId } = facts;
  const TopicArn = `arn:${hub.partition}:sns:${hub.region}:${accountId}:${prefix}SpaAlertTopic`;
  const roles = ['Preparation', 'ServerlessComputing', 'Events'].map(
    (name) => `${prefix}SpaRoleFor${name}`,
  );
  const rules = [`${prefix}SpaEventsRuleForCodebuild`, `${prefix}SpaEventsRuleForConsoleLogin`];
  const projects = [`${prefix}SpaProjectForAccountPreparation`];
  return {
    roles: await Promise.all(
      roles.map(async (RoleName) => ({
        ...(await iam.call('GetRole', { RoleName })),
        ...(await iam.call('ListAttachedRolePolicies', { RoleName })),
        ...(await iam.call('ListRolePolicies', { RoleName })),
      })),
    ),
    rules: await Promise.all(
      rules.map(async (Name) => ({
        ...(await events.call('DescribeRule', { Name })),
        ...(await events.call('ListTargetsByRule', { Rule: Name })),
      })),
    ),
    topic: (await sns.call('GetTopicAttributes', { TopicArn })).Attributes,
    projects: (await codebuild.call('BatchGetProjects', { names: projects })).projects,
  };
}

/** Leaves out what AWS generates on each call: times, ids. */
function comparable(seen: Awaited<ReturnType<typeof look>>): unknown {
  return JSON.parse(
    JSON.stringify(seen, (key, value) =>
      /^(created|lastModified|CreateDate|RoleId|\$metadata|RoleLastUsed)$/.test(key)
        ? undefined
        : value,
    ),
  );
}

test('missing resources are created', async () => {
  const member = await openMember();
  const { session, clock, facts } = member;
  const baseline = member.baseline();
  const all = [
    'create role SpaRoleForPreparation',
    'create role SpaRoleForServerlessComputing',
    'create role SpaRoleForEvents',
    'create rule SpaEventsRuleForCodebuild',
    'create rule SpaEventsRuleForConsoleLogin',
    'create topic SpaAlertTopic',
    'create project SpaProjectForAccountPreparation',
  ];

  expect(names(await planBaseline(session, baseline, clock))).toEqual(all);
  expect(names(await planBaseline(session, baseline, clock))).toEqual(all);
  expect(names(await applyBaseline(session, baseline, clock))).toEqual(all);

  const { roles, rules, topic, projects } = await look(member);
  const bus = `arn:aws:events:us-east-1:${facts.hub.accountId}:event-bus/default`;
  const RoleArn = `arn:aws:iam::${facts.accountId}:role/SpaRoleForEvents`;
  expect(roles.map(({ AttachedPolicies, PolicyNames }) => [AttachedPolicies, PolicyNames])).toEqual(
    [
      [[], ['SpaPermissionToPrepare']],
      [
        [
          {
            PolicyName: 'AdministratorAccess',
            PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
          },
        ],
        [],
      ],
      [[], ['SpaPermissionToPutEvents']],
    ],
  );
  expect(rules.map(({ State, Targets }) => ({ State, Targets }))).toEqual(
    rules.map(() => ({ State: 'ENABLED', Targets: [{ Id: 'SpaPhoneHome', Arn: bus, RoleArn }] })),
  );
  const policy = JSON.parse((topic as Record<string, string>).Policy ?? '');
  expect(policy.Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
    'GrantPublishingFromBudgets',
    'GrantAutomationAccess',
    '__default_statement_ID',
  ]);
  expect(projects).toMatchObject([
    {
      source: { type: 'NO_SOURCE', buildspec: 'version: 0.2 # preparation' },
      serviceRole: `arn:aws:iam::${facts.accountId}:role/SpaRoleForPreparation`,
      concurrentBuildLimit: 1,
      tags: [{ key: 'origin', value: 'SustainablePersonalAccounts' }],
      environment: {
        environmentVariables: [
          { name: 'ENVIRONMENT_IDENTIFIER', value: 'SpaTest' },
          { name: 'EVENT_BUS_ARN', value: bus },
          { name: 'BUDGET_AMOUNT', value: '300' },
          { name: 'BUDGET_EMAIL', value: 'alice@example.com' },
          {
            name: 'TOPIC_ARN',
            value: `arn:aws:sns:us-east-1:${facts.accountId}:SpaAlertTopic`,
          },
        ],
      },
    },
  ]);
});

test('a second converge changes nothing, within fourteen calls; a purge of a known account costs one', async () => {
  const member = await openMember();
  const { session, clock, organization } = member;
  await applyBaseline(session, member.baseline(), clock);
  await applyBaseline(session, member.baseline({ purpose: 'purge' }), clock);
  organization.journal.clear();

  expect(await applyBaseline(session, member.baseline(), clock)).toEqual([]);
  expect(organization.journal.total).toBeLessThanOrEqual(14);
  organization.journal.clear();
  const purge = member.baseline({ purpose: 'purge' });
  expect(await convergeProjectOnly(session, purge)).toEqual([]);
  expect(organization.journal.byOperation()).toEqual({ 'codebuild:BatchGetProjects': 1 });
});

type Facts = Member['facts'];

/** A change of the settings, and its effect in the account. */
const changed: Readonly<Record<string, (facts: Facts) => [Partial<Facts>, ResourceChange[]]>> = {
  'automation account': ({ hub }) => [
    { hub: { ...hub, accountId: '210987654321' } },
    [
      update('role SpaRoleForPreparation', 'policy SpaPermissionToPrepare'),
      update('role SpaRoleForEvents', 'policy SpaPermissionToPutEvents'),
      update('rule SpaEventsRuleForCodebuild', 'target'),
      update('rule SpaEventsRuleForConsoleLogin', 'target'),
      update('topic SpaAlertTopic', 'GrantAutomationAccess'),
      update('project SpaProjectForAccountPreparation', 'variable EVENT_BUS_ARN'),
    ],
  ],
  'the policies of preparations': () => [
    {
      settings: baselineSettings({
        preparationRolePolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      }),
    },
    [
      update(
        'role SpaRoleForPreparation',
        'policy arn:aws:iam::aws:policy/ReadOnlyAccess was not attached',
      ),
    ],
  ],
  'the policies of purges': () => [
    {
      settings: baselineSettings({ buildRolePolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }),
    },
    [
      update(
        'role SpaRoleForServerlessComputing',
        'policy arn:aws:iam::aws:policy/ReadOnlyAccess was not attached',
        'policy arn:aws:iam::aws:policy/AdministratorAccess was still attached',
      ),
    ],
  ],
  'the buildspec and the image': ({ settings }) => [
    {
      settings: {
        automation: { ...settings.automation, buildImage: 'aws/codebuild/standard:7.0' },
        worker: {
          ...settings.worker,
          preparationBuildspec: { path: 'p.yaml', text: 'version: 0.2 # new' },
        },
      },
    },
    [update('project SpaProjectForAccountPreparation', 'the buildspec', 'the image')],
  ],
  'the variables': ({ item }) => [
    { item: { ...item, preparation: { feature: 'enabled', variables: { MORE: 'yes' } } } },
    [update('project SpaProjectForAccountPreparation', 'variable BUDGET_AMOUNT', 'variable MORE')],
  ],
  'the holder': () => [
    { holder: 'bob@example.com' },
    [update('project SpaProjectForAccountPreparation', 'variable BUDGET_EMAIL')],
  ],
};

function update(resource: string, ...differences: string[]): ResourceChange {
  return { resource, action: 'update', differences };
}

test.for(Object.entries(changed))(
  '%s: what changed in the settings changes in the account',
  async ([, change]) => {
    const member = await openMember();
    const { session, clock, facts } = member;
    await applyBaseline(session, member.baseline(), clock);
    const [differing, changes] = change(facts);
    const baseline = member.baseline(differing);

    expect(await planBaseline(session, baseline, clock)).toEqual(changes);
    expect(await applyBaseline(session, baseline, clock)).toEqual(changes);
    expect(await applyBaseline(session, baseline, clock)).toEqual([]);
  },
);

type Hands = (member: Member) => Promise<unknown>;

const topicOf = ({ facts }: Member) => `arn:aws:sns:us-east-1:${facts.accountId}:SpaAlertTopic`;

/** Changes that holders make, and that are corrected. */
const meddled: Readonly<Record<string, [Hands, ResourceChange]>> = {
  'a rule that was disabled': [
    ({ holder }) => holder('events').call('DisableRule', { Name: 'SpaEventsRuleForCodebuild' }),
    update('rule SpaEventsRuleForCodebuild', 'state'),
  ],
  'a rule that matches something else': [
    ({ holder }) =>
      holder('events').call('PutRule', {
        Name: 'SpaEventsRuleForConsoleLogin',
        EventPattern: '{"source":["aws.ec2"]}',
      }),
    update('rule SpaEventsRuleForConsoleLogin', 'event pattern'),
  ],
  'a target that was removed': [
    ({ holder }) =>
      holder('events').call('RemoveTargets', {
        Rule: 'SpaEventsRuleForCodebuild',
        Ids: ['SpaPhoneHome'],
      }),
    update('rule SpaEventsRuleForCodebuild', 'target'),
  ],
  'a build role that others may assume': [
    ({ holder }) =>
      holder('iam').call('UpdateAssumeRolePolicy', {
        RoleName: 'SpaRoleForServerlessComputing',
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: ['codebuild.amazonaws.com', 'lambda.amazonaws.com'] },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      }),
    update('role SpaRoleForServerlessComputing', 'trust policy'),
  ],
  'a shortened session duration': [
    ({ holder }) =>
      holder('iam').call('UpdateRole', {
        RoleName: 'SpaRoleForServerlessComputing',
        MaxSessionDuration: 3_600,
      }),
    update('role SpaRoleForServerlessComputing', 'maximum session duration'),
  ],
  'a policy that was detached': [
    ({ holder }) =>
      holder('iam').call('DetachRolePolicy', {
        RoleName: 'SpaRoleForServerlessComputing',
        PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    update(
      'role SpaRoleForServerlessComputing',
      'policy arn:aws:iam::aws:policy/AdministratorAccess was not attached',
    ),
  ],
  'a policy that allows less': [
    ({ holder }) =>
      holder('iam').call('DeleteRolePolicy', {
        RoleName: 'SpaRoleForEvents',
        PolicyName: 'SpaPermissionToPutEvents',
      }),
    update('role SpaRoleForEvents', 'policy SpaPermissionToPutEvents'),
  ],
  'a project that does nothing': [
    ({ holder }) =>
      holder('codebuild').call('UpdateProject', {
        name: 'SpaProjectForAccountPreparation',
        source: { type: 'NO_SOURCE', buildspec: 'version: 0.2' },
      }),
    update('project SpaProjectForAccountPreparation', 'the buildspec'),
  ],
  'a project whose log was switched off': [
    ({ holder }) =>
      holder('codebuild').call('UpdateProject', {
        name: 'SpaProjectForAccountPreparation',
        logsConfig: { cloudWatchLogs: { status: 'DISABLED' } },
      }),
    update('project SpaProjectForAccountPreparation', 'other properties'),
  ],
  'a topic policy without our statements': [
    (member) =>
      member.holder('sns').call('SetTopicAttributes', {
        TopicArn: topicOf(member),
        AttributeName: 'Policy',
        AttributeValue: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Others',
              Effect: 'Allow',
              Principal: { AWS: '*' },
              Action: 'SNS:GetTopicAttributes',
              Resource: topicOf(member),
            },
          ],
        }),
      }),
    update('topic SpaAlertTopic', 'GrantPublishingFromBudgets', 'GrantAutomationAccess'),
  ],
};

test.for(Object.entries(meddled))('%s is corrected', async ([, [meddle, change]]) => {
  const member = await openMember();
  const { session, clock } = member;
  const baseline = member.baseline();
  await applyBaseline(session, baseline, clock);
  const before = comparable(await look(member));
  await meddle(member);

  expect(await planBaseline(session, baseline, clock)).toEqual([change]);
  expect(await applyBaseline(session, baseline, clock)).toEqual([change]);
  // Replacing a topic's policy also removed the statements that AWS wrote.
  if (!change.resource.startsWith('topic')) expect(comparable(await look(member))).toEqual(before);
  expect(await applyBaseline(session, baseline, clock)).toEqual([]);
});

test('statements, policies and tags that others added are kept', async () => {
  const member = await openMember();
  const { session, clock, holder, facts } = member;
  await applyBaseline(session, member.baseline(), clock);
  const TopicArn = topicOf(member);
  const foreign = {
    Sid: 'Foreign',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: 'SNS:Subscribe',
    Resource: TopicArn,
  };
  await holder('sns').call('SetTopicAttributes', {
    TopicArn,
    AttributeName: 'Policy',
    AttributeValue: JSON.stringify({ Version: '2012-10-17', Statement: foreign }),
  });
  await holder('iam').call('AttachRolePolicy', {
    RoleName: 'SpaRoleForEvents',
    PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
  });
  await holder('codebuild').call('UpdateProject', {
    name: 'SpaProjectForAccountPreparation',
    tags: [{ key: 'cost-center', value: 'blue' }],
  });
  await applyBaseline(session, member.baseline({ ...facts, holder: 'bob@example.com' }), clock);

  const { topic, roles, projects } = await look(member);
  const policy = JSON.parse((topic as Record<string, string>).Policy ?? '');
  expect(policy.Statement.at(-1)).toEqual(foreign);
  expect(policy.Statement).toHaveLength(3);
  expect(roles[2]?.AttachedPolicies).toMatchObject([{ PolicyName: 'ReadOnlyAccess' }]);
  expect(projects).toMatchObject([{ tags: [{ key: 'cost-center', value: 'blue' }] }]);
});

describe('after an interruption at any call, a repeated run', () => {
  test('has the same result', async () => {
    const whole = await openMember();
    whole.organization.journal.clear();
    await applyBaseline(whole.session, whole.baseline(), whole.clock);
    const calls = whole.organization.journal.total;
    const expected = comparable(await look(whole));

    expect(calls).toBeGreaterThan(10);
    for (let stopAfter = 1; stopAfter < calls; stopAfter++) {
      const member = await openMember();
      const { session, clock, organization } = member;
      let left = stopAfter;
      const stopping = new Proxy(session, {
        get(target, property, receiver) {
          if (property !== 'generic') return Reflect.get(target, property, receiver);
          return (service: string) => dying(target.generic(service), () => left-- > 0);
        },
      });
      await applyBaseline(stopping, member.baseline(), clock).catch((error: Error) => {
        if (error.message !== 'killed') throw error;
      });
      await applyBaseline(session, member.baseline(), clock);
      expect(comparable(await look(member))).toEqual(expected);
      expect(await applyBaseline(session, member.baseline(), clock)).toEqual([]);
      expect(organization.journal.total).toBeGreaterThan(0);
    }
  });

  type Calls = ReturnType<Member['holder']>;

  function dying(calls: Calls, mayGo: () => boolean): Calls {
    return {
      call: (...input) => (mayGo() ? calls.call(...input) : Promise.reject(new Error('killed'))),
      pages: (...input) => {
        if (!mayGo()) throw new Error('killed');
        return calls.pages(...input);
      },
    };
  }
});

test('two installations share an account by a prefix', async () => {
  const member = await openMember();
  const { session, clock } = member;
  const beta = member.baseline({ settings: baselineSettings({ resourcePrefix: 'Beta' }) });
  await applyBaseline(session, member.baseline(), clock);
  const before = comparable(await look(member));
  const changes = await applyBaseline(session, beta, clock);

  expect(names(changes)).toEqual([
    'create role BetaSpaRoleForPreparation',
    'create role BetaSpaRoleForServerlessComputing',
    'create role BetaSpaRoleForEvents',
    'create rule BetaSpaEventsRuleForCodebuild',
    'create rule BetaSpaEventsRuleForConsoleLogin',
    'create topic BetaSpaAlertTopic',
    'create project BetaSpaProjectForAccountPreparation',
  ]);
  expect(comparable(await look(member))).toEqual(before);
  expect(await applyBaseline(session, member.baseline(), clock)).toEqual([]);
  expect(await applyBaseline(session, beta, clock)).toEqual([]);
  expect(beta.project.variables.BUDGET_NAME).toBe('BetaSpaBudget');
});

test('the automation account itself needs no rules: its events are on the bus', async () => {
  const { enter, facts, clock, baseline } = await openMember();
  const { accountId } = facts.hub;
  const changes = await applyBaseline(await enter(accountId), baseline({ accountId }), clock);

  expect(names(changes)).toEqual([
    'create role SpaRoleForPreparation',
    'create role SpaRoleForServerlessComputing',
    'create topic SpaAlertTopic',
    'create project SpaProjectForAccountPreparation',
  ]);
});

test('a purge has neither a topic nor a rule for logins', async () => {
  const { session, clock, baseline } = await openMember();
  const changes = await applyBaseline(session, baseline({ purpose: 'purge' }), clock);

  expect(names(changes)).toEqual([
    'create role SpaRoleForServerlessComputing',
    'create role SpaRoleForEvents',
    'create rule SpaEventsRuleForCodebuild',
    'create project SpaProjectForAccountPurge',
  ]);
});

test('in China every ARN is of that partition', async () => {
  const member = await openMember('aws-cn');
  const { session, clock } = member;
  await applyBaseline(session, member.baseline(), clock);

  expect(JSON.stringify(member.baseline())).not.toMatch(/arn:aws:/);
  expect(JSON.stringify(await look(member))).not.toMatch(/arn:aws:/);
  expect(await applyBaseline(session, member.baseline(), clock)).toEqual([]);
});

test('a role that CodeBuild does not know yet is retried', async () => {
  const member = await openMember();
  const { session, clock, organization } = member;
  organization.fault({
    service: 'codebuild',
    operation: 'CreateProject',
    times: 1,
    fault: {
      error: {
        code: 'InvalidInputException',
        message: 'CodeBuild is not authorized to perform: sts:AssumeRole on the role',
        status: 400,
      },
    },
  });
  const began = clock.now();
  await whileTimePasses(clock, applyBaseline(session, member.baseline(), clock));

  expect(clock.now() - began).toBe(2_000);
  expect(await applyBaseline(session, member.baseline(), clock)).toEqual([]);
});

test('our purge buildspec contains its configuration, with the automation account and the management account blocked', async () => {
  const { facts, baseline } = await openMember();
  const settings = baselineSettings({ resourcePrefix: 'Beta' });
  const text = 'version: 0.2\n  # flotilla: v3 tagged\n';
  const worker = { ...settings.worker, purgeBuildspec: { path: 'purge.yaml', text } };
  const item = { ...facts.item, regions: ['eu-north-1'] };
  const { project } = baseline({ purpose: 'purge', settings: { ...settings, worker }, item });

  expect(project.buildspec.split('resource-types')[0]).toBe(`version: 0.2
  blocklist:
    - "${facts.hub.accountId}"
    - "123456789012"
  bypass-alias-check-accounts:
    - "${facts.accountId}"
  `);
  expect(project.buildspec).toContain('  regions:\n    - eu-north-1\n    - global\n');
  expect(project.buildspec).toContain('BetaSpaProjectForAccountPurge($|[ /:])');
  expect(project.variables.PURGE_MESSAGE).toBe('BetaSpaPurgeMessage');
});

test('an invalid purge setting is reported before the account is changed', async () => {
  const { facts, baseline } = await openMember();
  const settings = baselineSettings();
  const purgeBuildspec = { path: 'purge.yaml', text: '# flotilla: v2 aged\n' };
  const wrong = { feature: 'enabled', variables: { MAXIMUM_AGE: '6 months' } } as const;

  expect(() =>
    baseline({
      purpose: 'purge',
      settings: { ...settings, worker: { ...settings.worker, purgeBuildspec } },
      item: { ...facts.item, purge: wrong },
    }),
  ).toThrow('MAXIMUM_AGE: "6 months" is not an age');
});
