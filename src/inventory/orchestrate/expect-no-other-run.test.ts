import { expect, test } from 'vitest';
import {
  hang,
  type OrchestrationEnvironment,
  openOrchestrationEnvironment,
} from '../../testing/orchestration-environment.ts';
import { expectNoOtherRun } from './expect-no-other-run.ts';
import { runnerJob } from './runner-job.ts';

const never = new AbortController().signal;
const ask = (
  environment: OrchestrationEnvironment,
  { run, self }: OrchestrationEnvironment['own'],
) => expectNoOtherRun(environment.client, { runId: run.runId, job: self.job }, never);

/** A runner of another run, that succeeds or never ends. */
async function another(environment: OrchestrationEnvironment): Promise<void> {
  const { self } = environment.own;
  const settings = {
    runId: '20250101T000000Z-abcdef',
    namespace: 'inventory',
    image: self.image,
    imagePullPolicy: undefined,
    placement: {},
    owner: self.owner,
    ...{ assume: [], collect: [], upload: [] },
    ...{ deadlineSeconds: 7200, retries: 0, keepSeconds: 60, cpu: '1m', memory: '1Mi' },
  };
  environment.cluster.apply(runnerJob(settings, { id: '999999999999' }, false) as never);
  await environment.clock.advance(0);
}

test('a run does not start while a Job of another run is in progress', async () => {
  await using environment = await openOrchestrationEnvironment({
    work: (_, signal) => hang(signal),
  });
  await another(environment);

  await expect(ask(environment, environment.own)).rejects.toThrow(
    'run 20250101T000000Z-abcdef (Job "inventory-20250101t000000z-abcdef-999999999999") is still in progress in namespace "inventory"; wait for its end, or delete the orchestrator\'s Job that owns it',
  );
});

test('finished Jobs of another run do not prevent a run', async () => {
  await using environment = await openOrchestrationEnvironment();
  await another(environment);

  await expect(ask(environment, environment.own)).resolves.toBeUndefined();
});

test('of two orchestrators the older continues, and the newer does not start', async () => {
  await using environment = await openOrchestrationEnvironment();
  await environment.clock.advance(5_000);
  const younger = await environment.begun('by-hand');

  await expect(ask(environment, environment.own)).resolves.toBeUndefined();
  await expect(ask(environment, younger)).rejects.toThrow(
    'Job "orchestrator" is still in progress',
  );
});

test('of two that started in the same second, one continues', async () => {
  await using environment = await openOrchestrationEnvironment();
  const otherRun = await environment.begun('by-hand');
  const outcomes = await Promise.allSettled([
    ask(environment, environment.own),
    ask(environment, otherRun),
  ]);

  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
