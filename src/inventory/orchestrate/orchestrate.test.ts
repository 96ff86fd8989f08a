import { expect, test } from 'vitest';
import type { ContainerEnd } from '../../cluster-simulator/kubelet/containers.ts';
import {
  hang,
  type OrchestrationEnvironment,
  openOrchestrationEnvironment,
  policies,
  type RunnerContainer,
  succeeded,
  until,
} from '../../testing/orchestration-environment.ts';
import { manifestFile } from '../layout.ts';
import { writeJson } from '../store/write-json.ts';
import type { OrchestrateOptions } from './orchestrate.ts';

const refused = (message: object): ContainerEnd => ({
  exitCode: 4,
  message: JSON.stringify({ status: 'failed', retryable: false, ...message }),
});

const lines = (
  ends: readonly { readonly line: { readonly accountId: string; readonly status: string } }[],
) => ends.map(({ line }) => [line.accountId, line.status]).sort();

/** Advances the clock by less than a minute: deadlines of Jobs are hours away. */
const isPausing = ({ clock }: OrchestrationEnvironment) =>
  (clock.next() ?? Number.POSITIVE_INFINITY) < clock.now() + 60_000;

test('every account has its own Job, and the summary of all is in the bucket', async () => {
  await using environment = await openOrchestrationEnvironment({ accounts: 5, parallelism: 2 });
  const { summary } = await environment.run({ once: [] });

  expect(summary).toEqual({
    version: 1,
    runId: environment.own.run.runId,
    date: '2026-01-01',
    startedAt: '2026-01-01T00:00:00.000Z',
    finishedAt: '2026-01-01T00:00:00.000Z',
    catalogueVersion: 'v1',
    formats: ['ndjson', 'recon'],
    accounts: environment.accounts.map(({ id, name }) => ({
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
  expect(JSON.parse((await environment.read(environment.own.run, 'run.json')) ?? '')).toEqual(
    summary,
  );
  expect(JSON.parse((await environment.read(environment.own.run, 'start.json')) ?? '')).toEqual(
    environment.own.run,
  );
  expect(environment.runners().map(({ metadata }) => metadata.name)).toEqual(
    environment.accounts.map(
      ({ id }) => `inventory-${environment.own.run.runId.toLowerCase()}-${id}`,
    ),
  );
});

test('there are never more running Jobs than allowed', async () => {
  // No container ends before the maximum number is running, or all that exist.
  let [uploading, done] = [0, 0];
  await using environment = await openOrchestrationEnvironment({
    accounts: 9,
    parallelism: 3,
    work: async ({ name }) => {
      if (name !== 'upload') return succeeded;
      uploading++;
      await until(() => uploading - done >= Math.min(3, 9 - done));
      done++;
      return succeeded;
    },
  });
  await environment.run();

  // The orchestrator's own Job is one of them.
  expect(environment.cluster.calls.maxLiveJobs).toBe(3 + 1);
  expect(environment.created()).toBe(9);
});

test('the reason of a failed account is that of the failed container', async () => {
  const failures: Readonly<Record<string, (container: RunnerContainer) => ContainerEnd>> = {
    '100000000001:assume': () =>
      refused({ kind: 'denied', code: 'AccessDenied', message: 'not authorized' }),
    '100000000002:inventory': () => ({ exitCode: 137, reason: 'OOMKilled' }),
    '100000000003:upload': () => refused({ kind: 'denied', code: 'File', message: 'no bucket' }),
  };
  await using environment = await openOrchestrationEnvironment({
    accounts: 4,
    work: (container) =>
      failures[`${container.accountId}:${container.name}`]?.(container) ?? succeeded,
  });
  const running = environment.run();
  // A container that was killed from outside is retried ten seconds later.
  await until(
    () => environment.runners().filter(({ status }) => (status.failed ?? 0) > 0).length === 3,
  );
  await until(() => isPausing(environment));
  await environment.clock.advance(20_000);
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

test('a failure that another attempt cannot fix is not retried', async () => {
  const attempts: string[] = [];
  await using environment = await openOrchestrationEnvironment({
    accounts: 1,
    work: ({ accountId, name }) => {
      attempts.push(`${accountId} ${name}`);
      return refused({ kind: 'denied', code: 'AccessDenied', message: 'no' });
    },
  });
  await environment.run();

  expect(attempts).toEqual(['100000000001 assume']);
});

test('a restarted orchestrator of the same Job resumes the run, and creates nothing twice', async () => {
  await using environment = await openOrchestrationEnvironment({ accounts: 8, parallelism: 2 });
  const stop = new AbortController();
  const first = await environment
    .run({ signal: stop.signal }, (_, count) => {
      if (count === 3) stop.abort(new Error('killed'));
    })
    .catch((error: Error) => error.message);
  const createdBefore = environment.created();
  const { ends } = await environment.run();

  expect(first).toBe('killed');
  expect(createdBefore).toBeLessThan(8);
  expect(lines(ends)).toEqual(environment.accounts.map(({ id }) => [id, 'complete']));
  expect(environment.created()).toBe(8);
});

test('a deleted Job has left its manifest, and is not created again', async () => {
  await using environment = await openOrchestrationEnvironment({ accounts: 2 });
  const [{ id, name }, other] = environment.accounts as [
    { id: string; name: string },
    { id: string },
  ];
  const { runId, date } = environment.own.run;
  await writeJson(environment.store, manifestFile(date, runId, id), {
    version: 1,
    runId,
    accountId: id,
    accountName: name,
    status: 'partial',
    records: 7,
    entries: [{ status: 'denied', partial: 0, calls: 3 }],
  });
  const { ends } = await environment.run();

  expect(ends[0]).toEqual({
    line: { accountId: id, accountName: name, status: 'partial', records: 7, gaps: 1 },
    calls: 3,
    once: 'unknown',
    throttles: 0,
  });
  expect(
    environment.runners().map(({ metadata }) => metadata.labels?.['flotilla/account']),
  ).toEqual([other.id]);
});

test('a lost response does not create a second Job', async () => {
  await using environment = await openOrchestrationEnvironment({ accounts: 3 });
  environment.cluster.refuse({
    verb: 'create',
    resource: 'jobs',
    times: 1,
    fault: { lose: 'answer' },
  });
  const running = environment.run();
  await until(() => isPausing(environment));
  await environment.clock.advance(1_000);
  const { ends } = await running;

  expect(lines(ends)).toEqual(environment.accounts.map(({ id }) => [id, 'complete']));
  expect(environment.runners()).toHaveLength(3);
});

test.each([
  ['breaks', (environment: OrchestrationEnvironment) => environment.cluster.disconnectWatches()],
  ['is too old', (environment: OrchestrationEnvironment) => environment.cluster.compact()],
])('a watch that %s loses no account', async (_, interrupt) => {
  const release = Promise.withResolvers<void>();
  await using environment = await openOrchestrationEnvironment({
    accounts: 4,
    parallelism: 4,
    work: async ({ name }) => {
      if (name === 'upload') await release.promise;
      return succeeded;
    },
  });
  const running = environment.run();
  await until(() => environment.created() === 4 && environment.cluster.calls.openWatches === 1);
  interrupt(environment);
  release.resolve();
  await until(() => isPausing(environment));
  await environment.clock.advance(1_000);

  expect(lines((await running).ends)).toEqual(
    environment.accounts.map(({ id }) => [id, 'complete']),
  );
});

test('a deleted Job is a failure of its account', async () => {
  await using environment = await openOrchestrationEnvironment({
    accounts: 2,
    work: ({ accountId }, signal) => (accountId === '100000000001' ? hang(signal) : succeeded),
  });
  const running = environment.run();
  await until(
    () => environment.runners().length === 2 && environment.cluster.calls.openWatches === 1,
  );
  environment.cluster.remove('jobs', 'inventory', environment.runners()[0]?.metadata.name ?? '');
  const { ends } = await running;

  expect(ends.map(({ line, detail }) => [line.accountId, line.reason, detail]).sort()).toEqual([
    ['100000000001', 'JobDeleted', 'its Job was deleted before it ended'],
    ['100000000002', undefined, undefined],
  ]);
});

test('a Job that is deleted between two watches is detected by the next listing', async () => {
  await using environment = await openOrchestrationEnvironment({
    accounts: 1,
    work: (_, signal) => hang(signal),
  });
  const running = environment.run();
  await until(
    () => environment.runners().length === 1 && environment.cluster.calls.openWatches === 1,
  );
  const lift = environment.cluster.refuse({
    verb: 'watch',
    resource: 'jobs',
    fault: { lose: 'request' },
  });
  environment.cluster.disconnectWatches();
  await until(() => environment.cluster.calls.openWatches === 0);
  environment.cluster.remove('jobs', 'inventory', environment.runners()[0]?.metadata.name ?? '');
  await until(() => isPausing(environment));
  await environment.clock.advance(1_000);
  const { ends } = await running;
  lift();

  expect(ends.map(({ line }) => line.reason)).toEqual(['JobDeleted']);
});

test('an account that exceeds its deadline fails, and the others do not wait for it', async () => {
  await using environment = await openOrchestrationEnvironment({
    accounts: 3,
    parallelism: 2,
    work: ({ accountId }, signal) => (accountId === '100000000001' ? hang(signal) : succeeded),
  });
  let ended = 0;
  const running = environment.run({}, (_, count) => {
    ended = count;
  });
  await until(() => ended === 2);
  await environment.clock.advance(7_200_000);
  const { ends } = await running;

  expect(ends.at(-1)?.line).toMatchObject({
    accountId: '100000000001',
    reason: 'DeadlineExceeded',
  });
});

test('after a quota refusal, creation is retried when a Job has ended', async () => {
  await using environment = await openOrchestrationEnvironment({ accounts: 3, parallelism: 3 });
  const messages: string[] = [];
  environment.cluster.refuse({
    verb: 'create',
    resource: 'jobs',
    skip: 1,
    times: 1,
    fault: { code: 403, message: 'jobs.batch "x" is forbidden: exceeded quota: inventory' },
  });
  const { ends } = await environment.run({
    onEvent: (event) => event.event === 'no-room' && messages.push(event.message),
  });

  expect(lines(ends)).toEqual(environment.accounts.map(({ id }) => [id, 'complete']));
  expect(messages).toEqual(['jobs.batch "x" is forbidden: exceeded quota: inventory']);
});

test('after a quota refusal without running Jobs, creation is retried after half a minute', async () => {
  await using environment = await openOrchestrationEnvironment({ accounts: 1 });
  const message = 'jobs.batch "x" is forbidden: exceeded quota: inventory';
  environment.cluster.refuse({
    verb: 'create',
    resource: 'jobs',
    times: 2,
    fault: { code: 403, message },
  });
  let refusals = 0;
  const running = environment.run({
    onEvent: ({ event }) => {
      if (event === 'no-room') refusals++;
    },
  });
  for (const count of [1, 2]) {
    await until(() => refusals === count && isPausing(environment));
    await environment.clock.advance(30_000);
  }

  expect(lines((await running).ends)).toEqual([['100000000001', 'complete']]);
});

test('a cluster that forbids Jobs ends the run with its message', async () => {
  await using environment = await openOrchestrationEnvironment({ accounts: 2 });
  environment.cluster.remove('rolebindings', 'inventory', 'inventory-orchestrator');

  await expect(environment.run()).rejects.toThrow(
    'jobs.batch is forbidden: User "system:serviceaccount:inventory:aws-inventory-orchestrator-sa" cannot list resource "jobs" in API group "batch" in the namespace "inventory"',
  );
});

test('a busy API server is retried after the time that it requests', async () => {
  await using environment = await openOrchestrationEnvironment({ accounts: 1 });
  environment.cluster.refuse({
    verb: 'create',
    resource: 'jobs',
    times: 1,
    fault: { code: 429, message: 'too many requests', retryAfterSeconds: 7 },
  });
  const running = environment.run();
  await until(() => environment.clock.next() === environment.clock.now() + 7_000);
  await environment.clock.advance(7_000);

  expect(lines((await running).ends)).toEqual([['100000000001', 'complete']]);
});

test('a node that dies costs time only', async () => {
  let killed = false;
  await using environment = await openOrchestrationEnvironment({
    accounts: 1,
    work: ({ name }, signal) => (name === 'inventory' && !killed ? hang(signal) : succeeded),
  });
  const running = environment.run();
  const runner = () => environment.cluster.list('pods', 'inventory', 'component=runner');
  await until(() => runner().length === 1);
  killed = true;
  environment.cluster.killPod('inventory', runner()[0]?.metadata.name ?? '');

  expect(lines((await running).ends)).toEqual([['100000000001', 'complete']]);
});

test('entries that are listed once per run are listed by the first account, and by another if that one fails', async () => {
  await using environment = await openOrchestrationEnvironment({
    accounts: 3,
    parallelism: 1,
    work: ({ accountId }) =>
      accountId === '100000000001'
        ? refused({ kind: 'denied', code: 'X', message: 'no' })
        : succeeded,
  });
  await environment.run();

  expect(
    environment.runners().map(({ metadata }) => metadata.labels?.['flotilla/once-per-run'] ?? 'no'),
  ).toEqual(['true', 'true', 'no']);
});

test('if the account that was to list them fails last, it is reported that they are missing', async () => {
  const events: string[] = [];
  const failing = ({ accountId }: RunnerContainer) =>
    accountId === '100000000001'
      ? refused({ kind: 'denied', code: 'X', message: 'no' })
      : succeeded;
  const results = async (once: OrchestrateOptions['once']) => {
    await using environment = await openOrchestrationEnvironment({ accounts: 1, work: failing });
    const { summary } = await environment.run({
      once,
      onEvent: ({ event }) => events.push(event),
    });
    return { events: events.splice(0), unlisted: summary.unlisted };
  };

  expect(await results([policies])).toEqual({
    events: ['created', 'once-missing'],
    unlisted: [policies],
  });
  expect(await results([])).toEqual({ events: ['created'], unlisted: undefined });
});

test.each([
  ['done', undefined],
  ['denied', [policies]],
])('a Job that listed them with status %s', async (status, unlisted) => {
  await using environment = await openOrchestrationEnvironment({ accounts: 1 });
  const { runId, date } = environment.own.run;
  const entries = [{ ...policies, region: 'global', status, records: 0, partial: 0, calls: 1 }];
  const accountId = '100000000001';
  await writeJson(environment.store, manifestFile(date, runId, accountId), { accountId, entries });

  expect((await environment.run()).summary.unlisted).toEqual(unlisted);
});

test('without a pod, the account’s result is read from the manifest', async () => {
  await using environment = await openOrchestrationEnvironment({ accounts: 1 });
  const { runId, date } = environment.own.run;
  const [{ id }] = environment.accounts as [{ id: string }];
  await environment.run();
  for (const pod of environment.cluster.list('pods', 'inventory', 'component=runner'))
    environment.cluster.remove('pods', 'inventory', pod.metadata.name);
  await writeJson(environment.store, manifestFile(date, runId, id), {
    accountId: id,
    status: 'complete',
    records: 12,
    entries: [],
  });
  const { ends } = await environment.run();

  expect(ends.map(({ line }) => line)).toEqual([
    { accountId: id, status: 'complete', records: 12, gaps: 0 },
  ]);
});
