/** Several workers on one account: one holds the lease at any time, and the next one takes over. */

import { expect, test } from 'vitest';
import { AccountBusy, advance } from '../lifecycle/engine/advance.ts';
import { leaseMs, transactionStore } from '../lifecycle/store/transaction-store.ts';
import { hourMs, minuteMs } from '../testing/durations.ts';
import { buildsIn, recordEvents, rowsOf, valuesOf } from '../testing/event-recorder.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
  openSecondWorker,
} from '../testing/lifecycle-environment.ts';

const start = Date.UTC(2026, 0, 1);

test('of two workers that compete for an account, the other is refused as busy', async () => {
  const env = await openLifecycleEnvironment();
  const other = await openSecondWorker(env);
  const id = env.addAccount('alice', { 'account-state': 'vanilla' });
  const workers = [env.lifecycle, other].map(
    (worker) => () => advance(worker, id, { cause: 'event' }),
  );
  const settled = await env.advanceUntilDone(() =>
    Promise.allSettled(workers.map((reach) => reach())),
  );

  expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = settled.find((one) => one.status === 'rejected');
  expect(refused?.reason).toEqual(new AccountBusy(id, start + leaseMs));
  expect((await buildsIn(env, id)).preparation).toEqual(['IN_PROGRESS']);
});

test('a worker that is done returns the lease, also while a build runs', async () => {
  const env = await openLifecycleEnvironment();
  const next = transactionStore(await openSecondWorker(env));
  const id = env.addAccount('alice', { 'account-state': 'vanilla' });
  await env.advanceUntilDone(() => advance(env.lifecycle, id, { cause: 'event' }));

  const { work, ...row } = (await next.read(id)) ?? { accountId: '' };
  expect(work?.step?.purpose).toBe('preparation');
  expect(Object.keys(row)).toEqual(['accountId', 'transaction']);
  expect(await next.lease(id)).toMatchObject({ accountId: id, work });
});

test('the lease of a dead worker expires, and the next worker knows since when records may be missing', async () => {
  const env = await openLifecycleEnvironment();
  const store = transactionStore(env.lifecycle);
  const next = transactionStore(await openSecondWorker(env));
  const id = env.addAccount('alice');

  expect(await store.lease(id)).toEqual({ accountId: id });
  await env.advance(leaseMs - minuteMs);
  expect(await next.lease(id)).toEqual({ heldUntil: start + leaseMs });
  await env.advance(2 * minuteMs);
  const interrupted = { interruptedAt: start, leasedUntil: start + leaseMs };
  expect(await next.lease(id)).toMatchObject(interrupted);
  await env.advance(leaseMs + minuteMs);
  // Of two workers that died one after the other, the first may have started a build.
  expect(await store.lease(id)).toMatchObject({ interruptedAt: start });
  await store.release({ accountId: id });
  expect(await store.lease(id)).toEqual({ accountId: id });
});

test('a worker that lost its lease writes nothing any more', async () => {
  const env = await openLifecycleEnvironment();
  const store = transactionStore(env.lifecycle);
  const next = transactionStore(await openSecondWorker(env));
  const id = env.addAccount('alice');
  await store.lease(id);
  await env.advance(leaseMs + minuteMs);
  await next.lease(id);
  const transaction = { version: 2, deadline: 0, errors: 0, failures: 0 } as const;
  const records = [env.lifecycle.activities.toPut(activityOf(id))];

  for (const write of [
    () => store.extend(id),
    () => store.save({ accountId: id, work: transaction }),
    () => store.release({ accountId: id }),
    () => store.release({ accountId: id, work: transaction }, records),
  ]) {
    await expect(write()).rejects.toThrow(/condition|ConditionalCheckFailed/i);
  }
  expect(await rowsOf(env, 'ActivitiesTable')).toEqual([]);
  expect(await next.read(id)).toEqual({ accountId: id, leasedUntil: expect.any(Number) });
});

function activityOf(account: string) {
  const times = { begin: 1, end: 2, duration: 1 };
  return {
    ...times,
    account,
    'cost-center': 'blue',
    transaction: 'maintenance',
    identifier: '0b7a3c1e',
  };
}

test('a slow worker keeps its lease as long as it needs', async () => {
  const env = await openLifecycleEnvironment();
  const store = transactionStore(env.lifecycle);
  const next = transactionStore(await openSecondWorker(env));
  const id = env.addAccount('alice');
  await store.lease(id);
  await env.advance(4 * minuteMs);
  await store.extend(id);
  await env.advance(3 * minuteMs);

  expect(await next.lease(id)).toEqual({ heldUntil: start + 4 * minuteMs + leaseMs });
});

/** A row as the current production system writes it. */
async function putForeign(env: LifecycleEnvironment, id: string, begin: number): Promise<void> {
  const Value = {
    'account-holder': 'alice@example.com',
    'account-state': 'assigned',
    'cost-center': 'NoCostTag',
    transaction: 'on-boarding',
    account: id,
    begin,
  };
  await env.lifecycle.inHub('dynamodb').call('PutItem', {
    TableName: 'SpaDemoTransactionsTable',
    Item: {
      Identifier: { S: id },
      Order: { S: '-' },
      Value: { S: JSON.stringify(Value) },
      Expiration: { N: String(begin + 10_800) },
    },
  });
}

test('a transaction of today’s system is resumed, and keeps its own start time', async () => {
  const env = await openLifecycleEnvironment();
  const seen = await recordEvents(env);
  const id = env.addAccount('alice', { 'account-state': 'assigned' });
  const begin = start / 1000 - 3_600;
  await putForeign(env, id, begin);
  await env.advance(2 * hourMs);

  expect(env.state(id)).toBe('released');
  expect(seen.records(id).map(({ label }) => label)).toEqual(['SuccessfulOnBoardingEvent']);
  expect(await valuesOf(env, 'ActivitiesTable')).toMatchObject([
    { account: id, transaction: 'on-boarding', begin, 'cost-center': 'NoCostTag' },
  ]);
});

test('a transaction that today’s system began too long ago fails at the next sweep', async () => {
  const env = await openLifecycleEnvironment();
  const seen = await recordEvents(env);
  const id = env.addAccount('alice', { 'account-state': 'assigned' });
  await putForeign(env, id, start / 1000 - 9_000);
  await env.advance(hourMs + minuteMs);

  expect(seen.records(id)).toMatchObject([
    {
      label: 'FailedOnBoardingException',
      payload: { account: id, title: `Failed on-boarding of account '${id}'` },
    },
  ]);
});
