/**
 * The worker that moves an account dies before its first call, before its second, and so on, until one lives. Whatever
 * had been done by then, the next one finishes the work, once.
 */

import { expect, test } from 'vitest';
import { advance } from '../lifecycle/account/advance.ts';
import type { AdvanceCause } from '../lifecycle/account/observation.ts';
import { readSnapshot } from '../lifecycle/fleet/snapshot.ts';
import { textOf } from '../lifecycle/store/attribute.ts';
import { runWindows } from '../lifecycle/windows/run-windows.ts';
import { rehearsalSettings } from './settings.ts';
import { type Bed, hourMs, minuteMs, openBed } from './testing/bed.ts';
import { buildsIn, rowsOf, valuesOf, type Witness, witness } from './testing/witness.ts';

/** More calls than any of these steps makes. */
const mostCalls = 45;

/** All that can be seen of an account from outside, without what is its own. */
async function endState(bed: Bed, seen: Witness, accountId: string) {
  const { tags } = bed.organization.account(accountId);
  const { 'account-holder': holder, ...others } = tags;
  const activities = (await valuesOf(bed, 'ActivitiesTable')).filter(
    ({ account }) => account === accountId,
  );
  const open = (await rowsOf(bed, 'TransactionsTable')).filter(
    (row) => textOf(row, 'Identifier') === accountId,
  );
  return {
    tags: others,
    hasHolder: holder !== undefined,
    ...toldOf(seen, accountId),
    builds: await buildsIn(bed, accountId),
    activities: activities.map(({ transaction }) => transaction),
    exceptions: seen.records(accountId).filter(({ label }) => label.endsWith('Exception')),
    lastState: (await bed.lifecycle.shadows.read(accountId))?.last_state,
    open,
  };
}

/** Builds report by themselves: only what we tell has an order. */
function toldOf(seen: Witness, accountId: string) {
  const labels = seen.labels(accountId);
  return {
    labels: labels.filter((label) => !label.endsWith('Report')),
    reports: labels.filter((label) => label.endsWith('Report')).sort(),
  };
}

const tagsAfter = { 'account-state': 'released', 'cost-center': 'sandbox' };
const calm = { tags: tagsAfter, hasHolder: true, exceptions: [], open: [] };
const onBoarded = {
  ...calm,
  labels: ['CreatedAccount', 'AssignedAccount', 'PreparedAccount', 'ReleasedAccount'],
  reports: ['PreparationReport'],
  builds: { preparation: ['SUCCEEDED'], purge: [] },
  activities: ['on-boarding'],
  lastState: 'ReleasedAccount',
};
const maintained = {
  ...calm,
  labels: [
    'ExpiredAccount',
    'PurgedAccount',
    'AssignedAccount',
    'PreparedAccount',
    'ReleasedAccount',
  ],
  reports: ['PreparationReport', 'PurgeReport'],
  builds: { preparation: ['SUCCEEDED'], purge: ['SUCCEEDED'] },
  activities: ['maintenance'],
  lastState: 'ReleasedAccount',
};

interface Killing {
  readonly cause: AdvanceCause;
  /** The nth account. */
  readonly account: (n: number) => string;
}

/** Moves one account after the other; each worker dies one call later than the one before. Answers the accounts. */
async function killAll(bed: Bed, { cause, account }: Killing): Promise<readonly string[]> {
  const accounts: string[] = [];
  for (let calls = 0; calls < mostCalls; calls++) {
    const id = account(calls);
    accounts.push(id);
    const before = bed.workers.killed();
    const work = () => advance(bed.lifecycle, id, { cause });
    await bed.through(() => bed.workers.runUntil(calls, work)).catch(() => {});
    if (bed.workers.killed() === before) return accounts;
  }
  throw new Error('no worker lived');
}

async function statesOf(bed: Bed, seen: Witness, accounts: readonly string[]) {
  return Promise.all(accounts.map((id) => endState(bed, seen, id)));
}

test('an on-boarding that is stopped before any of its calls is finished once', async () => {
  const bed = await openBed();
  const seen = await witness(bed);
  const accounts = await killAll(bed, {
    cause: 'event',
    account: (n) => bed.addAccount(`vanilla-${n}`, { 'account-state': 'vanilla' }),
  });
  await bed.pass(4 * hourMs);

  expect(accounts.length).toBeGreaterThan(20);
  expect(await statesOf(bed, seen, accounts)).toEqual(accounts.map(() => onBoarded));
});

test('a worker that dies after its purge has succeeded leaves a maintenance that is finished once', async () => {
  const bed = await openBed();
  const seen = await witness(bed);
  const heard = bed.organization.fault({
    event: { source: 'aws.codebuild' },
    fault: { lose: true },
  });
  const built = await accountsIn(bed, 'expired');
  await bed.pass(40 * minuteMs);
  const accounts = await killAll(bed, { cause: 'event', account: (n) => built[n] ?? '' });
  heard();
  await bed.pass(4 * hourMs);

  expect(accounts.length).toBeGreaterThan(20);
  expect(await statesOf(bed, seen, accounts)).toEqual(accounts.map(() => maintained));
});

test('a worker that dies after its preparation has succeeded leaves an on-boarding that is finished once', async () => {
  const bed = await openBed();
  const seen = await witness(bed);
  const heard = bed.organization.fault({
    event: { source: 'aws.codebuild' },
    fault: { lose: true },
  });
  const built = await accountsIn(bed, 'vanilla');
  await bed.pass(40 * minuteMs);
  const accounts = await killAll(bed, { cause: 'event', account: (n) => built[n] ?? '' });
  heard();
  await bed.pass(4 * hourMs);

  expect(accounts.length).toBeGreaterThan(7);
  expect(await statesOf(bed, seen, accounts)).toEqual(accounts.map(() => onBoarded));
});

test('an account that needs no builds is on-boarded once, wherever its worker dies', async () => {
  const feature = { feature: 'disabled', variables: {} } as const;
  const bed = await openBed({
    settings: rehearsalSettings({ preparation: feature, purge: feature }),
  });
  const seen = await witness(bed);
  const accounts = await killAll(bed, {
    cause: 'event',
    account: (n) => bed.addAccount(`vanilla-${n}`, { 'account-state': 'vanilla' }),
  });
  await bed.pass(4 * hourMs);

  expect(accounts.length).toBeGreaterThan(7);
  expect(await statesOf(bed, seen, accounts)).toEqual(
    accounts.map(() => ({
      ...onBoarded,
      labels: ['CreatedAccount', 'AssignedAccount', 'ReleasedAccount'],
      reports: [],
      builds: { preparation: [], purge: [] },
    })),
  );
});

/** Accounts that are on their way out of a state, and whose first build has begun. */
async function accountsIn(bed: Bed, state: 'vanilla' | 'expired'): Promise<readonly string[]> {
  const accounts = Array.from({ length: mostCalls }, (_, n) =>
    bed.addAccount(`${state}-${n}`, {
      ...tagsAfter,
      'account-state': state,
      'account-holder': 'alice@example.com',
    }),
  );
  const start = (id: string) => advance(bed.lifecycle, id, { cause: 'event' });
  await bed.through(() => Promise.all(accounts.map(start)));
  return accounts;
}

test('a window that is stopped before any of its calls expires every account once', async () => {
  const ends: unknown[] = [];
  for (let calls = 0; calls < mostCalls; calls++) {
    const { end, lived } = await killWindow(calls);
    ends.push(end);
    if (lived) break;
  }

  expect(ends.length).toBeGreaterThan(25);
  expect(ends).toEqual(ends.map(() => ({ account: maintained, states: onceRound })));
});

const onceRound = ['expired', 'assigned', 'released'];
/** A Saturday, when the window opens at six in the evening. */
const saturday = Date.UTC(2026, 0, 3);

async function killWindow(calls: number) {
  const bed = await openBed({ startMs: saturday + 17.9 * hourMs });
  const seen = await witness(bed);
  const id = bed.addAccount('alice', {
    ...tagsAfter,
    'account-holder': 'alice@example.com',
  });
  const unscheduled = bed.organization.deny({ service: 'dynamodb', operation: 'GetItem' });
  await bed.through(() => bed.clock.advance(6.5 * minuteMs));
  unscheduled();
  const work = async () => runWindows(bed.lifecycle, await readSnapshot(bed.lifecycle));
  await bed.through(() => bed.workers.runUntil(calls, work)).catch(() => {});
  const lived = bed.workers.killed() === 0;
  await bed.pass(5 * hourMs);
  return { lived, end: { account: await endState(bed, seen, id), states: seen.states(id) } };
}
