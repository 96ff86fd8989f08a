/** Documented behaviour of the current production system, scenario by scenario, where no other test covers it. */

import { CreateAccountCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect, test } from 'vitest';
import { openFleet } from '../aws/open-fleet.ts';
import type { EntrySettings } from '../settings/settings.ts';
import { openServiceClient } from '../testing/account-access.ts';
import { hourMs, minuteMs } from '../testing/durations.ts';
import { buildsIn, recordEvents, rowsOf, valuesOf } from '../testing/event-recorder.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from '../testing/lifecycle-environment.ts';
import { rehearsalSettings } from './settings.ts';

const disabled = { feature: 'disabled', variables: {} } as const;

const one: EntrySettings = {
  identifier: '111111111111',
  accountTags: { 'cost-center': 'search', team: 'blue' },
  unsetTags: ['account:holder', 'old'],
  preparation: { feature: 'enabled', variables: { BUDGET_AMOUNT: '77' } },
  purge: { feature: 'enabled', variables: { MAXIMUM_AGE: '3M' } },
  nested: false,
  policies: {},
  deadlines: { onBoardingSeconds: 10_800, maintenanceSeconds: 10_800 },
  regions: [],
};

/** Opens an environment whose settings name account 111111111111 in addition to the OU. */
async function openEnvironmentWithTwo() {
  const settings = rehearsalSettings({ unsetTags: ['old'] });
  const env = await openLifecycleEnvironment({
    settings: { ...settings, accounts: new Map([[one.identifier, one]]) },
  });
  const { automation } = settings;
  const role = {
    name: automation.roleNameToManageCodebuild,
    managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  };
  const tags = { old: 'x', kept: 'y', 'account-holder': 'alice@example.com' };
  const named = env.organization.addAccount({ name: 'named', id: one.identifier, tags, role }).id;
  return { env, named, inUnit: env.addAccount('in-unit', tags) };
}

test('tags of an account and of an OU are set, and those to remove are removed', async () => {
  const { env, named, inUnit } = await openEnvironmentWithTwo();
  await env.tag(named, 'vanilla');
  await env.tag(inUnit, 'vanilla');
  await env.advance(hourMs);

  const common = { kept: 'y', 'account-holder': 'alice@example.com', 'account-state': 'released' };
  expect([named, inUnit].map((id) => env.organization.account(id).tags)).toEqual([
    { ...common, 'cost-center': 'search', team: 'blue' },
    { ...common, 'cost-center': 'sandbox' },
  ]);
});

interface Project {
  readonly source: { readonly buildspec: string };
  readonly environment: {
    readonly environmentVariables: readonly { readonly name: string; readonly value: string }[];
  };
}

function inAccount(env: LifecycleEnvironment, id: string, service: string) {
  const principal = `arn:aws:iam::${id}:root`;
  return openServiceClient(env.organization, service, { principal, region: 'eu-west-1' });
}

async function project(env: LifecycleEnvironment, id: string, name: string) {
  const codebuild = inAccount(env, id, 'codebuild');
  const { projects } = await codebuild.call('BatchGetProjects', { names: [name] });
  const [found] = projects as readonly Project[];
  const variables = found?.environment.environmentVariables.map(({ name, value }) => [name, value]);
  return { buildspec: found?.source.buildspec, variables: Object.fromEntries(variables ?? []) };
}

test('preparation and purge of an account and of an OU are built with their variables and buildspecs', async () => {
  const { env, named, inUnit } = await openEnvironmentWithTwo();
  await env.tag(named, 'expired');
  await env.tag(inUnit, 'expired');
  await env.advance(3 * hourMs);

  for (const [id, amount, age] of [
    [named, '77', '3M'],
    [inUnit, '300', '2w'],
  ] as const) {
    const preparation = await project(env, id, 'SpaProjectForAccountPreparation');
    expect(preparation.variables).toMatchObject({
      BUDGET_AMOUNT: amount,
      ENVIRONMENT_IDENTIFIER: 'SpaDemo',
      EVENT_BUS_ARN: 'arn:aws:events:eu-west-1:999999999999:event-bus/default',
    });
    expect(preparation.buildspec).toContain('echo prepare');
    const purge = await project(env, id, 'SpaProjectForAccountPurge');
    expect(purge.variables).toMatchObject({ MAXIMUM_AGE: age });
    expect(purge.buildspec).toContain('echo purge');
    expect(await buildsIn(env, id)).toEqual({ preparation: ['SUCCEEDED'], purge: ['SUCCEEDED'] });
  }
});

test('the tables of the automation account are in its account and region, with a time to live', async () => {
  const env = await openLifecycleEnvironment();
  for (const table of ['TransactionsTable', 'ActivitiesTable', 'ShadowsTable']) {
    const TableName = `SpaDemo${table}`;
    const dynamo = env.lifecycle.inHub('dynamodb');
    const { Table } = await dynamo.call('DescribeTable', { TableName });
    expect(Table).toMatchObject({
      TableArn: `arn:aws:dynamodb:eu-west-1:999999999999:table/${TableName}`,
    });
    const { TimeToLiveDescription } = await dynamo.call('DescribeTimeToLive', { TableName });
    expect(TimeToLiveDescription).toEqual({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'Expiration',
    });
  }
});

test('an authorized person gets an account, and only one per address', async () => {
  const env = await openLifecycleEnvironment();
  const { organization, clock } = env;
  const client = openFleet({ ...organization.access(), clock }).client(OrganizationsClient);
  const send = () =>
    client.send(new CreateAccountCommand({ AccountName: 'alice', Email: 'alice@example.com' }));
  await send();
  await env.advance(10 * minuteMs);
  const second = (await send()).CreateAccountStatus?.Id;
  await env.advance(10 * minuteMs);

  const { CreateAccountStatus } = await openServiceClient(organization, 'organizations').call(
    'DescribeCreateAccountStatus',
    { CreateAccountRequestId: second },
  );
  expect(CreateAccountStatus).toMatchObject({
    State: 'FAILED',
    FailureReason: 'EMAIL_ALREADY_EXISTS',
  });
  const found = organization.accounts().filter(({ email }) => email === 'alice@example.com');
  expect(found).toHaveLength(1);
});

test('an assigned account has its topic, its subscription, its rules and its project', async () => {
  const env = await openLifecycleEnvironment();
  const seen = await recordEvents(env);
  const id = env.addAccount('alice');
  await env.tag(id, 'assigned');
  await env.advance(3 * minuteMs);

  expect(seen.labels(id)).toEqual(['AssignedAccount']);
  const TopicArn = `arn:aws:sns:eu-west-1:${id}:SpaAlertTopic`;
  const sns = inAccount(env, id, 'sns');
  expect((await sns.call('ListSubscriptionsByTopic', { TopicArn })).Subscriptions).toMatchObject([
    { Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:999999999999:SpaDemoAlerts' },
  ]);
  const events = inAccount(env, id, 'events');
  const { Rules } = await events.call('ListRules', { NamePrefix: 'SpaEventsRule' });
  expect((Rules as readonly { readonly Name: string }[]).map(({ Name }) => Name)).toEqual([
    'SpaEventsRuleForCodebuild',
    'SpaEventsRuleForConsoleLogin',
  ]);
  expect((await buildsIn(env, id)).preparation).toEqual(['IN_PROGRESS']);
});

test.for([
  [
    'on-boarding',
    'vanilla',
    ['CreatedAccount', 'AssignedAccount', 'PreparationReport', 'PreparedAccount'],
  ],
  [
    'maintenance',
    'expired',
    [
      'ExpiredAccount',
      'PurgeReport',
      'PurgedAccount',
      'AssignedAccount',
      'PreparationReport',
      'PreparedAccount',
    ],
  ],
] as const)(
  'every step of the %s is published on the bus, in order',
  async ([transaction, state, labels]) => {
    const env = await openLifecycleEnvironment();
    const seen = await recordEvents(env);
    const id = env.addAccount('alice');
    await env.tag(id, state);
    await env.advance(3 * hourMs);

    expect(seen.labels(id)).toEqual([...labels, 'ReleasedAccount']);
    expect(seen.records(id)).toMatchObject([{ payload: { account: id, transaction } }]);
    expect(seen.events.filter(({ accountId }) => accountId === id)).toHaveLength(labels.length + 2);
  },
);

test.for([
  ['vanilla', ['CreatedAccount', 'AssignedAccount', 'ReleasedAccount']],
  ['expired', ['ExpiredAccount', 'AssignedAccount', 'ReleasedAccount']],
] as const)(
  'where neither purge nor preparation is enabled, an account that is %s is released without builds',
  async ([state, labels]) => {
    const settings = rehearsalSettings({ preparation: disabled, purge: disabled });
    const env = await openLifecycleEnvironment({ settings });
    const seen = await recordEvents(env);
    const id = env.addAccount('alice');
    await env.tag(id, state);
    await env.advance(30 * minuteMs);

    expect(seen.labels(id)).toEqual(labels);
    expect(env.state(id)).toBe('released');
    expect(await buildsIn(env, id)).toEqual({ preparation: [], purge: [] });
  },
);

test.for([
  ['on-boarding', 'vanilla'],
  ['maintenance', 'expired'],
] as const)(
  'the %s begins with its first step and ends with the release',
  async ([kind, state]) => {
    const env = await openLifecycleEnvironment();
    const id = env.addAccount('alice');
    await env.tag(id, state);
    await env.advance(3 * minuteMs);
    const [open] = await valuesOf(env, 'TransactionsTable');
    expect(open).toMatchObject({ account: id, transaction: kind });
    await env.advance(3 * hourMs);

    expect(await rowsOf(env, 'TransactionsTable')).toEqual([]);
    const [done] = await valuesOf(env, 'ActivitiesTable');
    expect(done).toMatchObject({ account: id, transaction: kind, begin: open?.begin });
    expect(Number(done?.duration)).toBeGreaterThan(4 * 60);
  },
);

test('a state that a person sets by hand is processed, whatever it was before', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice');
  const seen = await recordEvents(env);
  for (const state of ['released', 'vanilla', 'expired', 'released', 'assigned']) {
    await env.tag(id, state);
    await env.advance(3 * hourMs);
    expect(env.state(id)).toBe('released');
  }
  const published = seen.events.filter(({ label }) => label === 'ReleasedAccount');
  expect(published).toHaveLength(5);
});

test('an account outside the OUs of the settings is ignored', async () => {
  const env = await openLifecycleEnvironment();
  const { id } = env.organization.addAccount({ name: 'platform' });
  await env.tag(id, 'vanilla');
  await env.advance(2 * hourMs);

  expect(env.organization.account(id).tags).toEqual({ 'account-state': 'vanilla' });
  expect(env.handled[0]?.result).toEqual({
    did: 'advance',
    accountId: id,
    rules: ['not-managed'],
  });
});

test('a suspended account is ignored, and its records are deleted', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice');
  await env.tag(id, 'expired');
  await env.advance(3 * minuteMs);
  env.organization.setState(id, 'SUSPENDED');
  await env.advance(2 * hourMs);

  expect(env.state(id)).toBe('expired');
  expect(await rowsOf(env, 'TransactionsTable')).toEqual([]);
});

test('only tags that differ are written', async () => {
  const env = await openLifecycleEnvironment();
  const written: unknown[] = [];
  env.organization.watch(({ operation, input, principal }) => {
    const isRecorded = principal.endsWith('/flotilla-lifecycle');
    if (operation === 'TagResource' && isRecorded) written.push((input as { Tags: unknown }).Tags);
  });
  const tags = { 'account-holder': 'alice@example.com', 'cost-center': 'other' };
  const id = env.addAccount('alice', tags);
  await env.tag(id, 'vanilla');
  await env.advance(hourMs);
  await env.tag(id, 'vanilla');
  await env.advance(hourMs);

  const state = (Value: string) => ({ Key: 'account-state', Value });
  expect(written).toEqual([
    [{ Key: 'cost-center', Value: 'sandbox' }, state('assigned')],
    [state('released')],
    [state('assigned')],
    [state('released')],
  ]);
});
