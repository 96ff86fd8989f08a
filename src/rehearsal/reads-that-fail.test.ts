/** What cannot be read decides nothing: neither who is expired, nor who holds an account, nor which settings hold. */

import { expect, test } from 'vitest';
import { advance } from '../lifecycle/account/advance.ts';
import type { Fault } from '../simulator/faults.ts';
import { hourMs, minuteMs, openBed } from './testing/bed.ts';
import { witness } from './testing/witness.ts';

const saturday = Date.UTC(2026, 0, 3);

test.for<[string, Fault]>([
  ['throttled', { throttle: true }],
  ['denied', { deny: true }],
])('while tags cannot be read, because it is %s, a window changes nobody', async ([, fault]) => {
  const bed = await openBed({ startMs: saturday + 17.2 * hourMs });
  const released = bed.addAccount('released', { 'account-state': 'released' });
  const moving = ['vanilla', 'assigned', 'expired'].map((state) =>
    bed.addAccount(state, { 'account-state': state }),
  );
  for (const id of moving) {
    await bed.through(() => advance(bed.lifecycle, id, { cause: 'event' }));
  }
  const seen = await witness(bed);
  const unread = bed.organization.fault({
    service: 'organizations',
    operation: 'ListTagsForResource',
    fault,
  });
  await bed.pass(1.7 * hourMs);
  expect(seen.changes).toEqual([]);

  unread();
  await bed.pass(6 * hourMs);
  expect([released, ...moving].map(bed.state)).toEqual(Array(4).fill('released'));
});

test('a holder is not replaced while tags cannot be read', async () => {
  const bed = await openBed();
  const id = bed.addAccount('alice', { 'account-holder': 'bob@example.com' });
  const unread = bed.organization.deny({
    service: 'organizations',
    operation: 'ListTagsForResource',
  });
  await bed.tag(id, 'vanilla');
  await bed.pass(20 * minuteMs);
  unread();
  await bed.pass(3 * hourMs);

  expect(bed.organization.account(id).tags).toEqual({
    'account-holder': 'bob@example.com',
    'account-state': 'released',
    'cost-center': 'sandbox',
  });
});

test('an account whose place cannot be read is not taken for one that nobody manages', async () => {
  const bed = await openBed();
  const seen = await witness(bed);
  const id = bed.addAccount('alice');
  const unread = bed.organization.deny({ service: 'organizations', operation: 'DescribeAccount' });
  await bed.tag(id, 'vanilla');
  await bed.pass(10 * minuteMs);
  const failed = bed.handled.filter(({ route }) => route === 'OnVanillaAccountTag');
  expect(failed.map(({ answer }) => answer)).toEqual([undefined, undefined, undefined]);
  expect(seen.states(id)).toEqual(['vanilla']);

  unread();
  await bed.pass(2 * hourMs);
  expect(bed.state(id)).toBe('released');
});

test('a sweep that cannot read the whole organization touches nothing of it', async () => {
  const bed = await openBed();
  const seen = await witness(bed);
  bed.addAccount('alice', { 'account-state': 'vanilla' });
  const unread = bed.organization.fault({
    service: 'tagging',
    operation: 'GetResources',
    fault: { throttle: true },
  });
  await bed.pass(90 * minuteMs);
  expect(seen.changes).toEqual([]);
  unread();
  await bed.pass(2 * hourMs);
  expect(seen.changes.map(({ state }) => state)).toEqual(['assigned', 'released']);
});

test('whoever cannot be read in a window is told of', async () => {
  const bed = await openBed({ startMs: saturday + 17.2 * hourMs });
  bed.addAccount('released', { 'account-state': 'released', 'cost-center': 'sandbox' });
  const seen = await witness(bed);
  bed.organization.deny({ service: 'organizations', operation: 'ListTagsForResource' });
  await bed.pass(1.5 * hourMs);

  expect(seen.told).toContainEqual(
    expect.objectContaining({
      label: 'GenericException',
      payload: expect.objectContaining({
        message:
          'accounts that were refused in the maintenance window of 2026-01-03T18:00:00.000Z: 1 (AccessDeniedException); they wait for the next one',
      }),
    }),
  );
});
