/** What users were promised of the system they know, scenario by scenario, where no other test shows it. */

import { CreateAccountCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect, test } from 'vitest';
import { genericClient } from '../aws/generic-client.ts';
import { openFleet } from '../aws/open-fleet.ts';
import type { EntrySettings } from '../settings/settings.ts';
import { rehearsalSettings } from './settings.ts';
import { type Bed, hourMs, minuteMs, openBed } from './testing/bed.ts';
import { buildsIn, rowsOf, valuesOf, witness } from './testing/witness.ts';

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

/** A bed whose settings name account 111111111111 beside the unit. */
async function bedOfTwo() {
  const settings = rehearsalSettings({ unsetTags: ['old'] });
  const bed = await openBed({
    settings: { ...settings, accounts: new Map([[one.identifier, one]]) },
  });
  const { automation } = settings;
  const role = {
    name: automation.roleNameToManageCodebuild,
    managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  };
  const tags = { old: 'x', kept: 'y', 'account-holder': 'alice@example.com' };
  const named = bed.organization.addAccount({ name: 'named', id: one.identifier, tags, role }).id;
  return { bed, named, inUnit: bed.addAccount('in-unit', tags) };
}

test('tags of an account and of a unit are put on, and those to remove are taken off', async () => {
  const { bed, named, inUnit } = await bedOfTwo();
  await bed.tag(named, 'vanilla');
  await bed.tag(inUnit, 'vanilla');
  await bed.pass(hourMs);

  const common = { kept: 'y', 'account-holder': 'alice@example.com', 'account-state': 'released' };
  expect([named, inUnit].map((id) => bed.organization.account(id).tags)).toEqual([
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

async function inAccount(bed: Bed, id: string, service: string) {
  const access = bed.organization.access(`arn:aws:iam::${id}:root`);
  return openFleet({ ...access, clock: bed.clock }).client(genericClient(service), 'eu-west-1');
}

async function project(bed: Bed, id: string, name: string) {
  const codebuild = await inAccount(bed, id, 'codebuild');
  const { projects } = await codebuild.call('BatchGetProjects', { names: [name] });
  const [found] = projects as readonly Project[];
  const variables = found?.environment.environmentVariables.map(({ name, value }) => [name, value]);
  return { buildspec: found?.source.buildspec, variables: Object.fromEntries(variables ?? []) };
}

test('preparation and purge of an account and of a unit are built with their variables and buildspecs', async () => {
  const { bed, named, inUnit } = await bedOfTwo();
  await bed.tag(named, 'expired');
  await bed.tag(inUnit, 'expired');
  await bed.pass(3 * hourMs);

  for (const [id, amount, age] of [
    [named, '77', '3M'],
    [inUnit, '300', '2w'],
  ] as const) {
    const preparation = await project(bed, id, 'SpaProjectForAccountPreparation');
    expect(preparation.variables).toMatchObject({
      BUDGET_AMOUNT: amount,
      ENVIRONMENT_IDENTIFIER: 'SpaDemo',
      EVENT_BUS_ARN: 'arn:aws:events:eu-west-1:999999999999:event-bus/default',
    });
    expect(preparation.buildspec).toContain('echo prepare');
    const purge = await project(bed, id, 'SpaProjectForAccountPurge');
    expect(purge.variables).toMatchObject({ MAXIMUM_AGE: age });
    expect(purge.buildspec).toContain('echo purge');
    expect(await buildsIn(bed, id)).toEqual({ preparation: ['SUCCEEDED'], purge: ['SUCCEEDED'] });
  }
});

test('the hub’s tables lie in its account and region, and forget by their time to live', async () => {
  const bed = await openBed();
  for (const table of ['TransactionsTable', 'ActivitiesTable', 'ShadowsTable']) {
    const TableName = `SpaDemo${table}`;
    const dynamo = bed.lifecycle.inHub('dynamodb');
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

test('a person who may gets an account, and only one for an address', async () => {
  const bed = await openBed();
  const { organization, clock } = bed;
  const client = openFleet({ ...organization.access(), clock }).client(OrganizationsClient);
  const ask = () =>
    client.send(new CreateAccountCommand({ AccountName: 'alice', Email: 'alice@example.com' }));
  await ask();
  await bed.pass(10 * minuteMs);
  const second = (await ask()).CreateAccountStatus?.Id;
  await bed.pass(10 * minuteMs);

  const { CreateAccountStatus } = await openFleet({ ...organization.access(), clock })
    .client(genericClient('organizations'))
    .call('DescribeCreateAccountStatus', { CreateAccountRequestId: second });
  expect(CreateAccountStatus).toMatchObject({
    State: 'FAILED',
    FailureReason: 'EMAIL_ALREADY_EXISTS',
  });
  const found = organization.accounts().filter(({ email }) => email === 'alice@example.com');
  expect(found).toHaveLength(1);
});

test('an assigned account has its topic, its subscription, its rules and its project', async () => {
  const bed = await openBed();
  const seen = await witness(bed);
  const id = bed.addAccount('alice');
  await bed.tag(id, 'assigned');
  await bed.pass(3 * minuteMs);

  expect(seen.labels(id)).toEqual(['AssignedAccount']);
  const TopicArn = `arn:aws:sns:eu-west-1:${id}:SpaAlertTopic`;
  const sns = await inAccount(bed, id, 'sns');
  expect((await sns.call('ListSubscriptionsByTopic', { TopicArn })).Subscriptions).toMatchObject([
    { Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:999999999999:SpaDemoAlerts' },
  ]);
  const events = await inAccount(bed, id, 'events');
  const { Rules } = await events.call('ListRules', { NamePrefix: 'SpaEventsRule' });
  expect((Rules as readonly { readonly Name: string }[]).map(({ Name }) => Name)).toEqual([
    'SpaEventsRuleForCodebuild',
    'SpaEventsRuleForConsoleLogin',
  ]);
  expect((await buildsIn(bed, id)).preparation).toEqual(['IN_PROGRESS']);
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
  'every step of the %s is told on the bus, in order',
  async ([transaction, state, labels]) => {
    const bed = await openBed();
    const seen = await witness(bed);
    const id = bed.addAccount('alice');
    await bed.tag(id, state);
    await bed.pass(3 * hourMs);

    expect(seen.labels(id)).toEqual([...labels, 'ReleasedAccount']);
    expect(seen.records(id)).toMatchObject([{ payload: { account: id, transaction } }]);
    expect(seen.told.filter(({ accountId }) => accountId === id)).toHaveLength(labels.length + 2);
  },
);

test.for([
  ['vanilla', ['CreatedAccount', 'AssignedAccount', 'ReleasedAccount']],
  ['expired', ['ExpiredAccount', 'AssignedAccount', 'ReleasedAccount']],
] as const)(
  'where neither purge nor preparation is enabled, an account that is %s is released without builds',
  async ([state, labels]) => {
    const settings = rehearsalSettings({ preparation: disabled, purge: disabled });
    const bed = await openBed({ settings });
    const seen = await witness(bed);
    const id = bed.addAccount('alice');
    await bed.tag(id, state);
    await bed.pass(30 * minuteMs);

    expect(seen.labels(id)).toEqual(labels);
    expect(bed.state(id)).toBe('released');
    expect(await buildsIn(bed, id)).toEqual({ preparation: [], purge: [] });
  },
);

test.for([
  ['on-boarding', 'vanilla'],
  ['maintenance', 'expired'],
] as const)(
  'the %s begins with its first step and ends with the release',
  async ([kind, state]) => {
    const bed = await openBed();
    const id = bed.addAccount('alice');
    await bed.tag(id, state);
    await bed.pass(3 * minuteMs);
    const [open] = await valuesOf(bed, 'TransactionsTable');
    expect(open).toMatchObject({ account: id, transaction: kind });
    await bed.pass(3 * hourMs);

    expect(await rowsOf(bed, 'TransactionsTable')).toEqual([]);
    const [done] = await valuesOf(bed, 'ActivitiesTable');
    expect(done).toMatchObject({ account: id, transaction: kind, begin: open?.begin });
    expect(Number(done?.duration)).toBeGreaterThan(4 * 60);
  },
);

test('a state that a person sets by hand is gone on from, whatever it was before', async () => {
  const bed = await openBed();
  const id = bed.addAccount('alice');
  const seen = await witness(bed);
  for (const state of ['released', 'vanilla', 'expired', 'released', 'assigned']) {
    await bed.tag(id, state);
    await bed.pass(3 * hourMs);
    expect(bed.state(id)).toBe('released');
  }
  const told = seen.told.filter(({ label }) => label === 'ReleasedAccount');
  expect(told).toHaveLength(5);
});

test('an account outside the units of the settings is left alone', async () => {
  const bed = await openBed();
  const { id } = bed.organization.addAccount({ name: 'platform' });
  await bed.tag(id, 'vanilla');
  await bed.pass(2 * hourMs);

  expect(bed.organization.account(id).tags).toEqual({ 'account-state': 'vanilla' });
  expect(bed.handled[0]?.answer).toBe(`[OK] ${id} not-managed`);
});

test('a suspended account is left alone, and what is written down about it is forgotten', async () => {
  const bed = await openBed();
  const id = bed.addAccount('alice');
  await bed.tag(id, 'expired');
  await bed.pass(3 * minuteMs);
  bed.organization.setState(id, 'SUSPENDED');
  await bed.pass(2 * hourMs);

  expect(bed.state(id)).toBe('expired');
  expect(await rowsOf(bed, 'TransactionsTable')).toEqual([]);
});

test('of the tags of an account only those that differ are written', async () => {
  const bed = await openBed();
  const written: unknown[] = [];
  bed.organization.watch(({ operation, input, principal }) => {
    const isOurs = principal.endsWith('/flotilla-lifecycle');
    if (operation === 'TagResource' && isOurs) written.push((input as { Tags: unknown }).Tags);
  });
  const tags = { 'account-holder': 'alice@example.com', 'cost-center': 'other' };
  const id = bed.addAccount('alice', tags);
  await bed.tag(id, 'vanilla');
  await bed.pass(hourMs);
  await bed.tag(id, 'vanilla');
  await bed.pass(hourMs);

  const state = (Value: string) => ({ Key: 'account-state', Value });
  expect(written).toEqual([
    [{ Key: 'cost-center', Value: 'sandbox' }, state('assigned')],
    [state('released')],
    [state('assigned')],
    [state('released')],
  ]);
});
