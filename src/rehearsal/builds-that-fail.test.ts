/** Builds that fail, run late, or belong to somebody else: a person hears of it, and the account goes on. */

import { expect, test } from 'vitest';
import { tagKeys } from '../lifecycle/account/observation.ts';
import { check } from '../lifecycle/fleet/check.ts';
import { readSnapshot } from '../lifecycle/fleet/snapshot.ts';
import { rehearsalSettings } from './settings.ts';
import { type Bed, dayMs, hourMs, minuteMs, openBed } from './testing/bed.ts';
import { buildsIn, witness } from './testing/witness.ts';

const settled = {
  'account-holder': 'alice@example.com',
  'account-state': 'released',
  'cost-center': 'sandbox',
};

const projects = {
  preparation: 'SpaProjectForAccountPreparation',
  purge: 'SpaProjectForAccountPurge',
} as const;

async function problems(bed: Bed) {
  const found = check(await readSnapshot(bed.lifecycle), tagKeys('account-'));
  return found.map(({ accountId, code }) => ({ accountId, code }));
}

test.for([
  ['preparation', 'vanilla', 'FailedOnBoardingException', 'assigned'],
  ['purge', 'expired', 'FailedMaintenanceException', 'expired'],
] as const)(
  'a %s that fails is told of, tried once more, given up with an exception, and tried again a day later',
  async ([purpose, made, exception, stuck]) => {
    const bed = await openBed();
    const seen = await witness(bed);
    const id = bed.addAccount('alice', settled);
    const mended = bed.organization.fault({
      build: { project: projects[purpose] },
      fault: { fail: true },
    });
    await bed.tag(id, made);
    await bed.pass(4 * hourMs);

    expect((await buildsIn(bed, id))[purpose]).toEqual(['FAILED', 'FAILED']);
    expect(seen.records(id).map(({ label }) => label)).toEqual([
      'FailedCodebuildException',
      'FailedCodebuildException',
      exception,
    ]);
    expect(seen.records(id).at(-1)?.payload).toMatchObject({
      account: id,
      'cost-center': 'sandbox',
      title: expect.stringContaining(`account '${id}'`),
      message: expect.stringContaining(`${purpose} ended with FAILED, 2 times`),
    });
    expect(bed.state(id)).toBe(stuck);
    expect(await problems(bed)).toEqual([{ accountId: id, code: 'failed' }]);

    mended();
    await bed.pass(dayMs);
    expect((await buildsIn(bed, id))[purpose]).toEqual(['FAILED', 'FAILED', 'SUCCEEDED']);
    expect(bed.state(id)).toBe('released');
    expect(await problems(bed)).toEqual([]);
  },
);

test('an account that its holder waits for too long is overdue, then failed, and never forgotten', async () => {
  const deadlines = { onBoardingSeconds: 5_400, maintenanceSeconds: 5_400 };
  const bed = await openBed({ settings: rehearsalSettings({ deadlines }) });
  const seen = await witness(bed);
  const id = bed.addAccount('alice', settled);
  bed.organization.fault({ build: {}, fault: { durationMs: 5 * hourMs } });
  await bed.tag(id, 'vanilla');
  await bed.pass(95 * minuteMs);
  expect(await problems(bed)).toEqual([{ accountId: id, code: 'overdue' }]);

  await bed.pass(30 * minuteMs);
  expect(await problems(bed)).toEqual([{ accountId: id, code: 'failed' }]);
  expect(seen.records(id).map(({ label }) => label)).toEqual(['FailedOnBoardingException']);
});

test('a preparation that succeeds after its account was expired does not skip the purge', async () => {
  const bed = await openBed();
  const seen = await witness(bed);
  const id = bed.addAccount('alice', settled);
  await bed.tag(id, 'assigned');
  await bed.pass(3 * minuteMs);
  await bed.tag(id, 'expired');
  await bed.pass(3 * hourMs);

  expect(seen.states(id)).toEqual(['assigned', 'expired', 'assigned', 'released']);
  expect(await buildsIn(bed, id)).toEqual({
    preparation: ['SUCCEEDED', 'SUCCEEDED'],
    purge: ['SUCCEEDED'],
  });
});

test('a build that the holder started leads nowhere', async () => {
  const bed = await openBed();
  const id = bed.addAccount('alice', settled);
  await bed.tag(id, 'assigned');
  await bed.pass(2 * hourMs);
  const seen = await witness(bed);
  await startByHand(bed, id, projects.preparation);
  await bed.pass(hourMs);

  expect(seen.changes).toEqual([]);
  expect((await buildsIn(bed, id)).preparation).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(seen.told.map(({ label }) => label)).toEqual(['PreparationReport']);
});

async function startByHand(bed: Bed, id: string, projectName: string): Promise<void> {
  const session = bed.lifecycle.enter(id);
  await bed.through(() => session.generic('codebuild').call('StartBuild', { projectName }));
}
