import { expect, test } from 'vitest';
import { type VirtualClock, virtualClock } from '../../simulator/index.ts';
import {
  applyInventoryNamespace,
  container,
  jobNamed,
  namespace,
} from '../../testing/inventory-namespace.ts';
import { type ContainerEnd, modelled, type PreparedContainer } from '../kubelet/containers.ts';
import type { Job, Pod } from '../object.ts';
import {
  type ClusterOptions,
  type SimulatedCluster,
  simulateCluster,
} from '../simulate-cluster.ts';

type ContainerTask = (
  container: PreparedContainer,
  signal: AbortSignal,
) => ContainerEnd | Promise<ContainerEnd>;

interface Bench {
  readonly cluster: SimulatedCluster;
  readonly clock: VirtualClock;
}

function open(task: ContainerTask = () => ({ exitCode: 0 }), options: ClusterOptions = {}): Bench {
  const clock = virtualClock();
  const cluster = simulateCluster({ clock, containers: modelled(task), ...options });
  applyInventoryNamespace(cluster);
  return { cluster, clock };
}

const job = ({ cluster }: Bench, name: string) => cluster.get('jobs', namespace, name) as Job;
const pods = ({ cluster }: Bench) => cluster.list('pods', namespace) as Pod[];
const endings = (bench: Bench, name = 'x') =>
  (job(bench, name).status.conditions ?? []).map(({ type, reason, message }) => ({
    type,
    reason,
    message,
  }));
const seconds = (count: number) => count * 1_000;
/** A request is processed before the clock moves. */
const pass = async ({ clock }: Bench, ms = 0) => {
  await clock.advance(0);
  await clock.advance(ms);
};

test('a Job creates a pod, and is complete when the pod has succeeded', async () => {
  const bench = open();
  bench.cluster.apply(jobNamed('x'));
  await pass(bench);

  const { uid } = job(bench, 'x').metadata;
  expect(job(bench, 'x').status).toEqual({
    active: 0,
    terminating: 0,
    ready: 0,
    succeeded: 1,
    startTime: '2026-01-01T00:00:00Z',
    completionTime: '2026-01-01T00:00:00Z',
    conditions: ['SuccessCriteriaMet', 'Complete'].map((type) => ({
      type,
      status: 'True',
      lastProbeTime: '2026-01-01T00:00:00Z',
      lastTransitionTime: '2026-01-01T00:00:00Z',
      reason: 'CompletionsReached',
      message: 'Reached expected number of succeeded pods',
    })),
  });
  expect(pods(bench).map(({ metadata, status }) => ({ metadata, phase: status.phase }))).toEqual([
    {
      phase: 'Succeeded',
      metadata: {
        name: expect.stringMatching(/^x-[a-z0-9]{5}$/),
        generateName: 'x-',
        namespace,
        uid: expect.any(String),
        resourceVersion: expect.any(String),
        creationTimestamp: '2026-01-01T00:00:00Z',
        labels: {
          'batch.kubernetes.io/controller-uid': uid,
          'batch.kubernetes.io/job-name': 'x',
          'controller-uid': uid,
          'job-name': 'x',
        },
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            kind: 'Job',
            name: 'x',
            uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
    },
  ]);
});

test('init containers run one after another, and a failure stops the rest', async () => {
  const order: string[] = [];
  const bench = open(({ name }) => {
    order.push(name);
    return name === 'second' ? { exitCode: 3, message: 'no access' } : { exitCode: 0 };
  });
  const initContainers = ['first', 'second', 'third'].map((name) => ({ ...container, name }));
  bench.cluster.apply(jobNamed('x', { backoffLimit: 0 }, { initContainers }));
  await pass(bench);

  const [pod] = pods(bench);
  const states = [
    ...(pod?.status.initContainerStatuses ?? []),
    ...(pod?.status.containerStatuses ?? []),
  ].map(({ name, state }) => ({
    name,
    ...('terminated' in state
      ? { exitCode: state.terminated.exitCode, message: state.terminated.message }
      : state),
  }));
  expect(order).toEqual(['first', 'second']);
  expect(pod?.status.phase).toBe('Failed');
  expect(states).toEqual([
    { name: 'first', exitCode: 0, message: undefined },
    { name: 'second', exitCode: 3, message: 'no access' },
    { name: 'third', waiting: { reason: 'PodInitializing' } },
    { name: 'main', waiting: { reason: 'PodInitializing' } },
  ]);
});

test('failed pods are replaced after longer and longer back-offs, up to the limit', async () => {
  const begun: number[] = [];
  const bench = open(() => {
    begun.push((bench.clock.now() - Date.UTC(2026, 0, 1)) / 1_000);
    return { exitCode: 1 };
  });
  bench.cluster.apply(jobNamed('x', { backoffLimit: 3 }));
  await pass(bench, seconds(3_600));

  const why = {
    reason: 'BackoffLimitExceeded',
    message: 'Job has reached the specified backoff limit',
  };
  expect(begun).toEqual([0, 10, 30, 70]);
  expect(job(bench, 'x').status.failed).toBe(4);
  expect(endings(bench)).toEqual([
    { type: 'FailureTarget', ...why },
    { type: 'Failed', ...why },
  ]);
});

test('the back-off between pods is never longer than six minutes', async () => {
  const begun: number[] = [];
  const bench = open(() => {
    begun.push(bench.clock.now());
    return { exitCode: 1 };
  });
  bench.cluster.apply(jobNamed('x', { backoffLimit: 8 }));
  await pass(bench, seconds(7_200));

  const waits = begun.slice(1).map((at, index) => (at - (begun[index] ?? 0)) / 1_000);
  expect(waits).toEqual([10, 20, 40, 80, 160, 320, 360, 360]);
});

test('a deadline stops running pods, and fails the Job when they have stopped', async () => {
  const ends: string[] = [];
  const bench = open(async (_, signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await bench.clock.sleep(seconds(5));
    ends.push('in good order');
    return { exitCode: 0 };
  });
  bench.cluster.apply(jobNamed('x', { activeDeadlineSeconds: 60 }));
  await pass(bench, seconds(61));
  const early = endings(bench).map(({ type }) => type);
  await pass(bench, seconds(10));

  expect(early).toEqual(['FailureTarget']);
  expect(ends).toEqual(['in good order']);
  expect(endings(bench)[1]).toEqual({
    type: 'Failed',
    reason: 'DeadlineExceeded',
    message: 'Job was active longer than specified deadline',
  });
  expect(pods(bench)).toEqual([]);
});

test('a pod that does not stop is killed after its grace period', async () => {
  const bench = open(() => new Promise(() => {}));
  bench.cluster.apply(jobNamed('x', {}, { terminationGracePeriodSeconds: 20 }));
  await pass(bench);
  const [pod] = pods(bench);
  bench.cluster.remove('pods', namespace, pod?.metadata.name ?? '');
  await pass(bench, seconds(19));
  const before = pods(bench).map(({ metadata }) => metadata.name);
  await pass(bench, seconds(2));
  const after = pods(bench).map(({ metadata }) => metadata.name);

  expect(before).toContain(pod?.metadata.name);
  expect(after).not.toContain(pod?.metadata.name);
});

const policy = (rules: readonly object[]) => ({ backoffLimit: 1, podFailurePolicy: { rules } });

test('the policy fails a Job immediately for an exit code of a named container', async () => {
  const bench = open(({ name }) => ({ exitCode: name === 'main' ? 42 : 0 }));
  const onExitCodes = { containerName: 'main', operator: 'In', values: [41, 42] };
  bench.cluster.apply(jobNamed('x', policy([{ action: 'FailJob', onExitCodes }])));
  await pass(bench, seconds(600));

  const [pod] = pods(bench);
  const message = `Container main for pod inventory/${pod?.metadata.name} failed with exit code 42 matching FailJob rule at index 0`;
  expect(job(bench, 'x').status.failed).toBe(1);
  expect(endings(bench)[1]).toEqual({ type: 'Failed', reason: 'PodFailurePolicy', message });
});

test('the first matching rule decides, and without a match the failure counts', async () => {
  const codes = [7, 7, 5, 5];
  const bench = open(() => ({ exitCode: codes.shift() ?? 0 }));
  const rules = [
    { action: 'Ignore', onExitCodes: { operator: 'In', values: [7] } },
    { action: 'FailJob', onExitCodes: { operator: 'NotIn', values: [5] } },
  ];
  bench.cluster.apply(jobNamed('x', policy(rules)));
  await pass(bench, seconds(600));

  expect(codes).toEqual([]);
  expect(job(bench, 'x').status.failed).toBe(2);
  expect(endings(bench)[1]?.reason).toBe('BackoffLimitExceeded');
});

test('a rule checks only the container that it names, and never a succeeded one', async () => {
  const bench = open(({ name }) => ({ exitCode: name === 'main' ? 5 : 0 }));
  const initContainers = [{ ...container, name: 'first' }];
  const rules = [
    { action: 'FailJob', onExitCodes: { containerName: 'first', operator: 'In', values: [5] } },
    { action: 'FailJob', onExitCodes: { containerName: 'first', operator: 'NotIn', values: [9] } },
  ];
  bench.cluster.apply(jobNamed('x', policy(rules), { initContainers }));
  await pass(bench, seconds(600));

  expect(job(bench, 'x').status.failed).toBe(2);
  expect(endings(bench)[1]?.reason).toBe('BackoffLimitExceeded');
});

test('a pod whose node fails has a condition, and the policy may ignore it', async () => {
  let runs = 0;
  const bench = open(() => (++runs === 1 ? new Promise(() => {}) : { exitCode: 0 }));
  const onPodConditions = [{ type: 'DisruptionTarget' }];
  const spec = { ...policy([{ action: 'Ignore', onPodConditions }]), backoffLimit: 0 };
  bench.cluster.apply(jobNamed('x', spec));
  await pass(bench);
  const seen: unknown[] = [];
  bench.cluster.watch(({ type, resource, object }) => {
    if (resource === 'pods' && type === 'MODIFIED') {
      const { phase, conditions = [] } = (object as Pod).status;
      seen.push([phase, conditions.map((one) => one.type).includes('DisruptionTarget')]);
    }
  });
  bench.cluster.killPod(namespace, pods(bench)[0]?.metadata.name ?? '');
  await pass(bench);

  expect(seen[0]).toEqual(['Failed', true]);
  expect(job(bench, 'x').status.failed).toBeUndefined();
  expect(endings(bench).map(({ type }) => type)).toEqual(['SuccessCriteriaMet', 'Complete']);
});

test('an evicted pod counts as a failure of its Job, once', async () => {
  let runs = 0;
  const bench = open((_, signal) =>
    ++runs > 1
      ? { exitCode: 0 }
      : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  bench.cluster.apply(jobNamed('x'));
  await pass(bench);
  bench.cluster.evictPod(namespace, pods(bench)[0]?.metadata.name ?? '');
  await pass(bench, seconds(60));

  expect(job(bench, 'x').status).toMatchObject({ failed: 1, succeeded: 1 });
});

test('under OnFailure containers restart in their pod, and restarts count', async () => {
  const begun: number[] = [];
  const bench = open(({ restarts }) => {
    begun.push((bench.clock.now() - Date.UTC(2026, 0, 1)) / 1_000);
    return { exitCode: restarts < 3 ? 1 : 0 };
  });
  bench.cluster.apply(jobNamed('x', {}, { restartPolicy: 'OnFailure' }));
  await pass(bench, seconds(600));

  const [only, ...others] = pods(bench);
  expect(begun).toEqual([0, 0, 10, 30]);
  expect(others).toEqual([]);
  expect(only?.status.containerStatuses?.[0]?.restartCount).toBe(3);
  expect(endings(bench)[1]?.type).toBe('Complete');
});

test('a finished Job is deleted after its time, with its pods', async () => {
  const bench = open();
  bench.cluster.apply(jobNamed('x', { ttlSecondsAfterFinished: 86_400 }));
  await pass(bench, seconds(86_399));
  const before = [bench.cluster.list('jobs').length, pods(bench).length];
  await pass(bench, seconds(2));

  expect(before).toEqual([1, 1]);
  expect([bench.cluster.list('jobs').length, pods(bench).length]).toEqual([0, 0]);
});

test('a suspended Job stops its pod without a failure, and starts again when resumed', async () => {
  let runs = 0;
  const bench = open((_, signal) => {
    if (++runs > 1) return { exitCode: 0 };
    return new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason)),
    );
  });
  bench.cluster.apply(jobNamed('x', { backoffLimit: 0 }));
  await pass(bench);
  const current = () => job(bench, 'x');
  bench.cluster.apply({ ...current(), spec: { ...current().spec, suspend: true } });
  await pass(bench, seconds(60));
  const suspended = { pods: pods(bench), status: current().status };
  bench.cluster.apply({ ...current(), spec: { ...current().spec, suspend: false } });
  await pass(bench);

  expect(suspended.pods).toEqual([]);
  expect(suspended.status.failed).toBeUndefined();
  expect(suspended.status.startTime).toBeUndefined();
  expect(endings(bench).map(({ type }) => type)).toEqual([
    'Suspended',
    'SuccessCriteriaMet',
    'Complete',
  ]);
});

test('a full node lets pods wait, and accepts them as others end', async () => {
  let running = 0;
  let most = 0;
  const bench = open(
    async () => {
      most = Math.max(most, ++running);
      await bench.clock.sleep(seconds(60));
      running--;
      return { exitCode: 0 };
    },
    { podsAtOnce: 2 },
  );
  for (const name of ['a', 'b', 'c']) bench.cluster.apply(jobNamed(name));
  await pass(bench);
  const waiting = pods(bench).filter(({ status }) => status.phase === 'Pending');
  await pass(bench, seconds(200));

  expect(most).toBe(2);
  expect(waiting.map(({ status }) => status.conditions)).toEqual([
    [expect.objectContaining({ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' })],
  ]);
  expect(pods(bench).map(({ status }) => status.phase)).toEqual(Array(3).fill('Succeeded'));
});

test('a quota that refuses pods records an event, and pods follow when there is room', async () => {
  const bench = open(async () => {
    await bench.clock.sleep(seconds(30));
    return { exitCode: 0 };
  });
  bench.cluster.apply({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'small', namespace },
    spec: { hard: { pods: '1' } },
  });
  for (const name of ['a', 'b']) bench.cluster.apply(jobNamed(name));
  await pass(bench);
  const refused = bench.cluster
    .list('events', namespace)
    .filter(({ reason }) => reason === 'FailedCreate')
    .map(({ message }) => message);
  await pass(bench, seconds(200));

  expect(refused).toEqual([
    expect.stringMatching(
      /^Error creating: pods "b-[a-z0-9]{5}" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1$/,
    ),
  ]);
  expect(['a', 'b'].map((name) => job(bench, name).status.succeeded)).toEqual([1, 1]);
});

test('a container with an unknown image waits, until the deadline of its Job', async () => {
  const bench = open(undefined, {
    containers: modelled(
      () => ({ exitCode: 0 }),
      () => false,
    ),
  });
  bench.cluster.apply(jobNamed('x', { activeDeadlineSeconds: 60 }));
  await pass(bench);
  const [status] = pods(bench)[0]?.status.containerStatuses ?? [];
  await pass(bench, seconds(100));

  const message = 'Back-off pulling image "example/app:1"';
  expect(status?.state).toEqual({ waiting: { reason: 'ImagePullBackOff', message } });
  expect(endings(bench)[1]?.reason).toBe('DeadlineExceeded');
});

test('dependents are deleted with their owner, unless orphaned', async () => {
  const bench = open();
  for (const name of ['a', 'b']) bench.cluster.apply(jobNamed(name));
  await pass(bench);
  const remove = (name: string, propagationPolicy: string) =>
    bench.cluster.request({
      method: 'DELETE',
      path: `/apis/batch/v1/namespaces/inventory/jobs/${name}`,
      query: new URLSearchParams({ propagationPolicy }),
      headers: { authorization: `Bearer ${bench.cluster.administratorToken}` },
      body: '',
    });
  remove('a', 'Foreground');
  remove('b', 'Orphan');
  await pass(bench);

  expect(bench.cluster.list('jobs')).toEqual([]);
  expect(pods(bench).map(({ metadata }) => metadata.generateName)).toEqual(['b-']);
});

test('other objects of a Job are not treated as its pods', async () => {
  const bench = open(
    (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  );
  bench.cluster.apply(jobNamed('parent'));
  await pass(bench);
  const { name, uid } = job(bench, 'parent').metadata;
  const child = jobNamed('child', { suspend: true }) as { readonly metadata: object };
  const ownerReferences = [{ apiVersion: 'batch/v1', kind: 'Job', name, uid }];
  bench.cluster.apply({ ...child, metadata: { ...child.metadata, ownerReferences } } as never);
  const [first] = pods(bench);
  bench.cluster.killPod(namespace, first?.metadata.name ?? '');
  await pass(bench, seconds(10));

  expect(job(bench, 'parent').status.active).toBe(1);
  expect(pods(bench).map(({ metadata }) => metadata.name)).not.toContain(first?.metadata.name);
  expect(pods(bench)).toHaveLength(1);
});
