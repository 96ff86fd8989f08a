/** Records and metrics: the data that today's reports and dashboards read. */

import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { advance } from '../lifecycle/engine/advance.ts';
import { withStamps } from '../lifecycle/metering/shadows.ts';
import { lifecycleRecordSchema } from '../lifecycle/model/lifecycle-record.ts';
import { textOf } from '../lifecycle/store/attribute.ts';
import { transactionStore } from '../lifecycle/store/transaction-store.ts';
import { planSweep, sweep } from '../lifecycle/sweep/sweep.ts';
import { hourMs, minuteMs } from '../testing/durations.ts';
import { rowsOf, valuesOf } from '../testing/event-recorder.ts';
import { openLifecycleEnvironment, openSecondWorker } from '../testing/lifecycle-environment.ts';

const start = Date.UTC(2026, 0, 1);

test('an open transaction is a row with all tags of the account, as today’s tools read it', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice', {
    'account-state': 'vanilla',
    'account-holder': 'alice@example.com',
    team: 'search',
  });
  await env.advanceUntilDone(() => advance(env.lifecycle, id, { cause: 'event' }));

  expect(await rowsOf(env, 'TransactionsTable')).toEqual([
    {
      Identifier: { S: id },
      Order: { S: '-' },
      Value: { S: expect.any(String) },
      Work: { S: expect.any(String) },
      Expiration: { N: expect.any(String) },
    },
  ]);
  const [value] = await valuesOf(env, 'TransactionsTable');
  expect(value).toEqual({
    'account-state': 'assigned',
    'account-holder': 'alice@example.com',
    'cost-center': 'sandbox',
    team: 'search',
    transaction: 'on-boarding',
    account: id,
    begin: expect.any(Number),
  });
  expect(Number(value?.begin) * 1000).toBeGreaterThanOrEqual(start);
});

test('an activity is one row under its day, with a timestamp, its duration, and a time to live', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice', { 'account-state': 'vanilla', team: 'search' });
  await env.advance(3 * hourMs);

  const rows = await rowsOf(env, 'ActivitiesTable');
  const [value] = await valuesOf(env, 'ActivitiesTable');
  expect(value).toEqual({
    'account-state': 'assigned',
    'account-holder': env.organization.account(id).email,
    'cost-center': 'sandbox',
    team: 'search',
    transaction: 'on-boarding',
    account: id,
    begin: expect.any(Number),
    end: expect.any(Number),
    duration: Number(value?.end) - Number(value?.begin),
    identifier: expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
    stamp: expect.stringMatching(/^2026-01-01T01:\d\d:\d\d\.\d{6}$/),
  });
  const [day = '', time = ''] = String(value?.stamp).split('T');
  expect(rows).toEqual([
    {
      Identifier: { S: day },
      Order: { S: `${time}-${String(value?.identifier).slice(0, 8)}` },
      Value: { S: JSON.stringify(value) },
      Expiration: { N: String(Math.floor(Number(value?.end)) + 31_622_400) },
    },
  ]);
  expect(await rowsOf(env, 'TransactionsTable')).toEqual([]);
});

test('an account without the cost tag has no cost center', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice', { 'account-state': 'expired' });
  await env.advanceUntilDone(() => advance(env.lifecycle, id, { cause: 'event' }));
  expect(await valuesOf(env, 'TransactionsTable')).toMatchObject([
    { account: id, 'cost-center': 'NoCostTag', transaction: 'maintenance' },
  ]);
});

test('the shadow of an account has the keys of today’s inventories, and the end of each log', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice', { 'account-holder': 'alice@example.com' });
  await env.tag(id, 'expired');
  await env.advance(3 * hourMs);

  const stamp = expect.stringMatching(/^2026-01-01T0\d:\d\d:\d\d$/);
  expect(await valuesOf(env, 'ShadowsTable')).toEqual([
    {
      id,
      name: 'alice',
      email: env.organization.account(id).email,
      is_active: true,
      unit: 'ou-demo-11111111',
      tags: {
        'account-holder': 'alice@example.com',
        'account-state': 'released',
        'cost-center': 'sandbox',
      },
      last_state: 'ReleasedAccount',
      stamps: {
        ExpiredAccount: stamp,
        PurgeReport: stamp,
        PurgedAccount: stamp,
        AssignedAccount: stamp,
        PreparationReport: stamp,
        PreparedAccount: stamp,
        ReleasedAccount: stamp,
      },
      last_preparation_log: 'budget is in place',
      last_purge_log: 'nothing to purge',
    },
  ]);
});

test('a report changes the timestamp and not the last published state', () => {
  const shadow = { last_state: 'ExpiredAccount', stamps: { ExpiredAccount: 'x' } };
  expect(withStamps(shadow, ['PurgeReport'], start)).toEqual({
    last_state: 'ExpiredAccount',
    stamps: { ExpiredAccount: 'x', PurgeReport: '2026-01-01T00:00:00' },
  });
});

test('two workers that write one shadow at the same time do not lose each other’s changes', async () => {
  const env = await openLifecycleEnvironment();
  const other = await openSecondWorker(env);
  const labels = ['AssignedAccount', 'PurgedAccount', 'PurgeReport', 'PreparationReport'] as const;
  const id = env.addAccount('alice');
  await env.advanceUntilDone(() =>
    Promise.all(
      labels.map((label, index) =>
        (index % 2 === 0 ? other : env.lifecycle).shadows.update(id, (shadow) =>
          withStamps(shadow, [label], start),
        ),
      ),
    ),
  );

  const [shadow] = await valuesOf(env, 'ShadowsTable');
  expect(Object.keys(shadow?.stamps ?? {}).sort()).toEqual([...labels].sort());
});

test('a shadow of today’s system is extended', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice');
  const Value = { stamps: { ConsoleLogin: '2025-12-31T08:00:00' }, unit_name: 'Sandboxes' };
  await env.lifecycle.inHub('dynamodb').call('PutItem', {
    TableName: 'SpaDemoShadowsTable',
    Item: {
      Identifier: { S: id },
      Order: { S: '-' },
      Value: { S: JSON.stringify(Value) },
      Expiration: { N: '1800000000' },
    },
  });
  await env.tag(id, 'released');
  await env.advance(5 * minuteMs);

  expect(await valuesOf(env, 'ShadowsTable')).toMatchObject([
    {
      unit_name: 'Sandboxes',
      last_state: 'ReleasedAccount',
      stamps: { ConsoleLogin: '2025-12-31T08:00:00', ReleasedAccount: expect.any(String) },
    },
  ]);
});

test('the row of an account that left the organization is deleted', async () => {
  const env = await openLifecycleEnvironment();
  const id = '123456789012';
  await env.lifecycle.inHub('dynamodb').call('PutItem', {
    TableName: 'SpaDemoTransactionsTable',
    Item: { Identifier: { S: id }, Order: { S: '-' } },
  });
  await env.advanceUntilDone(async () => sweep(env.lifecycle, await planSweep(env.lifecycle)));

  expect(await rowsOf(env, 'TransactionsTable')).toEqual([]);
});

test.each([
  [
    'a later version',
    { Work: JSON.stringify({ version: 3, deadline: 0, errors: 0, failures: 0 }) },
  ],
  ['a damaged record', { Work: '{"version":' }],
  ['a transaction that is none', { Value: '{"account":"alice"}' }],
])('%s is refused by name, and kept as it is', async (_, attributes) => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice', { 'account-state': 'expired' });
  const other = env.addAccount('bob', { 'account-state': 'expired' });
  const stored = Object.entries(attributes).map(([name, S]) => [name, { S }]);
  const Item = { Identifier: { S: id }, Order: { S: '-' }, ...Object.fromEntries(stored) };
  const TableName = 'SpaDemoTransactionsTable';
  await env.lifecycle.inHub('dynamodb').call('PutItem', { TableName, Item });

  const { outcomes } = await env.advanceUntilDone(async () =>
    sweep(env.lifecycle, await planSweep(env.lifecycle)),
  );

  expect(outcomes.find(({ accountId }) => accountId === id)).toMatchObject({
    status: 'failed',
    failure: {
      retryable: false,
      message: expect.stringMatching(
        /^cannot read the stored record of account \d{12} \(.*\); it was written by another version of Flotilla: use that version, or delete the record$/,
      ),
    },
  });
  expect(outcomes.find(({ accountId }) => accountId === other)?.status).toBe('done');
  const rows = await rowsOf(env, 'TransactionsTable');
  expect(rows.find((row) => textOf(row, 'Identifier') === id)).toMatchObject(Item);
});

test('a record of the first version is read', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice', { 'account-state': 'expired' });
  const work = { version: 1, deadline: 1, troubles: 2, failures: 3, state: 'expired' };
  await env.lifecycle.inHub('dynamodb').call('PutItem', {
    TableName: 'SpaDemoTransactionsTable',
    Item: { Identifier: { S: id }, Order: { S: '-' }, Work: { S: JSON.stringify(work) } },
  });

  expect(await transactionStore(env.lifecycle).read(id)).toEqual({
    accountId: id,
    work: { version: 2, deadline: 1, errors: 2, failures: 3, state: 'expired' },
  });
});

test('the schema of account records changes with its version only', () => {
  const schema = JSON.stringify(z.toJSONSchema(lifecycleRecordSchema));
  const hash = createHash('sha256').update(schema).digest('hex').slice(0, 16);

  // A new schema needs a new version, and a migration from this one.
  expect({ version: lifecycleRecordSchema.shape.version.value, hash }).toEqual({
    version: 2,
    hash: 'f382c22cf243bba6',
  });
});

test('an on-boarding is counted under the names of the dashboards', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice');
  await env.tag(id, 'vanilla');
  await env.advance(2 * hourMs);

  const { Metrics } = await env.lifecycle
    .inHub('cloudwatch')
    .call('ListMetrics', { Namespace: 'SustainablePersonalAccount' });
  const names = (
    Metrics as readonly {
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    }[]
  ).map(({ MetricName, Dimensions }) => [MetricName, ...Dimensions.map(({ Value }) => Value)]);
  expect(names.map((name) => name.join(' ')).sort()).toEqual([
    'AccountEventsByLabel AssignedAccount SpaDemo',
    'AccountEventsByLabel CreatedAccount SpaDemo',
    'AccountEventsByLabel PreparationReport SpaDemo',
    'AccountEventsByLabel PreparedAccount SpaDemo',
    'AccountEventsByLabel ReleasedAccount SpaDemo',
    'FailedAccounts SpaDemo',
    'OverdueAccounts SpaDemo',
    'TransactionsByCostCenter sandbox SpaDemo',
    'TransactionsByLabel OnBoardingTransaction SpaDemo',
  ]);
});
