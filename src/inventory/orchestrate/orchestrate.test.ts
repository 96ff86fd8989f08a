import { expect, test } from 'vitest';
import type { ContainerEnd } from '../../simulator/kubernetes/kubelet/containers.ts';
import { manifestFile } from '../layout.ts';
import { writeJson } from '../store/write-json.ts';
import { type Bed, hang, openBed, type RunnerContainer, until, well } from './testing/bed.ts';

const refused = (message: object): ContainerEnd => ({
  exitCode: 4,
  message: JSON.stringify({ status: 'failed', retryable: false, ...message }),
});

const lines = (
  ends: readonly { readonly line: { readonly accountId: string; readonly status: string } }[],
) => ends.map(({ line }) => [line.accountId, line.status]).sort();

/** Somebody waits for less than a minute: deadlines of Jobs are hours away. */
const isPausing = ({ clock }: Bed) =>
  (clock.next() ?? Number.POSITIVE_INFINITY) < clock.now() + 60_000;

test('every account has a Job of its own, and the summary of all is in the bucket', async () => {
  await using bed = await openBed({ accounts: 5, parallelism: 2 });
  const { summary } = await bed.run();

  expect(summary).toEqual({
    version: 1,
    runId: bed.own.run.runId,
    date: '2026-01-01',
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:00.000Z',
    catalogueVersion: 'v1',
    formats: ['ndjson', 'recon'],
    accounts: bed.accounts.map(({ id, name }) => ({
      accountId: id,
      accountName: name,
      status: 'complete',
      records: 10,
      gaps: 0,
    })),
    records: 50,
    calls: 100,
    throttles: 5,
  });
  expect(JSON.parse((await bed.read(bed.own.run, 'run.json')) ?? '')).toEqual(summary);
  expect(JSON.parse((await bed.read(bed.own.run, 'start.json')) ?? '')).toEqual(bed.own.run);
  expect(bed.runners().map(({ metadata }) => metadata.name)).toEqual(
    bed.accounts.map(({ id }) => `inventory-${bed.own.run.runId.toLowerCase()}-${id}`),
  );
});

test('never more Jobs are alive than were asked for', async () => {
  // Nobody is ready before as many are under way as may be, and as there are.
  let [uploading, done] = [0, 0];
  await using bed = await openBed({
    accounts: 9,
    parallelism: 3,
    work: async ({ name }) => {
      if (name !== 'upload') return well;
      uploading++;
      await until(() => uploading - done >= Math.min(3, 9 - done));
      done++;
      return well;
    },
  });
  await bed.run();

  // The orchestrator's own Job is one of them.
  expect(bed.cluster.calls.mostLiveJobs).toBe(3 + 1);
  expect(bed.created()).toBe(9);
});

test('an account that fails has its reason from the container that failed', async () => {
  const failures: Readonly<Record<string, (container: RunnerContainer) => ContainerEnd>> = {
    '100000000001:assume': () =>
      refused({ kind: 'denied', code: 'AccessDenied', message: 'not authorized' }),
    '100000000002:inventory': () => ({ exitCode: 137, reason: 'OOMKilled' }),
    '100000000003:upload': () => refused({ kind: 'denied', code: 'File', message: 'no bucket' }),
  };
  await using bed = await openBed({
    accounts: 4,
    work: (container) => failures[`${container.accountId}:${container.name}`]?.(container) ?? well,
  });
  const running = bed.run();
  // A container that was killed from outside is tried again, ten seconds later.
  await until(() => bed.runners().filter(({ status }) => (status.failed ?? 0) > 0).length === 3);
  await until(() => isPausing(bed));
  await bed.clock.advance(20_000);
  const { ends, summary } = await running;

  expect(
    ends.map(({ line, detail }) => [line.accountId, line.status, line.reason, detail]).sort(),
  ).toEqual([
    ['100000000001', 'failed', 'AccessDenied', 'assume: AccessDenied: not authorized'],
    ['100000000002', 'failed', 'OOMKilled', 'inventory: OOMKilled'],
    ['100000000003', 'failed', 'File', 'upload: File: no bucket'],
    ['100000000004', 'complete', undefined, undefined],
  ]);
  expect(summary.records).toBe(10);
});

test('what another attempt cannot mend is not attempted again', async () => {
  const attempts: string[] = [];
  await using bed = await openBed({
    accounts: 1,
    work: ({ accountId, name }) => {
      attempts.push(`${accountId} ${name}`);
      return refused({ kind: 'denied', code: 'AccessDenied', message: 'no' });
    },
  });
  await bed.run();

  expect(attempts).toEqual(['100000000001 assume']);
});

test('whoever is started again for the same Job goes on, and makes nothing twice', async () => {
  await using bed = await openBed({ accounts: 8, parallelism: 2 });
  const stop = new AbortController();
  const first = await bed
    .run({ signal: stop.signal }, (_, count) => {
      if (count === 3) stop.abort(new Error('killed'));
    })
    .catch((error: Error) => error.message);
  const createdBefore = bed.created();
  const { ends } = await bed.run();

  expect(first).toBe('killed');
  expect(createdBefore).toBeLessThan(8);
  expect(lines(ends)).toEqual(bed.accounts.map(({ id }) => [id, 'complete']));
  expect(bed.created()).toBe(8);
});

test('a Job that is not kept any longer has left its manifest, and is not started again', async () => {
  await using bed = await openBed({ accounts: 2 });
  const [{ id, name }, other] = bed.accounts as [{ id: string; name: string }, { id: string }];
  const { runId, date } = bed.own.run;
  await writeJson(bed.store, manifestFile(date, runId, id), {
    version: 1,
    runId,
    accountId: id,
    accountName: name,
    status: 'partial',
    records: 7,
    entries: [{ status: 'denied', partial: 0, calls: 3 }],
  });
  const { ends } = await bed.run();

  expect(ends[0]).toEqual({
    line: { accountId: id, accountName: name, status: 'partial', records: 7, gaps: 1 },
    calls: 3,
    throttles: 0,
  });
  expect(bed.runners().map(({ metadata }) => metadata.labels?.['flotilla/account'])).toEqual([
    other.id,
  ]);
});

test('an answer that is lost on its way makes no second Job', async () => {
  await using bed = await openBed({ accounts: 3 });
  bed.cluster.refuse({ verb: 'create', resource: 'jobs', times: 1, fault: { lose: 'answer' } });
  const running = bed.run();
  await until(() => isPausing(bed));
  await bed.clock.advance(1_000);
  const { ends } = await running;

  expect(lines(ends)).toEqual(bed.accounts.map(({ id }) => [id, 'complete']));
  expect(bed.runners()).toHaveLength(3);
});

test.each([
  ['breaks', (bed: Bed) => bed.cluster.disconnectWatches()],
  ['is too old', (bed: Bed) => bed.cluster.compact()],
])('a watch that %s loses no account', async (_, interrupt) => {
  const release = Promise.withResolvers<void>();
  await using bed = await openBed({
    accounts: 4,
    parallelism: 4,
    work: async ({ name }) => {
      if (name === 'upload') await release.promise;
      return well;
    },
  });
  const running = bed.run();
  await until(() => bed.created() === 4 && bed.cluster.calls.openWatches === 1);
  interrupt(bed);
  release.resolve();
  await until(() => isPausing(bed));
  await bed.clock.advance(1_000);

  expect(lines((await running).ends)).toEqual(bed.accounts.map(({ id }) => [id, 'complete']));
});

test('a Job that somebody deletes is a failure of its account', async () => {
  await using bed = await openBed({
    accounts: 2,
    work: ({ accountId }, signal) => (accountId === '100000000001' ? hang(signal) : well),
  });
  const running = bed.run();
  await until(() => bed.runners().length === 2 && bed.cluster.calls.openWatches === 1);
  bed.cluster.remove('jobs', 'inventory', bed.runners()[0]?.metadata.name ?? '');
  const { ends } = await running;

  expect(ends.map(({ line, detail }) => [line.accountId, line.reason, detail]).sort()).toEqual([
    ['100000000001', 'JobDeleted', 'its Job was deleted before it ended'],
    ['100000000002', undefined, undefined],
  ]);
});

test('a Job that is deleted while nobody watches is missed at the next listing', async () => {
  await using bed = await openBed({
    accounts: 1,
    work: (_, signal) => hang(signal),
  });
  const running = bed.run();
  await until(() => bed.runners().length === 1 && bed.cluster.calls.openWatches === 1);
  const lift = bed.cluster.refuse({ verb: 'watch', resource: 'jobs', fault: { lose: 'request' } });
  bed.cluster.disconnectWatches();
  await until(() => bed.cluster.calls.openWatches === 0);
  bed.cluster.remove('jobs', 'inventory', bed.runners()[0]?.metadata.name ?? '');
  await until(() => isPausing(bed));
  await bed.clock.advance(1_000);
  const { ends } = await running;
  lift();

  expect(ends.map(({ line }) => line.reason)).toEqual(['JobDeleted']);
});

test('an account that takes longer than its deadline fails, and the others do not wait for it', async () => {
  await using bed = await openBed({
    accounts: 3,
    parallelism: 2,
    work: ({ accountId }, signal) => (accountId === '100000000001' ? hang(signal) : well),
  });
  let ended = 0;
  const running = bed.run({}, (_, count) => {
    ended = count;
  });
  await until(() => ended === 2);
  await bed.clock.advance(7_200_000);
  const { ends } = await running;

  expect(ends.at(-1)?.line).toMatchObject({
    accountId: '100000000001',
    reason: 'DeadlineExceeded',
  });
});

test('a cluster that has no room is asked again when a Job has ended', async () => {
  await using bed = await openBed({ accounts: 3, parallelism: 3 });
  const told: string[] = [];
  bed.cluster.refuse({
    verb: 'create',
    resource: 'jobs',
    skip: 1,
    times: 1,
    fault: { code: 403, message: 'jobs.batch "x" is forbidden: exceeded quota: inventory' },
  });
  const { ends } = await bed.run({
    onEvent: (event) => event.event === 'no-room' && told.push(event.message),
  });

  expect(lines(ends)).toEqual(bed.accounts.map(({ id }) => [id, 'complete']));
  expect(told).toEqual(['jobs.batch "x" is forbidden: exceeded quota: inventory']);
});

test('a cluster that has no room at all is asked again after half a minute', async () => {
  await using bed = await openBed({ accounts: 1 });
  const message = 'jobs.batch "x" is forbidden: exceeded quota: inventory';
  bed.cluster.refuse({ verb: 'create', resource: 'jobs', times: 2, fault: { code: 403, message } });
  let refusals = 0;
  const running = bed.run({
    onEvent: ({ event }) => {
      if (event === 'no-room') refusals++;
    },
  });
  for (const count of [1, 2]) {
    await until(() => refusals === count && isPausing(bed));
    await bed.clock.advance(30_000);
  }

  expect(lines((await running).ends)).toEqual([['100000000001', 'complete']]);
});

test('a cluster that forbids Jobs ends the run with its own words', async () => {
  await using bed = await openBed({ accounts: 2 });
  bed.cluster.remove('rolebindings', 'inventory', 'inventory-orchestrator');

  await expect(bed.run()).rejects.toThrow(
    'jobs.batch is forbidden: User "system:serviceaccount:inventory:aws-inventory-orchestrator-sa" cannot list resource "jobs" in API group "batch" in the namespace "inventory"',
  );
});

test('an API server that is busy is asked again as it wishes', async () => {
  await using bed = await openBed({ accounts: 1 });
  bed.cluster.refuse({
    verb: 'create',
    resource: 'jobs',
    times: 1,
    fault: { code: 429, message: 'too many requests', retryAfterSeconds: 7 },
  });
  const running = bed.run();
  await until(() => bed.clock.next() === bed.clock.now() + 7_000);
  await bed.clock.advance(7_000);

  expect(lines((await running).ends)).toEqual([['100000000001', 'complete']]);
});

test('a node that dies under a runner costs nothing but time', async () => {
  let killed = false;
  await using bed = await openBed({
    accounts: 1,
    work: ({ name }, signal) => (name === 'inventory' && !killed ? hang(signal) : well),
  });
  const running = bed.run();
  const runner = () => bed.cluster.list('pods', 'inventory', 'component=runner');
  await until(() => runner().length === 1);
  killed = true;
  bed.cluster.killPod('inventory', runner()[0]?.metadata.name ?? '');

  expect(lines((await running).ends)).toEqual([['100000000001', 'complete']]);
});

test('what is listed once per run is listed by the first, and by another if that one fails', async () => {
  await using bed = await openBed({
    accounts: 3,
    parallelism: 1,
    work: ({ accountId }) =>
      accountId === '100000000001' ? refused({ kind: 'denied', code: 'X', message: 'no' }) : well,
  });
  await bed.run();

  expect(
    bed.runners().map(({ metadata }) => metadata.labels?.['flotilla/once-per-run'] ?? 'no'),
  ).toEqual(['true', 'true', 'no']);
});

test('where whoever was to list it fails last, it is told that nobody did', async () => {
  const events: string[] = [];
  const failing = ({ accountId }: RunnerContainer) =>
    accountId === '100000000001' ? refused({ kind: 'denied', code: 'X', message: 'no' }) : well;
  const told = async (listsOnce: boolean) => {
    await using bed = await openBed({ accounts: 1, work: failing });
    await bed.run({ listsOnce, onEvent: ({ event }) => events.push(event) });
    return events.splice(0);
  };

  expect(await told(true)).toEqual(['created', 'once-missing']);
  expect(await told(false)).toEqual(['created']);
});

test('a pod that is gone leaves its account’s word to the manifest', async () => {
  await using bed = await openBed({ accounts: 1 });
  const { runId, date } = bed.own.run;
  const [{ id }] = bed.accounts as [{ id: string }];
  await bed.run();
  for (const pod of bed.cluster.list('pods', 'inventory', 'component=runner'))
    bed.cluster.remove('pods', 'inventory', pod.metadata.name);
  await writeJson(bed.store, manifestFile(date, runId, id), {
    accountId: id,
    status: 'complete',
    records: 12,
    entries: [],
  });
  const { ends } = await bed.run();

  expect(ends.map(({ line }) => line)).toEqual([
    { accountId: id, status: 'complete', records: 12, gaps: 0 },
  ]);
});
