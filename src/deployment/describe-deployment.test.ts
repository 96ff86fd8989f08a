import { expect, test } from 'vitest';
import { routeFacts } from '../lifecycle/hub/route-facts.ts';
import { routeNames, routes } from '../lifecycle/routes/routes.ts';
import type { EntrySettings, FeatureSettings, Settings } from '../settings/settings.ts';
import { plainSettings as plain } from '../testing/plain-settings.ts';
import { openReportEnvironment } from '../testing/report-environment.ts';
import type { DeployedFunction } from './deployment.ts';
import { describeDeployment } from './describe-deployment.ts';
import { maxResources, resourceCount } from './resource-count.ts';

const facts = {
  accountId: '999999999999',
  region: 'eu-west-1',
  partition: 'aws',
  organizationId: 'o-exampleorg1',
};

/** With everything that adds a function or a permission. */
const everything: Partial<FeatureSettings> = {
  withCostManagementTag: 'cost-center',
  withHolderNotices: ['release', 'expiry', 'purge', 'budget-alert', 'terms'],
  withInventoryExpression: 'cron(23 1 ? * SUN *)',
  withOriginEmailRecipient: 'Cloud <cloud@example.com>',
  withNotificationChannels: [
    { name: 'flow', type: 'teams', urlParameter: '/SpaDemo/flow' },
    { name: 'hook', type: 'webhook', urlParameter: 'hook', secretParameter: '/SpaDemo/secret' },
  ],
};

function describe(features: Partial<FeatureSettings> = everything, others?: Partial<Settings>) {
  const settings = { ...plain, ...others, features: { ...plain.features, ...features } };
  return describeDeployment(settings, facts);
}

test('names are those that operators know', () => {
  const { stackName, functions, tables, queues, buckets, topics, dashboard, parameters } =
    describe();

  expect({
    stackName,
    tables: tables.map(({ name }) => name),
    queues: queues.map(({ name }) => name),
    buckets: buckets.map(({ name }) => name),
    topics: topics.map(({ name }) => name),
    dashboard: dashboard.name,
    parameters: parameters.map(({ name }) => name),
    rules: functions.flatMap(({ ruleName }) => ruleName ?? []),
  }).toEqual({
    stackName: 'SpaDemo',
    tables: [
      'SpaDemoTransactionsTable',
      'SpaDemoShadowsTable',
      'SpaDemoActivitiesTable',
      'SpaDemoExceptionsTable',
    ],
    queues: ['SpaDemoDeadLetters', 'SpaDemoAlerts', 'SpaDemoAccounts', 'SpaDemoInventoryAccounts'],
    buckets: ['spademo-reports-999999999999-eu-west-1'],
    topics: ['SpaDemoExceptions'],
    dashboard: 'SpaDemoCockpit-eu-west-1',
    parameters: [
      '/SpaDemo/PreparationBuildspecTemplate',
      '/SpaDemo/PurgeBuildspecTemplate',
      '/SpaDemo/OrganizationalUnits/ou-demo-11111111',
    ],
    rules: [
      'SpaDemoOnMaintenanceWindowTriggerRule',
      'SpaDemoOnSweepTriggerRule',
      'SpaDemoOnExpiryNoticesTriggerRule',
      'SpaDemoOnUnacknowledgedDocumentsTriggerRule',
      'SpaDemoOnInventoryReportTriggerRule',
      'SpaDemoOnOngoingActivitiesReportTriggerRule',
      'SpaDemoOnPastActivitiesReportTriggerRule',
      'SpaDemoOnDailyCostsMetricTriggerRule',
      'SpaDemoOnEarlyCostReportTriggerRule',
      'SpaDemoOnMonthlyCostReportTriggerRule',
      'SpaDemoOnInventoryRunTriggerRule',
    ],
  });
});

test.each([{}, everything])('every route has one function, and no other is there', (features) => {
  const settings = { ...plain, features: { ...plain.features, ...features } };
  const { accountId, region, partition } = facts;
  const hub = { accountId, region, partition, environment: 'SpaDemo' };
  const table = routes(routeFacts({ settings, hub }));

  const { functions } = describe(features);

  expect(
    functions.map(({ route, name, on, timeoutSeconds }) => [route, name, on, timeoutSeconds]),
  ).toEqual(
    table.map(({ name, on, timeoutSeconds }) => [name, `SpaDemo${name}`, on, timeoutSeconds]),
  );
});

test('with everything switched on, no route is left out', () => {
  expect(
    describe()
      .functions.map(({ route }) => route)
      .sort(),
  ).toEqual([...routeNames].sort());
});

const statementsOf = (functions: readonly DeployedFunction[]) =>
  functions.flatMap(({ statements }) => statements);

/** Actions that know no resource, by the service authorization reference, and what limits them instead. */
const withoutResource = {
  'cloudwatch:PutMetricData': 'the namespace is a condition',
  'ssm:CreateOpsItem': 'an item has no name before it is there',
  'ssm:DescribeOpsItems': 'a search',
};

test.each([
  ['OpsCenter', everything],
  [
    'Incident Manager',
    { ...everything, withResponsePlanArn: 'arn:aws:ssm-incidents::999999999999:response-plan/Spa' },
  ],
])('with %s, resources are complete ARNs', (_tracker, features) => {
  const statements = statementsOf(describe(features).functions);

  const open = statements.filter(({ Resource }) => Resource.includes('*'));
  expect(
    new Set(open.flatMap(({ Action }) => Action)).difference(new Set(Object.keys(withoutResource))),
  ).toEqual(new Set());
  const resources = statements
    .filter((one) => !open.includes(one))
    .flatMap(({ Resource }) => Resource);
  const form = /^arn:aws:[a-z0-9-]+:(eu-west-1)?:(\d{12}|\*)?:[\w./*@:-]+$/;
  expect(resources.filter((arn) => !form.test(arn))).toEqual([]);
  // Topics are in the accounts, which come and go; a condition names the organization.
  const anyAccount = statements.filter(({ Resource }) =>
    Resource.some((arn) => arn.split(':')[4] === '*'),
  );
  expect(new Set(anyAccount.flatMap(({ Action }) => Action))).toEqual(new Set(['sns:Subscribe']));
});

test('only the role in the management account is assumed', () => {
  const assumed = statementsOf(describe().functions).filter(({ Action }) =>
    Action.includes('sts:AssumeRole'),
  );

  expect(new Set(assumed.flatMap(({ Resource }) => Resource))).toEqual(
    new Set(['arn:aws:iam::888888888888:role/SpaAccountsManagementRole']),
  );
});

test('no action has a wildcard, and statements of a function have names of their own', () => {
  for (const { name, statements } of describe().functions) {
    expect(
      statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*')),
    ).toEqual([]);
    const ids = statements.map(({ Sid }) => Sid);
    expect([name, ids]).toEqual([name, [...new Set(ids)]]);
  }
});

test('a secret is read by functions that post to its channel', () => {
  const { functions } = describe();
  const readers = functions.flatMap(({ route, statements }) =>
    statements
      .filter(({ Sid }) => Sid === 'ReadSecrets')
      .map(({ Resource }) => [route, Resource.map((arn) => arn.split(':parameter').at(-1))]),
  );

  expect(readers).toEqual([
    ['OnException', ['/SpaDemo/flow', '/hook', '/SpaDemo/secret']],
    ['ToMicrosoftTeams', ['/SpaDemo/flow']],
  ]);
});

test('only the acknowledgement page is public, and only where documents are sent', () => {
  const isPublic = ({ on }: DeployedFunction) => 'http' in on;

  const [page, ...others] = describe().functions.filter(isPublic);

  expect(describe({}).functions.filter(isPublic)).toEqual([]);
  expect([page?.name, others]).toEqual(['SpaDemoOnAcknowledgement', []]);
  expect(describe().notes).toEqual([
    "SpaDemoOnAcknowledgement reserves 5 concurrent executions: the account's quota must be at least 105",
  ]);
});

function withAccounts(count: number): Partial<Settings> {
  const [entry] = plain.organizationalUnits.values();
  const accounts = new Map<string, EntrySettings>();
  for (let index = 0; index < count; index++) {
    const identifier = String(100_000_000_000 + index);
    accounts.set(identifier, { ...(entry as EntrySettings), identifier });
  }
  return { accounts };
}

test('settings of 10,000 accounts are deployed without their parameters', () => {
  const deployment = describe(everything, withAccounts(10_000));

  expect(deployment.parameters.map(({ name }) => name)).toEqual([
    '/SpaDemo/PreparationBuildspecTemplate',
    '/SpaDemo/PurgeBuildspecTemplate',
  ]);
  expect(deployment.notes[0]).toBe(
    'no parameters are written below /SpaDemo/Accounts and /SpaDemo/OrganizationalUnits: 10001 entries do not fit into one stack; functions do not need them',
  );
  expect(resourceCount(deployment)).toBeLessThan(300);
});

test('as many accounts have parameters as the stack has room for', () => {
  const empty = resourceCount(describe());
  const room = maxResources - empty;

  const full = describe(everything, withAccounts(room));
  const over = describe(everything, withAccounts(room + 1));

  expect(resourceCount(full)).toBe(maxResources);
  expect(resourceCount(over)).toBe(empty - 1);
});

test('the parameter of an entry has the keys that consumers read', () => {
  const { parameters } = describe();
  const entry = parameters.find(({ name }) => name.endsWith('ou-demo-11111111'));

  expect(entry).toMatchObject({ tier: 'Standard', description: 'Settings of an OU' });
  expect(JSON.parse(entry?.value ?? '')).toEqual({
    identifier: 'ou-demo-11111111',
    note: 'Sandboxes',
    account_tags: { 'cost-center': 'sandbox' },
    preparation: { feature: 'enabled', variables: { BUDGET_AMOUNT: '300' } },
    purge: { feature: 'enabled', variables: { MAXIMUM_AGE: '2w', PURGE_MODE: '--force' } },
    unset_tags: [],
  });
});

test('what Parameter Store would refuse is left out by name', () => {
  const document = (label: string, text: string) => ({
    label,
    path: 'a.md',
    title: 'A',
    text,
    digest: '',
  });
  const text = (length: number) => 'x'.repeat(length);
  const worker = {
    preparationBuildspec: { path: 'a', text: text(4_097) },
    purgeBuildspec: { path: 'b', text: 'runs {{resolve:ssm:x}}' },
  };
  const withEndUserDocuments = [
    document('Terms of use', 'words'),
    document('Long', text(8_193)),
    document('Short', text(4_096)),
  ];

  const { parameters, notes } = describe({ withEndUserDocuments }, { worker });

  expect(parameters.map(({ name, tier }) => [name, tier])).toEqual([
    ['/SpaDemo/PreparationBuildspecTemplate', 'Advanced'],
    ['/SpaDemo/Documents/Short', 'Standard'],
    ['/SpaDemo/OrganizationalUnits/ou-demo-11111111', 'Standard'],
  ]);
  expect(notes).toEqual([
    'the parameter /SpaDemo/PurgeBuildspecTemplate is not written: values may not contain {{ }}',
    'the parameter /SpaDemo/Documents/Terms of use is not written: names have letters, digits and . - _ only',
    'the parameter /SpaDemo/Documents/Long is not written: it has 8193 of 8192 bytes',
  ]);
});

test('queues and their policies are those that install creates', async () => {
  const { lifecycle, organization } = await openReportEnvironment();
  const { queues } = describeDeployment(lifecycle.settings, {
    ...lifecycle.hub,
    organizationId: organization.id,
  });
  const sqs = lifecycle.inHub('sqs');
  for (const { name, statements, visibilitySeconds, retentionSeconds } of queues) {
    const { QueueUrl } = await sqs.call('GetQueueUrl', { QueueName: name });
    const { Attributes } = await sqs.call('GetQueueAttributes', {
      QueueUrl,
      AttributeNames: ['All'],
    });
    expect(Attributes).toMatchObject({
      Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      VisibilityTimeout: String(visibilitySeconds),
      MessageRetentionPeriod: String(retentionSeconds),
    });
  }
});

test('every alarm has a name of its own, says what to do, and counts a single metric', () => {
  const { alarms, functions } = describe();
  const names = alarms.map(({ name }) => name);

  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !name.endsWith('Errors'))).toEqual([
    'SpaDemoThrottles',
    'SpaDemoDeadLetters',
    'SpaDemoAccountsQueueAge',
    'SpaDemoAlertsQueueAge',
    'SpaDemoInventoryAccountsQueueAge',
    'SpaDemoOnSweepMissing',
    'SpaDemoOverdueAccounts',
    'SpaDemoFailedTransactions',
    'SpaDemoManyExceptions',
  ]);
  expect(names.filter((name) => name.endsWith('Errors'))).toHaveLength(functions.length);
});

test.each([
  ['rate(1 hour)', [3_600, 2]],
  ['rate(90 minutes)', [5_400, 2]],
  ['rate(1 day)', undefined],
  ['cron(0 4 ? * * *)', undefined],
])('sweeps at %s have an alarm when they do not run', (sweepExpression, expected) => {
  const automation = { ...plain.automation, sweepExpression };
  const missing = describe({}, { automation }).alarms.find(({ name }) => name.endsWith('Missing'));

  const found = missing && [missing.metric.periodSeconds, missing.evaluationPeriods];
  expect(found).toEqual(expected);
});
