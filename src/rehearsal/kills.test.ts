/**
 * The worker that moves an account dies before its first call, before its second, and so on, until one survives. The
 * next worker completes the task exactly once.
 */

import { expect, test } from 'vitest';
import { advance } from '../lifecycle/engine/advance.ts';
import type { AdvanceCause } from '../lifecycle/model/observation.ts';
import { textOf } from '../lifecycle/store/attribute.ts';
import { readSnapshot } from '../lifecycle/sweep/snapshot.ts';
import { runWindows } from '../lifecycle/windows/run-windows.ts';
import { hourMs, minuteMs } from '../testing/durations.ts';
import {
  buildsIn,
  type EventRecorder,
  recordEvents,
  rowsOf,
  valuesOf,
} from '../testing/event-recorder.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from '../testing/lifecycle-environment.ts';
import { rehearsalSettings } from './settings.ts';

/** More calls than any of these steps makes. */
const maxCalls = 45;

/** The externally visible state of an account, without the lease and transaction attributes. */
async function endState(env: LifecycleEnvironment, seen: EventRecorder, accountId: string) {
  const { tags } = env.organization.account(accountId);
  const { 'account-holder': holder, ...others } = tags;
  const activities = (await valuesOf(env, 'ActivitiesTable')).filter(
    ({ account }) => account === accountId,
  );
  const open = (await rowsOf(env, 'TransactionsTable')).filter(
    (row) => textOf(row, 'Identifier') === accountId,
  );
  return {
    tags: others,
    hasHolder: holder !== undefined,
    ...publishedFor(seen, accountId),
    builds: await buildsIn(env, accountId),
    activities: activities.map(({ transaction }) => transaction),
    exceptions: seen.records(accountId).filter(({ label }) => label.endsWith('Exception')),
    lastState: (await env.lifecycle.shadows.readNow(accountId))?.last_state,
    open,
  };
}

/** Builds report by themselves: only the events of this system have an order. */
function publishedFor(seen: EventRecorder, accountId: string) {
  const labels = seen.labels(accountId);
  return {
    labels: labels.filter((label) => !label.endsWith('Report')),
    reports: labels.filter((label) => label.endsWith('Report')).sort(),
  };
}

const tagsAfter = { 'account-state': 'released', 'cost-center': 'sandbox' };
const expectedEnd = { tags: tagsAfter, hasHolder: true, exceptions: [], open: [] };
const onBoarded = {
  ...expectedEnd,
  labels: ['CreatedAccount', 'AssignedAccount', 'PreparedAccount', 'ReleasedAccount'],
  reports: ['PreparationReport'],
  builds: { preparation: ['SUCCEEDED'], purge: [] },
  activities: ['on-boarding'],
  lastState: 'ReleasedAccount',
};
const maintained = {
  ...expectedEnd,
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

interface KillOptions {
  readonly cause: AdvanceCause;
  /** The nth account. */
  readonly account: (n: number) => string;
}

/** Moves one account after the other. Each worker dies one call later than the one before. Returns the accounts. */
async function killAll(
  env: LifecycleEnvironment,
  { cause, account }: KillOptions,
): Promise<readonly string[]> {
  const accounts: string[] = [];
  for (let calls = 0; calls < maxCalls; calls++) {
    const id = account(calls);
    accounts.push(id);
    const before = env.workers.killed();
    const task = () => advance(env.lifecycle, id, { cause });
    await env.advanceUntilDone(() => env.workers.runUntil(calls, task)).catch(() => {});
    if (env.workers.killed() === before) return accounts;
  }
  throw new Error('no worker lived');
}

async function statesOf(
  env: LifecycleEnvironment,
  seen: EventRecorder,
  accounts: readonly string[],
) {
  return Promise.all(accounts.map((id) => endState(env, seen, id)));
}

test('an on-boarding that is stopped before any of its calls is finished once', async () => {
  const env = await openLifecycleEnvironment({ ownRoles: true });
  const seen = await recordEvents(env);
  const accounts = await killAll(env, {
    cause: 'event',
    account: (n) => env.addAccount(`vanilla-${n}`, { 'account-state': 'vanilla' }),
  });
  await env.advance(4 * hourMs);

  expect(accounts.length).toBeGreaterThan(20);
  expect(await statesOf(env, seen, accounts)).toEqual(accounts.map(() => onBoarded));
});

test('a worker that dies after its purge has succeeded leaves a maintenance that is finished once', async () => {
  const env = await openLifecycleEnvironment({ ownRoles: true });
  const seen = await recordEvents(env);
  const received = env.organization.fault({
    event: { source: 'aws.codebuild' },
    fault: { lose: true },
  });
  const built = await accountsIn(env, 'expired');
  await env.advance(40 * minuteMs);
  const accounts = await killAll(env, { cause: 'event', account: (n) => built[n] ?? '' });
  received();
  await env.advance(4 * hourMs);

  expect(accounts.length).toBeGreaterThan(20);
  expect(await statesOf(env, seen, accounts)).toEqual(accounts.map(() => maintained));
});

test('a worker that dies after its preparation has succeeded leaves an on-boarding that is finished once', async () => {
  const env = await openLifecycleEnvironment({ ownRoles: true });
  const seen = await recordEvents(env);
  const received = env.organization.fault({
    event: { source: 'aws.codebuild' },
    fault: { lose: true },
  });
  const built = await accountsIn(env, 'vanilla');
  await env.advance(40 * minuteMs);
  const accounts = await killAll(env, { cause: 'event', account: (n) => built[n] ?? '' });
  received();
  await env.advance(4 * hourMs);

  expect(accounts.length).toBeGreaterThan(7);
  expect(await statesOf(env, seen, accounts)).toEqual(accounts.map(() => onBoarded));
});

test('an account that needs no builds is on-boarded once, wherever its worker dies', async () => {
  const feature = { feature: 'disabled', variables: {} } as const;
  const env = await openLifecycleEnvironment({
    ownRoles: true,
    settings: rehearsalSettings({ preparation: feature, purge: feature }),
  });
  const seen = await recordEvents(env);
  const accounts = await killAll(env, {
    cause: 'event',
    account: (n) => env.addAccount(`vanilla-${n}`, { 'account-state': 'vanilla' }),
  });
  await env.advance(4 * hourMs);

  expect(accounts.length).toBeGreaterThan(7);
  expect(await statesOf(env, seen, accounts)).toEqual(
    accounts.map(() => ({
      ...onBoarded,
      labels: ['CreatedAccount', 'AssignedAccount', 'ReleasedAccount'],
      reports: [],
      builds: { preparation: [], purge: [] },
    })),
  );
});

/** Accounts in transition whose first build has started. */
async function accountsIn(
  env: LifecycleEnvironment,
  state: 'vanilla' | 'expired',
): Promise<readonly string[]> {
  const accounts = Array.from({ length: maxCalls }, (_, n) =>
    env.addAccount(`${state}-${n}`, {
      ...tagsAfter,
      'account-state': state,
      'account-holder': 'alice@example.com',
    }),
  );
  const start = (id: string) => advance(env.lifecycle, id, { cause: 'event' });
  await env.advanceUntilDone(() => Promise.all(accounts.map(start)));
  return accounts;
}

test('a window that is stopped before any of its calls expires every account once', async () => {
  const ends: unknown[] = [];
  for (let calls = 0; calls < maxCalls; calls++) {
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
  const env = await openLifecycleEnvironment({ ownRoles: true, startMs: saturday + 17.9 * hourMs });
  const seen = await recordEvents(env);
  const id = env.addAccount('alice', {
    ...tagsAfter,
    'account-holder': 'alice@example.com',
  });
  const unscheduled = env.organization.deny({ service: 'dynamodb', operation: 'GetItem' });
  await env.advanceUntilDone(() => env.clock.advance(6.5 * minuteMs));
  unscheduled();
  const task = async () => runWindows(env.lifecycle, await readSnapshot(env.lifecycle));
  await env.advanceUntilDone(() => env.workers.runUntil(calls, task)).catch(() => {});
  const lived = env.workers.killed() === 0;
  await env.advance(5 * hourMs);
  return { lived, end: { account: await endState(env, seen, id), states: seen.states(id) } };
}
