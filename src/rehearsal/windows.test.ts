/** Maintenance windows: when they open, who goes first, when they are closed early, and that nobody goes twice. */

import { expect, test } from 'vitest';
import { readSnapshot } from '../lifecycle/fleet/snapshot.ts';
import { planMaintenance } from '../lifecycle/windows/plan-maintenance.ts';
import { runWindows } from '../lifecycle/windows/run-windows.ts';
import { rehearsalSettings } from './settings.ts';
import { type Bed, dayMs, hourMs, openBed } from './testing/bed.ts';
import { type Witness, witness } from './testing/witness.ts';

const saturday = Date.UTC(2026, 0, 3);
const opens = saturday + 18 * hourMs;
const settled = { 'account-state': 'released', 'cost-center': 'sandbox' };

function fill(bed: Bed, accounts: number): readonly string[] {
  return Array.from({ length: accounts }, (_, n) => bed.addAccount(`account-${n}`, settled));
}

/** How many were expired, wave by wave: those within ten minutes of each other. */
function wavesOf({ changes }: Witness): readonly number[] {
  const times = changes.filter(({ state }) => state === 'expired').map(({ at }) => at);
  const sizes: number[] = [];
  times.forEach((at, index) => {
    if (index === 0 || at - (times[index - 1] ?? 0) > hourMs / 6) sizes.push(0);
    sizes[sizes.length - 1] = (sizes.at(-1) ?? 0) + 1;
  });
  return sizes;
}

test('a window opens when its expression says so, and every account goes round once', async () => {
  const bed = await openBed({ startMs: opens - hourMs / 2 });
  const accounts = fill(bed, 3);
  const seen = await witness(bed);
  await bed.pass(hourMs / 2 - 1);
  expect(seen.changes).toEqual([]);
  await bed.pass(6.9 * dayMs);

  for (const id of accounts) expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
  expect(seen.changes[0]?.at).toBeGreaterThanOrEqual(opens);
  expect(seen.changes[0]?.at).toBeLessThan(opens + 60_000);
});

test('a few go first, more when these are back, and then the rest', async () => {
  const bed = await openBed({ startMs: opens - hourMs / 2 });
  const accounts = fill(bed, 30);
  const seen = await witness(bed);
  await bed.pass(10 * hourMs);

  expect(wavesOf(seen)).toEqual([1, 2, 27]);
  for (const id of accounts) expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
});

test('a window is closed when too many have failed, and the others keep their accounts', async () => {
  const bed = await openBed({ startMs: opens - hourMs / 2 });
  fill(bed, 30);
  const seen = await witness(bed);
  bed.organization.fault({
    build: { project: 'SpaProjectForAccountPurge' },
    fault: { fail: true },
  });
  await bed.pass(12 * hourMs);

  expect(wavesOf(seen)).toEqual([1, 2]);
  const closed = seen.told.filter(({ payload }) => payload?.title === 'Maintenance window closed');
  expect(closed).toMatchObject([
    {
      label: 'GenericException',
      payload: {
        message: `the maintenance window of ${new Date(opens).toISOString()} was closed: 3 of the first 3 accounts failed; the others are left released`,
      },
    },
  ]);
});

test('a wave that is stopped in the middle goes on, and expires nobody twice', async () => {
  const bed = await openBed({ startMs: opens - hourMs / 2 });
  const accounts = fill(bed, 8);
  const seen = await witness(bed);
  const doomed = bed.organization.fault({
    service: 'organizations',
    operation: 'TagResource',
    skip: 3,
    fault: { error: { code: 'ServiceException', status: 500 } },
  });
  await bed.pass(hourMs / 2 + 2 * 60_000);
  doomed();
  await bed.pass(dayMs);

  for (const id of accounts) expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
});

test('a window that is run by two hands at once expires everybody once', async () => {
  const bed = await openBed({ startMs: opens + 60_000 });
  const accounts = fill(bed, 8);
  const seen = await witness(bed);
  const run = async () => runWindows(bed.lifecycle, await readSnapshot(bed.lifecycle));
  await bed.through(() => Promise.all([run(), run()]));
  await bed.pass(12 * hourMs);

  for (const id of accounts) expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
});

test('on a date that is blacked out no window opens; on the next one it does', async () => {
  const schedule = {
    maintenanceWindowExpression: 'cron(0 18 ? * SAT *)',
    timeZone: 'UTC',
    blackoutDates: [{ from: '2026-01-02', to: '2026-01-04' }],
  };
  const settings = rehearsalSettings({ schedule });
  const bed = await openBed({ settings, startMs: opens - hourMs });
  const [id = ''] = fill(bed, 1);
  const seen = await witness(bed);
  await bed.pass(6 * dayMs);
  expect(seen.changes).toEqual([]);
  await bed.pass(2 * dayMs);
  expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
});

const disabled = { feature: 'disabled', variables: {} } as const;

/** Of the window and not of the account: its row is read and written, and the role is taken to read the organization. */
const ofWindow = { 'dynamodb:GetItem': 1, 'dynamodb:PutItem': 2, 'sts:AssumeRole': 1 };

test.for([
  // Builds report by themselves.
  ['is prepared and purged', {}, { ...ofWindow, 'events:PutEvents': 2 }],
  ['has no builds', { preparation: disabled, purge: disabled }, ofWindow],
] as const)(
  'a plan counts the calls that are made for an account that %s',
  async ([, features, beside]) => {
    const settings = rehearsalSettings(features);
    const bed = await openBed({ settings, startMs: opens - hourMs / 2 });
    const { lifecycle, organization } = bed;
    const [id = ''] = fill(bed, 1);
    await bed.pass(5 * dayMs);
    const { windows } = planMaintenance(lifecycle.settings, await readSnapshot(lifecycle));
    const planned = windows[0]?.calls ?? {};
    await bed.pass(opens + 7 * dayMs - 60_000 - bed.clock.now());
    const before = organization.journal.byOperation();
    await bed.pass(59 * 60_000);
    expect(bed.state(id)).toBe('released');

    const after = organization.journal.byOperation();
    const others: Readonly<Record<string, number>> = beside;
    const made = Object.keys(planned).map((api) => [
      api,
      (after[api] ?? 0) - (before[api] ?? 0) - (others[api] ?? 0),
    ]);
    expect(Object.fromEntries(made)).toEqual(planned);
  },
);
