/** Failed reads decide nothing: not whether an account is expired, not its holder, not its settings. */

import { expect, test } from 'vitest';
import { advance } from '../lifecycle/engine/advance.ts';
import type { Fault } from '../simulator/index.ts';
import { hourMs, minuteMs } from '../testing/durations.ts';
import { recordEvents } from '../testing/event-recorder.ts';
import { openLifecycleEnvironment } from '../testing/lifecycle-environment.ts';

const saturday = Date.UTC(2026, 0, 3);

test.for<[string, Fault]>([
  ['throttled', { throttle: true }],
  ['denied', { deny: true }],
])(
  'while tags cannot be read, because it is %s, a window changes no account',
  async ([, fault]) => {
    const env = await openLifecycleEnvironment({ startMs: saturday + 17.2 * hourMs });
    const released = env.addAccount('released', { 'account-state': 'released' });
    const moving = ['vanilla', 'assigned', 'expired'].map((state) =>
      env.addAccount(state, { 'account-state': state }),
    );
    for (const id of moving) {
      await env.advanceUntilDone(() => advance(env.lifecycle, id, { cause: 'event' }));
    }
    const seen = await recordEvents(env);
    const unread = env.organization.fault({
      service: 'organizations',
      operation: 'ListTagsForResource',
      fault,
    });
    await env.advance(1.7 * hourMs);
    expect(seen.changes).toEqual([]);

    unread();
    await env.advance(6 * hourMs);
    expect([released, ...moving].map(env.state)).toEqual(Array(4).fill('released'));
  },
);

test('a holder is not replaced while tags cannot be read', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice', { 'account-holder': 'bob@example.com' });
  const unread = env.organization.deny({
    service: 'organizations',
    operation: 'ListTagsForResource',
  });
  await env.tag(id, 'vanilla');
  await env.advance(20 * minuteMs);
  unread();
  await env.advance(3 * hourMs);

  expect(env.organization.account(id).tags).toEqual({
    'account-holder': 'bob@example.com',
    'account-state': 'released',
    'cost-center': 'sandbox',
  });
});

test('an account whose parent cannot be read is not treated as unmanaged', async () => {
  const env = await openLifecycleEnvironment();
  const seen = await recordEvents(env);
  const id = env.addAccount('alice');
  const unread = env.organization.deny({ service: 'organizations', operation: 'DescribeAccount' });
  await env.tag(id, 'vanilla');
  await env.advance(10 * minuteMs);
  const failed = env.handled.filter(({ route }) => route === 'OnVanillaAccountTag');
  expect(failed.map(({ result }) => result)).toEqual([undefined, undefined, undefined]);
  expect(seen.states(id)).toEqual(['vanilla']);

  unread();
  await env.advance(2 * hourMs);
  expect(env.state(id)).toBe('released');
});

test('a sweep that cannot read the whole organization changes nothing', async () => {
  const env = await openLifecycleEnvironment();
  const seen = await recordEvents(env);
  env.addAccount('alice', { 'account-state': 'vanilla' });
  const unread = env.organization.fault({
    service: 'tagging',
    operation: 'GetResources',
    fault: { throttle: true },
  });
  await env.advance(90 * minuteMs);
  expect(seen.changes).toEqual([]);
  unread();
  await env.advance(2 * hourMs);
  expect(seen.changes.map(({ state }) => state)).toEqual(['assigned', 'released']);
});

test('accounts that cannot be read in a window are reported', async () => {
  const env = await openLifecycleEnvironment({ startMs: saturday + 17.2 * hourMs });
  const id = env.addAccount('released', {
    'account-state': 'released',
    'cost-center': 'sandbox',
  });
  const seen = await recordEvents(env);
  env.organization.deny({ service: 'organizations', operation: 'ListTagsForResource' });
  await env.advance(1.5 * hourMs);

  expect(seen.events).toContainEqual(
    expect.objectContaining({
      label: 'GenericException',
      payload: expect.objectContaining({
        message: `accounts that could not be expired: ${id} (window of 2026-01-03T18:00:00.000Z, AccessDeniedException); they are due in the next window`,
      }),
    }),
  );
});
