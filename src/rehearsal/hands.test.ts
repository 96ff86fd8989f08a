/** Several hands on one account: at any time one has it, and whoever came before is taken over from. */

import { expect, test } from 'vitest';
import { AccountBusy, advance } from '../lifecycle/account/advance.ts';
import { leaseMs, transactionStore } from '../lifecycle/store/transaction-store.ts';
import { anotherHand } from './testing/another-hand.ts';
import { type Bed, hourMs, minuteMs, openBed } from './testing/bed.ts';
import { buildsIn, rowsOf, valuesOf, witness } from './testing/witness.ts';

const start = Date.UTC(2026, 0, 1);

test('of two hands that reach for an account, one is told that it is busy', async () => {
  const bed = await openBed();
  const other = await anotherHand(bed);
  const id = bed.addAccount('alice', { 'account-state': 'vanilla' });
  const hands = [bed.lifecycle, other].map((hand) => () => advance(hand, id, { cause: 'event' }));
  const settled = await bed.through(() => Promise.allSettled(hands.map((reach) => reach())));

  expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = settled.find((one) => one.status === 'rejected');
  expect(refused?.reason).toEqual(new AccountBusy(id, start + leaseMs));
  expect((await buildsIn(bed, id)).preparation).toEqual(['IN_PROGRESS']);
});

test('the lease of a dead worker runs out, and the next one knows since when work may be unwritten', async () => {
  const bed = await openBed();
  const store = transactionStore(bed.lifecycle);
  const next = transactionStore(await anotherHand(bed));
  const id = bed.addAccount('alice');

  expect(await store.lease(id)).toEqual({ accountId: id });
  await bed.pass(leaseMs - minuteMs);
  expect(await next.lease(id)).toEqual({ heldUntil: start + leaseMs });
  await bed.pass(2 * minuteMs);
  const interrupted = { interruptedAt: start, leasedUntil: start + leaseMs };
  expect(await next.lease(id)).toMatchObject(interrupted);
  await bed.pass(leaseMs + minuteMs);
  // Of two that died one after the other, the first may have started a build.
  expect(await store.lease(id)).toMatchObject({ interruptedAt: start });
  await store.release({ accountId: id });
  expect(await store.lease(id)).toEqual({ accountId: id });
});

test('a worker that lost its lease writes nothing any more', async () => {
  const bed = await openBed();
  const store = transactionStore(bed.lifecycle);
  const next = transactionStore(await anotherHand(bed));
  const id = bed.addAccount('alice');
  await store.lease(id);
  await bed.pass(leaseMs + minuteMs);
  await next.lease(id);
  const work = { version: 1, deadline: 0, troubles: 0, failures: 0 } as const;
  const beside = [bed.lifecycle.activities.toPut(activityOf(id))];

  for (const write of [
    () => store.extend(id),
    () => store.save({ accountId: id, work }),
    () => store.release({ accountId: id }),
    () => store.release({ accountId: id, work }, beside),
  ]) {
    await expect(write()).rejects.toThrow(/condition|ConditionalCheckFailed/i);
  }
  expect(await rowsOf(bed, 'ActivitiesTable')).toEqual([]);
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

test('a slow worker keeps its account for as long as it works on it', async () => {
  const bed = await openBed();
  const store = transactionStore(bed.lifecycle);
  const next = transactionStore(await anotherHand(bed));
  const id = bed.addAccount('alice');
  await store.lease(id);
  await bed.pass(4 * minuteMs);
  await store.extend(id);
  await bed.pass(3 * minuteMs);

  expect(await next.lease(id)).toEqual({ heldUntil: start + 4 * minuteMs + leaseMs });
});

/** A row as the system of today writes it. */
async function putForeign(bed: Bed, id: string, begin: number): Promise<void> {
  const Value = {
    'account-holder': 'alice@example.com',
    'account-state': 'assigned',
    'cost-center': 'NoCostTag',
    transaction: 'on-boarding',
    account: id,
    begin,
  };
  await bed.lifecycle.inHub('dynamodb').call('PutItem', {
    TableName: 'SpaDemoTransactionsTable',
    Item: {
      Identifier: { S: id },
      Order: { S: '-' },
      Value: { S: JSON.stringify(Value) },
      Expiration: { N: String(begin + 10_800) },
    },
  });
}

test('a transaction that today’s system began is gone on with, and ends with its own beginning', async () => {
  const bed = await openBed();
  const seen = await witness(bed);
  const id = bed.addAccount('alice', { 'account-state': 'assigned' });
  const begin = start / 1000 - 3_600;
  await putForeign(bed, id, begin);
  await bed.pass(2 * hourMs);

  expect(bed.state(id)).toBe('released');
  expect(seen.records(id).map(({ label }) => label)).toEqual(['SuccessfulOnBoardingEvent']);
  expect(await valuesOf(bed, 'ActivitiesTable')).toMatchObject([
    { account: id, transaction: 'on-boarding', begin, 'cost-center': 'NoCostTag' },
  ]);
});

test('a transaction that today’s system began too long ago fails at the next sweep', async () => {
  const bed = await openBed();
  const seen = await witness(bed);
  const id = bed.addAccount('alice', { 'account-state': 'assigned' });
  await putForeign(bed, id, start / 1000 - 9_000);
  await bed.pass(hourMs + minuteMs);

  expect(seen.records(id)).toMatchObject([
    {
      label: 'FailedOnBoardingException',
      payload: { account: id, title: `Failed on-boarding of account '${id}'` },
    },
  ]);
});
