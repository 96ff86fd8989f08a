import { expect, test } from 'vitest';
import { expectAlone } from './expect-alone.ts';
import { runnerJob } from './runner-job.ts';
import { type Bed, hang, openBed } from './testing/bed.ts';

const never = new AbortController().signal;
const ask = (bed: Bed, { run, self }: Bed['own']) =>
  expectAlone(bed.client, { runId: run.runId, job: self.job }, never);

/** A runner of another run, that ends well or never. */
async function another(bed: Bed): Promise<void> {
  const { self } = bed.own;
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
  bed.cluster.apply(runnerJob(settings, { id: '999999999999' }, false) as never);
  await bed.clock.advance(0);
}

test('while a Job of another run is under way, no run begins', async () => {
  await using bed = await openBed({ work: (_, signal) => hang(signal) });
  await another(bed);

  await expect(ask(bed, bed.own)).rejects.toThrow(
    'run 20250101T000000Z-abcdef (Job "inventory-20250101t000000z-abcdef-999999999999") is still under way in namespace "inventory"; wait for its end, or delete the orchestrator\'s Job that owns it',
  );
});

test('Jobs of another run that have ended are in nobody’s way', async () => {
  await using bed = await openBed();
  await another(bed);

  await expect(ask(bed, bed.own)).resolves.toBeUndefined();
});

test('of two orchestrators the elder goes on, and the younger does not begin', async () => {
  await using bed = await openBed();
  await bed.clock.advance(5_000);
  const younger = await bed.begun('by-hand');

  await expect(ask(bed, bed.own)).resolves.toBeUndefined();
  await expect(ask(bed, younger)).rejects.toThrow('Job "orchestrator" is still under way');
});

test('of two that began in the same second, one goes on', async () => {
  await using bed = await openBed();
  const twin = await bed.begun('by-hand');
  const outcomes = await Promise.allSettled([ask(bed, bed.own), ask(bed, twin)]);

  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});
