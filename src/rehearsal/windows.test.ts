/** Maintenance windows: when they open, the order of accounts, early closing, and that no account is processed twice. */

import { expect, test } from 'vitest';
import { processMessage } from '../lifecycle/engine/process-message.ts';
import { readSnapshot } from '../lifecycle/sweep/snapshot.ts';
import { planMaintenance } from '../lifecycle/windows/plan-maintenance.ts';
import { planWindows, stopWindows } from '../lifecycle/windows/plan-windows.ts';
import { runWindows } from '../lifecycle/windows/run-windows.ts';
import { dayMs, hourMs } from '../testing/durations.ts';
import { type EventRecorder, recordEvents } from '../testing/event-recorder.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from '../testing/lifecycle-environment.ts';
import { rehearsalSettings } from './settings.ts';

const saturday = Date.UTC(2026, 0, 3);
const opensAt = saturday + 18 * hourMs;
const onceRound = ['expired', 'assigned', 'released'];
const settled = { 'account-state': 'released', 'cost-center': 'sandbox' };

function fill(env: LifecycleEnvironment, accounts: number): readonly string[] {
  return Array.from({ length: accounts }, (_, n) => env.addAccount(`account-${n}`, settled));
}

/** Number of accounts expired per wave; expirations within ten minutes form a wave. */
function wavesOf({ changes }: EventRecorder): readonly number[] {
  const times = changes.filter(({ state }) => state === 'expired').map(({ at }) => at);
  const sizes: number[] = [];
  times.forEach((at, index) => {
    if (index === 0 || at - (times[index - 1] ?? 0) > hourMs / 6) sizes.push(0);
    sizes[sizes.length - 1] = (sizes.at(-1) ?? 0) + 1;
  });
  return sizes;
}

test('a window opens when its expression says so, and every account is processed once', async () => {
  const env = await openLifecycleEnvironment({ startMs: opensAt - hourMs / 2 });
  const accounts = fill(env, 3);
  const seen = await recordEvents(env);
  await env.advance(hourMs / 2 - 1);
  expect(seen.changes).toEqual([]);
  await env.advance(6.9 * dayMs);

  for (const id of accounts) expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
  expect(seen.changes[0]?.at).toBeGreaterThanOrEqual(opensAt);
  expect(seen.changes[0]?.at).toBeLessThan(opensAt + 60_000);
});

test('a few accounts go first, more when these are released, and then the rest', async () => {
  const env = await openLifecycleEnvironment({ startMs: opensAt - hourMs / 2 });
  const accounts = fill(env, 30);
  const seen = await recordEvents(env);
  await env.advance(10 * hourMs);

  expect(wavesOf(seen)).toEqual([1, 2, 27]);
  for (const id of accounts) expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
});

test('a window is closed when too many have failed, and the others keep their accounts', async () => {
  const env = await openLifecycleEnvironment({ startMs: opensAt - hourMs / 2 });
  fill(env, 30);
  const seen = await recordEvents(env);
  env.organization.fault({
    build: { project: 'SpaProjectForAccountPurge' },
    fault: { fail: true },
  });
  await env.advance(12 * hourMs);

  expect(wavesOf(seen)).toEqual([1, 2]);
  const closed = seen.events.filter(
    ({ payload }) => payload?.title === 'Maintenance window closed',
  );
  expect(closed).toMatchObject([
    {
      label: 'GenericException',
      payload: {
        message: expect.stringMatching(
          /^the maintenance window of 2026-01-03T18:00:00.000Z was closed: 3 of the first 3 accounts failed; 27 of 30 accounts stay released until the next window: (\d{12}, ){26}\d{12}$/,
        ),
      },
    },
  ]);
});

test('a wave that is stopped in the middle resumes, and expires no account twice', async () => {
  const env = await openLifecycleEnvironment({ startMs: opensAt - hourMs / 2 });
  const accounts = fill(env, 8);
  const seen = await recordEvents(env);
  const failing = env.organization.fault({
    service: 'organizations',
    operation: 'TagResource',
    skip: 3,
    fault: { error: { code: 'ServiceException', status: 500 } },
  });
  await env.advance(hourMs / 2 + 2 * 60_000);
  failing();
  await env.advance(dayMs);

  for (const id of accounts) expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
});

test('a window that two workers run at once expires every account once', async () => {
  const env = await openLifecycleEnvironment({ startMs: opensAt + 60_000 });
  const accounts = fill(env, 8);
  const seen = await recordEvents(env);
  const run = async () => runWindows(env.lifecycle, await readSnapshot(env.lifecycle));
  await env.advanceUntilDone(() => Promise.all([run(), run()]));
  await env.advance(12 * hourMs);

  for (const id of accounts) expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
});

test('no window opens on an excluded date; on the next one it does', async () => {
  const schedule = {
    maintenanceWindowExpression: 'cron(0 18 ? * SAT *)',
    timeZone: 'UTC',
    blackoutDates: [{ from: '2026-01-02', to: '2026-01-04' }],
  };
  const settings = rehearsalSettings({ schedule });
  const env = await openLifecycleEnvironment({ settings, startMs: opensAt - hourMs });
  const [id = ''] = fill(env, 1);
  const seen = await recordEvents(env);
  await env.advance(6 * dayMs);
  expect(seen.changes).toEqual([]);
  await env.advance(2 * dayMs);
  expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
});

/** Exceptions with the title of a window. */
function windowExceptions({ events }: EventRecorder, title: string): readonly string[] {
  return events
    .filter(({ payload }) => payload?.title === title)
    .map(({ payload }) => String(payload?.message));
}

test('an account that is closed between two waves changes nothing for the others', async () => {
  const env = await openLifecycleEnvironment({ startMs: opensAt - hourMs / 2 });
  const accounts = fill(env, 30);
  const seen = await recordEvents(env);
  await env.advance(hourMs);
  const [first = ''] = seen.changes.map(({ accountId }) => accountId);
  env.organization.setState(first, 'SUSPENDED');
  await env.advance(12 * hourMs);

  const others = accounts.filter((id) => id !== first);
  for (const id of others) expect(seen.states(id)).toEqual(onceRound);
});

test('accounts that join between two waves wait for the next window, and no other account does', async () => {
  const env = await openLifecycleEnvironment({ startMs: opensAt - hourMs / 2 });
  const accounts = fill(env, 30);
  const seen = await recordEvents(env);
  await env.advance(hourMs);
  const joined = Array.from({ length: 6 }, (_, n) => env.addAccount(`late-${n}`, settled));
  await env.advance(20 * hourMs);

  for (const id of accounts) expect(seen.states(id)).toEqual(onceRound);
  for (const id of joined) expect(seen.states(id)).toEqual([]);
});

test('what is installed after the time of a window does not open it, and reports nothing', async () => {
  const env = await openLifecycleEnvironment({ startMs: opensAt + 17 * hourMs });
  fill(env, 3);
  const seen = await recordEvents(env);

  await env.advance(12 * hourMs);

  expect(seen.changes).toEqual([]);
  expect(windowExceptions(seen, 'Maintenance window missed')).toEqual([]);
});

test('a window that nothing opened in time is missed, and its accounts are named', async () => {
  const env = await openLifecycleEnvironment({ startMs: opensAt - hourMs });
  const accounts = fill(env, 3);
  const seen = await recordEvents(env);
  const unreachable = env.organization.deny({ service: 'organizations' });
  await env.advance(4 * hourMs);
  unreachable();
  await env.advance(12 * hourMs);

  expect(seen.changes).toEqual([]);
  const [missed = '', ...more] = windowExceptions(seen, 'Maintenance window missed');
  expect(more).toEqual([]);
  expect(missed).toMatch(
    /^the maintenance window of 2026-01-03T18:00:00.000Z was missed: nothing opened it within 2 hours; 3 accounts stay released until the next window: /,
  );
  for (const id of accounts) expect(missed).toContain(id);
});

test('a date that is excluded after a window opened does not open it again', async () => {
  const schedule = (blackoutDates: readonly { from: string; to: string }[]) =>
    rehearsalSettings({
      schedule: {
        maintenanceWindowExpression: 'cron(0 18 ? * SAT *)',
        timeZone: 'UTC',
        blackoutDates,
      },
    });
  const env = await openLifecycleEnvironment({
    settings: schedule([]),
    startMs: opensAt - hourMs / 2,
  });
  const accounts = fill(env, 3);
  const seen = await recordEvents(env);
  await env.advance(6 * hourMs);
  const changed = {
    ...env.lifecycle,
    settings: {
      ...schedule([{ from: '2026-02-01', to: '2026-02-02' }]),
      automation: env.lifecycle.settings.automation,
    },
  };

  const report = await env.advanceUntilDone(async () =>
    runWindows(changed, await readSnapshot(changed)),
  );

  expect(report.expired).toBe(0);
  for (const id of accounts) expect(seen.states(id)).toEqual(onceRound);
});

test('a window that is stopped expires no other account, and names those that are left', async () => {
  const env = await openLifecycleEnvironment({ startMs: opensAt - hourMs / 2 });
  fill(env, 30);
  const seen = await recordEvents(env);
  await env.advance(hourMs);
  await env.advanceUntilDone(async () =>
    stopWindows(env.lifecycle, await readSnapshot(env.lifecycle)),
  );
  await env.advance(20 * hourMs);

  expect(wavesOf(seen)).toEqual([1]);
  expect(windowExceptions(seen, 'Maintenance window closed')).toEqual([
    expect.stringMatching(
      /was closed: an operator stopped it; 29 of 30 accounts stay released until the next window: (\d{12}, ){28}\d{12}$/,
    ),
  ]);
});

test('an account that was sent to a worker before its window was stopped is not expired', async () => {
  const env = await openLifecycleEnvironment({ startMs: opensAt + hourMs });
  const id = env.addAccount('alice', settled);
  const read = () => readSnapshot(env.lifecycle);
  const plan = await env.advanceUntilDone(async () => planWindows(env.lifecycle, await read()));
  await env.advanceUntilDone(async () => stopWindows(env.lifecycle, await read()));

  const advanced = await env.advanceUntilDone(() =>
    Promise.all(plan.messages.map((message) => processMessage(env.lifecycle, message))),
  );

  expect(advanced.map(({ decisions }) => decisions.map(({ rule }) => rule))).toEqual([['settled']]);
  expect(env.state(id)).toBe('released');
});

const disabled = { feature: 'disabled', variables: {} } as const;

/**
 * Calls of the window and not of the account: its row, when accounts were last expired, and the role that reads the
 * organization.
 */
const ofWindow = { 'dynamodb:GetItem': 4, 'dynamodb:PutItem': 1, 'sts:AssumeRole': 1 };

test.for([
  // Builds report by themselves.
  ['is prepared and purged', {}, { ...ofWindow, 'events:PutEvents': 2 }],
  ['has no builds', { preparation: disabled, purge: disabled }, ofWindow],
] as const)(
  'a plan counts the calls that are made for an account that %s',
  async ([, features, extraCalls]) => {
    const settings = rehearsalSettings(features);
    const env = await openLifecycleEnvironment({ settings, startMs: opensAt - hourMs / 2 });
    const { lifecycle, organization } = env;
    const [id = ''] = fill(env, 1);
    await env.advance(5 * dayMs);
    const { windows } = planMaintenance(lifecycle.settings, await readSnapshot(lifecycle));
    const planned = windows[0]?.calls ?? {};
    await env.advance(opensAt + 7 * dayMs - 60_000 - env.clock.now());
    const before = organization.journal.byOperation();
    await env.advance(59 * 60_000);
    expect(env.state(id)).toBe('released');

    const after = organization.journal.byOperation();
    const others: Readonly<Record<string, number>> = extraCalls;
    const made = Object.keys(planned).map((api) => [
      api,
      (after[api] ?? 0) - (before[api] ?? 0) - (others[api] ?? 0),
    ]);
    expect(Object.fromEntries(made)).toEqual(planned);
  },
);
