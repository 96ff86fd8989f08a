import { expect, test } from 'vitest';
import { problemsOf } from '../../cluster-simulator/schema.ts';
import { type RunnerJobSettings, runnerJob } from './runner-job.ts';

const settings: RunnerJobSettings = {
  runId: '20260131T020000Z-0a1b2c',
  namespace: 'inventory',
  image: 'registry.example.com/flotilla@sha256:0123',
  imagePullPolicy: 'IfNotPresent',
  placement: {
    nodeSelector: { pool: 'batch' },
    tolerations: [{ key: 'batch', operator: 'Exists' }],
  },
  owner: { apiVersion: 'batch/v1', kind: 'Job', name: 'orchestrator', uid: 'f00d' },
  assume: ['--role-name=managed/inventory'],
  collect: ['--regions=enabled'],
  upload: ['--bucket=reports'],
  deadlineSeconds: 7200,
  retries: 2,
  keepSeconds: 86_400,
  cpu: '250m',
  memory: '768Mi',
};

const account = { id: '111111111111', name: 'alpha', ouPath: '/Workloads' };
const job = runnerJob(settings, account, false);
const pod = job.spec.template.spec;
const containers = [...pod.initContainers, ...pod.containers];
const mountsOf = (name: string) =>
  containers.find((one) => one.name === name)?.volumeMounts.map((mount) => Object.values(mount));

test('it is a Job that Kubernetes accepts, with all its fields', () => {
  expect(problemsOf(job)).toEqual([]);
});

test('its name and labels contain the run and the account, and it is deleted with its owner', () => {
  expect(job.metadata).toEqual({
    name: 'inventory-20260131t020000z-0a1b2c-111111111111',
    namespace: 'inventory',
    labels: {
      app: 'inventory',
      component: 'runner',
      cloud: 'aws',
      'flotilla/run': '20260131T020000Z-0a1b2c',
      'flotilla/account': '111111111111',
    },
    ownerReferences: [
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        name: 'orchestrator',
        uid: 'f00d',
        controller: false,
        blockOwnerDeletion: false,
      },
    ],
  });
});

test('it has a deadline, retries and a time to live, and does not retry permanent failures', () => {
  const { template, ...rest } = job.spec;

  expect(rest).toEqual({
    backoffLimit: 2,
    activeDeadlineSeconds: 7200,
    ttlSecondsAfterFinished: 86_400,
    podFailurePolicy: {
      rules: [
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        { action: 'FailJob', onExitCodes: { operator: 'In', values: [4] } },
      ],
    },
  });
});

test('the three containers run one after the other, of one image', () => {
  expect(pod.initContainers.map(({ name }) => name)).toEqual(['assume', 'renew', 'inventory']);
  expect(pod.containers.map(({ name }) => name)).toEqual(['upload']);
  expect(containers.map(({ image }) => image)).toEqual(Array(4).fill(settings.image));
  expect(containers.map(({ args }) => args.join(' '))).toEqual([
    'inventory runner assume --role-name=managed/inventory --credentials /credentials/aws --account 111111111111 --termination-log /dev/termination-log',
    'inventory runner assume --role-name=managed/inventory --credentials /credentials/aws --renew --account 111111111111 --termination-log /dev/termination-log',
    'inventory runner inventory --regions=enabled --run 20260131T020000Z-0a1b2c --credentials /credentials/aws --out /output --account-name=alpha --ou-path=/Workloads --account 111111111111 --termination-log /dev/termination-log',
    'inventory runner upload --bucket=reports --from /output --account 111111111111 --termination-log /dev/termination-log',
  ]);
});

test('the uploading container never sees the credentials, and the reading container has no identity of its own', () => {
  for (const name of ['assume', 'renew']) {
    expect(mountsOf(name)).toEqual([
      ['credentials', '/credentials'],
      ['scratch', '/scratch'],
    ]);
  }
  expect(mountsOf('inventory')).toEqual([
    ['credentials', '/credentials', true],
    ['output', '/output'],
    ['scratch', '/scratch'],
  ]);
  expect(mountsOf('upload')).toEqual([
    ['output', '/output', true],
    ['scratch', '/scratch'],
  ]);
  expect(pod.volumes[0]).toEqual({
    name: 'credentials',
    emptyDir: { medium: 'Memory', sizeLimit: '1Mi' },
  });
  expect(job.spec.template.metadata.annotations).toEqual({
    'eks.amazonaws.com/skip-containers': 'inventory',
  });
  expect(pod.automountServiceAccountToken).toBe(false);
});

test('a small sidecar renews the credentials', () => {
  expect(pod.initContainers[1]).toMatchObject({
    restartPolicy: 'Always',
    resources: { requests: { cpu: '10m', memory: '192Mi' }, limits: { memory: '192Mi' } },
  });
});

test('its containers have minimal privileges', () => {
  const hardened = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  };

  expect(containers.map(({ securityContext }) => securityContext)).toEqual(Array(4).fill(hardened));
  expect(pod.securityContext).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
});

test('it has the scheduling constraints of its orchestrator', () => {
  const { nodeSelector, tolerations } = pod as unknown as RunnerJobSettings['placement'];

  expect({ nodeSelector, tolerations }).toEqual(settings.placement);
});

test('one of them also lists the entries that are listed once per run, as its label shows', () => {
  const once = runnerJob(settings, account, true);

  expect(once.metadata.labels).toMatchObject({ 'flotilla/once-per-run': 'true' });
  expect(once.spec.template.spec.initContainers[2]?.args).toContain('--once-per-run');
});

test('an account whose name looks like an option stays a name', () => {
  const [, , collect] = runnerJob(settings, { id: '111111111111', name: '--run' }, false).spec
    .template.spec.initContainers;

  expect(collect?.args).toContain('--account-name=--run');
});
