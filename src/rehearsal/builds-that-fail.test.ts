/** Builds that fail, run late, or are foreign: an operator is notified, and the account continues. */

import { expect, test } from 'vitest';
import { tagKeys } from '../lifecycle/model/observation.ts';
import { check } from '../lifecycle/sweep/check.ts';
import { readSnapshot } from '../lifecycle/sweep/snapshot.ts';
import { dayMs, hourMs, minuteMs } from '../testing/durations.ts';
import { buildsIn, recordEvents } from '../testing/event-recorder.ts';
import {
  type LifecycleEnvironment,
  openLifecycleEnvironment,
} from '../testing/lifecycle-environment.ts';
import { rehearsalSettings } from './settings.ts';

const settled = {
  'account-holder': 'alice@example.com',
  'account-state': 'released',
  'cost-center': 'sandbox',
};

const projects = {
  preparation: 'SpaProjectForAccountPreparation',
  purge: 'SpaProjectForAccountPurge',
} as const;

async function problems(env: LifecycleEnvironment) {
  const found = check(await readSnapshot(env.lifecycle), tagKeys('account-'));
  return found.map(({ accountId, code }) => ({ accountId, code }));
}

test.for([
  ['preparation', 'vanilla', 'FailedOnBoardingException', 'assigned'],
  ['purge', 'expired', 'FailedMaintenanceException', 'expired'],
] as const)(
  'a %s that fails is reported, retried once, ended with an exception, and tried again a day later',
  async ([purpose, made, exception, stuck]) => {
    const env = await openLifecycleEnvironment();
    const seen = await recordEvents(env);
    const id = env.addAccount('alice', settled);
    const repaired = env.organization.fault({
      build: { project: projects[purpose] },
      fault: { fail: true },
    });
    await env.tag(id, made);
    await env.advance(4 * hourMs);

    expect((await buildsIn(env, id))[purpose]).toEqual(['FAILED', 'FAILED']);
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
    expect(env.state(id)).toBe(stuck);
    expect(await problems(env)).toEqual([{ accountId: id, code: 'failed' }]);

    repaired();
    await env.advance(dayMs);
    expect((await buildsIn(env, id))[purpose]).toEqual(['FAILED', 'FAILED', 'SUCCEEDED']);
    expect(env.state(id)).toBe('released');
    expect(await problems(env)).toEqual([]);
  },
);

test('a build that outlasts the deadline is reported, and its success counts', async () => {
  const deadlines = { onBoardingSeconds: 5_400, maintenanceSeconds: 5_400 };
  const env = await openLifecycleEnvironment({ settings: rehearsalSettings({ deadlines }) });
  const seen = await recordEvents(env);
  const id = env.addAccount('alice', settled);
  env.organization.fault({ build: {}, fault: { durationMs: 5 * hourMs } });
  await env.tag(id, 'expired');
  await env.advance(95 * minuteMs);
  expect(await problems(env)).toEqual([{ accountId: id, code: 'overdue' }]);

  await env.advance(12 * hourMs);
  expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
  expect(seen.records(id).map(({ label }) => label)).toEqual([
    'GenericException',
    'GenericException',
    'SuccessfulMaintenanceEvent',
  ]);
  expect(await problems(env)).toEqual([]);
});

test('a build that finds no free slot waits for it, without an exception', async () => {
  const env = await openLifecycleEnvironment();
  const seen = await recordEvents(env);
  const id = env.addAccount('alice', settled);
  const full = env.organization.fault({
    service: 'codebuild',
    operation: 'StartBuild',
    fault: { error: { code: 'AccountLimitExceededException', status: 400 } },
  });
  await env.tag(id, 'expired');
  await env.advance(90 * minuteMs);
  expect(env.state(id)).toBe('expired');
  full();
  await env.advance(3 * hourMs);

  expect(seen.states(id)).toEqual(['expired', 'assigned', 'released']);
  expect(seen.records(id).map(({ label }) => label)).toEqual(['SuccessfulMaintenanceEvent']);
});

test('an account that is reset while its preparation runs is prepared again afterwards', async () => {
  const env = await openLifecycleEnvironment();
  const seen = await recordEvents(env);
  const id = env.addAccount('alice', settled);
  await env.tag(id, 'vanilla');
  await env.advance(2 * minuteMs);
  await env.tag(id, 'vanilla');
  await env.advance(3 * hourMs);

  expect(env.state(id)).toBe('released');
  expect((await buildsIn(env, id)).preparation?.at(-1)).toBe('SUCCEEDED');
  expect(seen.records(id).map(({ label }) => label)).not.toContain('FailedOnBoardingException');
});

test('a state that is typed wrong during a purge is reported once, and the purge ends its transaction', async () => {
  const env = await openLifecycleEnvironment();
  const seen = await recordEvents(env);
  const id = env.addAccount('alice', settled);
  await env.tag(id, 'expired');
  await env.advance(2 * minuteMs);
  await env.tag(id, 'Released');
  await env.advance(6 * hourMs);

  expect(seen.states(id)).toEqual(['expired', 'Released', 'assigned', 'released']);
  expect(seen.records(id).map(({ label }) => label)).toEqual([
    'GenericException',
    'SuccessfulMaintenanceEvent',
  ]);
});

test('a preparation that succeeds after its account was expired does not skip the purge', async () => {
  const env = await openLifecycleEnvironment();
  const seen = await recordEvents(env);
  const id = env.addAccount('alice', settled);
  await env.tag(id, 'assigned');
  await env.advance(3 * minuteMs);
  await env.tag(id, 'expired');
  await env.advance(3 * hourMs);

  expect(seen.states(id)).toEqual(['assigned', 'expired', 'assigned', 'released']);
  expect(await buildsIn(env, id)).toEqual({
    preparation: ['SUCCEEDED', 'SUCCEEDED'],
    purge: ['SUCCEEDED'],
  });
});

test('a build that the holder started has no effect', async () => {
  const env = await openLifecycleEnvironment();
  const id = env.addAccount('alice', settled);
  await env.tag(id, 'assigned');
  await env.advance(2 * hourMs);
  const seen = await recordEvents(env);
  await startByHand(env, id, projects.preparation);
  await env.advance(hourMs);

  expect(seen.changes).toEqual([]);
  expect((await buildsIn(env, id)).preparation).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(seen.events.map(({ label }) => label)).toEqual(['PreparationReport']);
});

async function startByHand(
  env: LifecycleEnvironment,
  id: string,
  projectName: string,
): Promise<void> {
  const session = env.lifecycle.enter(id);
  await env.advanceUntilDone(() =>
    session.generic('codebuild').call('StartBuild', { projectName }),
  );
}
