import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateOpenIDConnectProviderCommand, CreateRoleCommand } from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, expect, test } from 'vitest';
import { simulateOrganization, virtualClock } from '../../simulator/index.ts';
import {
  applyInventoryNamespace,
  container,
  namespace,
} from '../../testing/inventory-namespace.ts';
import { clientsOf, policy } from '../../testing/organization-clients.ts';
import type { NewObject, Pod } from '../object.ts';
import {
  type ClusterOptions,
  type SimulatedCluster,
  simulateCluster,
} from '../simulate-cluster.ts';
import { asProcess } from './as-process.ts';
import { modelled, type PreparedContainer } from './containers.ts';
import { expand } from './expand.ts';

const clusters: SimulatedCluster[] = [];
afterEach(async () => {
  for (const cluster of clusters.splice(0)) await cluster.stop();
});

function open(options: ClusterOptions): SimulatedCluster {
  const cluster = simulateCluster(options);
  clusters.push(cluster);
  applyInventoryNamespace(cluster);
  return cluster;
}

const image = 'example/shell:1';
const processes = (environment: Readonly<Record<string, string>> = {}) =>
  asProcess({
    images: { [image]: ['sh', '-c'] },
    environment: { PATH: process.env.PATH ?? '', ...environment },
  });

const shell = (name: string, script: string, more: object = {}) => ({
  name,
  image,
  args: [script],
  ...more,
});
const pod = (spec: object, metadata: object = {}): NewObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x', namespace, ...metadata },
  spec: { restartPolicy: 'Never', automountServiceAccountToken: false, ...spec },
});

/** Resolves with the pod when it has finished. */
function run(cluster: SimulatedCluster, object: NewObject): Promise<Pod> {
  return new Promise((resolve) => {
    const stop = cluster.watch(({ resource, object }) => {
      const { status } = object as Pod;
      if (resource !== 'pods' || !['Succeeded', 'Failed'].includes(status.phase)) return;
      stop();
      resolve(object as Pod);
    });
    cluster.apply(object);
  });
}

const endOf = ({ status }: Pod) => {
  const state = status.containerStatuses?.[0]?.state;
  if (!state || !('terminated' in state)) return state;
  const { exitCode, reason, message } = state.terminated;
  return { exitCode, reason, message };
};

test('containers run one after another as processes, and share files', async () => {
  const cluster = open({ containers: processes() });
  const task = { volumeMounts: [{ name: 'work', mountPath: '/work' }] };
  const ended = await run(
    cluster,
    pod({
      volumes: [{ name: 'work', emptyDir: { medium: 'Memory' } }],
      initContainers: [
        shell('first', 'echo one > /work/list', task),
        shell('second', 'echo two >> /work/list', task),
      ],
      containers: [shell('main', 'cat /work/list', task)],
    }),
  );

  expect(ended.status.phase).toBe('Succeeded');
  expect(cluster.log(namespace, 'x', 'main')).toBe('one\ntwo\n');
});

test('a container that does not mount a volume does not see its path', async () => {
  const cluster = open({ containers: processes() });
  await run(
    cluster,
    pod({
      volumes: [{ name: 'work', emptyDir: {} }],
      containers: [
        shell('main', 'echo /work/secret $LEFT', { env: [{ name: 'LEFT', value: '/work' }] }),
      ],
    }),
  );

  expect(cluster.log(namespace, 'x', 'main')).toBe('/work/secret /work\n');
});

test('paths are replaced at path boundaries only', async () => {
  const cluster = open({ containers: processes() });
  await run(
    cluster,
    pod({
      volumes: [{ name: 'aws', emptyDir: {} }],
      containers: [
        shell(
          'main',
          'echo s3://bucket/aws /awsome https://aws.example/aws; echo "$A" | sed "s#/.*/volumes#…#"',
          {
            env: [{ name: 'A', value: 'file=/aws/creds' }],
            volumeMounts: [{ name: 'aws', mountPath: '/aws' }],
          },
        ),
      ],
    }),
  );

  expect(cluster.log(namespace, 'x', 'main')).toBe(
    's3://bucket/aws /awsome https://aws.example/aws\nfile=…/aws/creds\n',
  );
});

test('the environment comes from the pod and the node, not from this process', async () => {
  const cluster = open({ containers: processes({ NODE_SAYS: 'hello', BOTH: 'node' }) });
  cluster.apply({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace },
    data: { bucket: 'reports' },
  });
  cluster.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'keys', namespace },
    stringData: { id: '42' },
  });
  const env = [
    { name: 'BOTH', value: 'pod' },
    { name: 'BUCKET', valueFrom: { configMapKeyRef: { name: 'settings', key: 'bucket' } } },
    { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'id' } } },
    { name: 'GONE', valueFrom: { secretKeyRef: { name: 'keys', key: 'no', optional: true } } },
    { name: 'RUN', valueFrom: { fieldRef: { fieldPath: "metadata.labels['run']" } } },
    { name: 'PLACE', value: 's3://$(BUCKET)/$(RUN)/$$(BUCKET)/$(UNKNOWN)' },
    {
      name: 'LIMIT',
      valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } },
    },
  ];
  await run(
    cluster,
    pod(
      {
        containers: [
          shell('main', 'env | grep -v -e ^PATH= -e ^PWD= -e ^SHLVL= -e ^_= -e ^OLDPWD= | sort', {
            env,
            envFrom: [{ prefix: 'ALL_', configMapRef: { name: 'settings' } }],
            resources: { limits: { memory: '1Gi' } },
          }),
        ],
      },
      { labels: { run: 'r1' } },
    ),
  );

  expect(cluster.log(namespace, 'x', 'main').trim().split('\n')).toEqual([
    'ALL_bucket=reports',
    'BOTH=pod',
    'BUCKET=reports',
    'HOSTNAME=x',
    'KEY=42',
    'LIMIT=1024',
    'NODE_SAYS=hello',
    'PLACE=s3://reports/r1/$(BUCKET)/$(UNKNOWN)',
    'RUN=r1',
  ]);
});

test('config maps, secrets and the downward API are files', async () => {
  const cluster = open({ containers: processes() });
  cluster.apply({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace },
    data: { a: '1', b: '2' },
  });
  cluster.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'keys', namespace },
    stringData: { id: '42' },
  });
  const sources = [
    { configMap: { name: 'settings', items: [{ key: 'b', path: 'deep/b' }] } },
    { downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } },
  ];
  const mounts = ['settings', 'keys', 'all'].map((name) => ({
    name,
    mountPath: `/${name}`,
    readOnly: true,
  }));
  await run(
    cluster,
    pod({
      volumes: [
        { name: 'settings', configMap: { name: 'settings' } },
        { name: 'keys', secret: { secretName: 'keys', defaultMode: 0o400 } },
        { name: 'all', projected: { sources } },
      ],
      containers: [
        shell('main', 'cat /settings/a /keys/id /all/deep/b /all/name; stat -c %a /keys/id', {
          volumeMounts: mounts,
        }),
      ],
    }),
  );

  expect(cluster.log(namespace, 'x', 'main')).toBe('1422x400\n');
});

test('a failure reports its exit code and termination message', async () => {
  const cluster = open({ containers: processes() });
  const script = 'echo "to the log"; echo "bucket is gone" > /dev/termination-log; exit 9';
  const ended = await run(cluster, pod({ containers: [shell('main', script)] }));

  expect(endOf(ended)).toEqual({ exitCode: 9, reason: 'Error', message: 'bucket is gone\n' });
  expect(cluster.log(namespace, 'x', 'main')).toBe('to the log\n');
});

test('the end of the log replaces a missing message, if configured', async () => {
  const cluster = open({ containers: processes() });
  const script = 'for n in $(seq 100); do echo line $n; done; exit 1';
  const policy = { terminationMessagePolicy: 'FallbackToLogsOnError' };
  const ended = await run(cluster, pod({ containers: [shell('main', script, policy)] }));
  const lines = (endOf(ended) as { message: string }).message.trim().split('\n');

  expect([lines.length, lines[0], lines.at(-1)]).toEqual([80, 'line 21', 'line 100']);
});

test('a deleted pod gets SIGTERM, with all its processes', async () => {
  const cluster = open({ containers: processes() });
  const ready = new Promise<void>((resolve) => {
    const stop = cluster.watch(({ object }) => {
      if ((object as Pod).status?.phase !== 'Running') return;
      stop();
      resolve();
    });
  });
  const script = 'trap "echo bye; exit 3" TERM; sleep 1000 & echo started; wait';
  const finished = run(cluster, pod({ containers: [shell('main', script)] }));
  await ready;
  await until(() => cluster.log(namespace, 'x', 'main') === 'started\n');
  cluster.remove('pods', namespace, 'x');

  expect(endOf(await finished)).toEqual({ exitCode: 3, reason: 'Error', message: undefined });
});

test('a missing program does not start', async () => {
  const cluster = open({ containers: processes() });
  const ended = await run(
    cluster,
    pod({ containers: [{ name: 'main', image, command: ['/no/such/program'] }] }),
  );

  expect(endOf(ended)).toEqual({
    exitCode: 128,
    reason: 'StartError',
    message: expect.stringContaining('ENOENT'),
  });
});

test('a pod waits for a config map that does not exist yet', async () => {
  const clock = virtualClock();
  const cluster = open({ clock });
  const env = [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'late', key: 'a' } } }];
  cluster.apply(pod({ containers: [{ ...container, env }] }));
  await clock.advance(0);
  const waiting = (cluster.get('pods', namespace, 'x') as Pod).status.containerStatuses?.[0]?.state;
  cluster.apply({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'late', namespace },
    data: { a: '1' },
  });
  await clock.advance(0);

  expect(waiting).toEqual({
    waiting: { reason: 'CreateContainerConfigError', message: 'configmap "late" not found' },
  });
  expect((cluster.get('pods', namespace, 'x') as Pod).status.phase).toBe('Succeeded');
});

test('a sidecar runs beside later containers, is restarted, and does not decide how the pod ends', async () => {
  const clock = virtualClock();
  const seen: string[] = [];
  const task = async ({ name, restarts }: PreparedContainer, signal: AbortSignal) => {
    seen.push(`${name} begins`);
    if (name === 'beside' && restarts === 0) return { exitCode: 1 };
    if (name === 'beside') await clock.sleep(1e9, signal).catch(() => seen.push('beside ends'));
    else await clock.sleep(60_000);
    if (name !== 'beside') seen.push(`${name} ends`);
    return { exitCode: name === 'beside' ? 7 : 0 };
  };
  const cluster = open({ clock, containers: modelled(task) });
  const named = (name: string, more = {}) => ({ ...container, name, ...more });
  cluster.apply(
    pod({
      initContainers: [named('beside', { restartPolicy: 'Always' }), named('next')],
      containers: [named('main')],
    }),
  );
  await clock.advance(0);
  const phaseOf = () => (cluster.get('pods', namespace, 'x') as Pod).status.phase;
  const before = phaseOf();
  await clock.advance(90_000);
  const during = phaseOf();
  await clock.advance(60_000);

  expect([before, during, phaseOf()]).toEqual(['Pending', 'Running', 'Succeeded']);
  expect(seen.slice(-3)).toEqual(['main begins', 'main ends', 'beside ends']);
  expect(seen.filter((one) => one === 'beside begins')).toHaveLength(2);
});

test('a pod that exceeds its deadline reports it', async () => {
  const clock = virtualClock();
  const cluster = open({ clock, containers: modelled(() => new Promise(() => {})) });
  cluster.apply(pod({ activeDeadlineSeconds: 60, containers: [container] }));
  await clock.advance(0);
  await clock.advance(100_000);
  const { phase, reason } = (cluster.get('pods', namespace, 'x') as Pod).status;

  expect({ phase, reason }).toEqual({ phase: 'Failed', reason: 'DeadlineExceeded' });
});

test('the token of a pod assumes a role of the simulated organization, and is renewed in time', async () => {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock });
  const member = organization.addAccount({ name: 'security' });
  const url = 'https://oidc.eks.eu-west-1.amazonaws.com/id/CLUSTER';
  const issuer = organization.addIdentityProvider(url);
  const host = url.replace('https://', '');
  const { iam } = clientsOf(organization, { principal: `arn:aws:iam::${member.id}:root` });
  const provider = await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: url, ClientIDList: ['sts.amazonaws.com'] }),
  );
  const subject = `system:serviceaccount:${namespace}:runner`;
  const trust = policy('Allow', 'sts:AssumeRoleWithWebIdentity', {
    Principal: { Federated: provider.OpenIDConnectProviderArn },
    Condition: { StringEquals: { [`${host}:sub`]: subject, [`${host}:aud`]: 'sts.amazonaws.com' } },
  });
  const created = await iam.send(
    new CreateRoleCommand({ RoleName: 'Runner', AssumeRolePolicyDocument: trust }),
  );
  const role = created.Role?.Arn ?? '';
  const tokens: string[] = [];
  const task = async ({ env, mounts }: PreparedContainer) => {
    const folder = mounts[0]?.folder() ?? '';
    const read = () => tokens.push(readFileSync(join(folder, 'token'), 'utf8'));
    read();
    expect(env.AWS_ROLE_ARN).toBe(role);
    await clock.sleep(80_000_000);
    read();
    return { exitCode: 0 };
  };
  const cluster = open({ clock, issuer, containers: modelled(task) });
  const annotations = { 'eks.amazonaws.com/role-arn': role };
  cluster.apply({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'runner', namespace, annotations },
  });
  cluster.apply(pod({ serviceAccountName: 'runner', containers: [container] }));
  await clock.advance(0);
  const { requestHandler, region } = organization.access();
  const sts = new STSClient({ requestHandler, region });
  const assumed = await sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: role,
      RoleSessionName: 'runner',
      WebIdentityToken: tokens[0],
    }),
  );
  await clock.advance(81_000_000);

  expect(assumed.SubjectFromWebIdentityToken).toBe(subject);
  expect(tokens.length).toBe(2);
  expect(tokens[1]).not.toBe(tokens[0]);
});

test('the folders of a pod are deleted with it', async () => {
  const clock = virtualClock();
  let folder = '';
  const cluster = open({
    clock,
    containers: modelled(({ mounts }) => {
      folder = mounts[0]?.folder() ?? '';
      return { exitCode: 0 };
    }),
  });
  const volumes = [{ name: 'work', emptyDir: {} }];
  const volumeMounts = [{ name: 'work', mountPath: '/work' }];
  cluster.apply(pod({ volumes, containers: [{ ...container, volumeMounts }] }));
  await clock.advance(0);
  const before = existsSync(folder);
  cluster.remove('pods', namespace, 'x');
  await clock.advance(0);

  expect([before, existsSync(folder)]).toEqual([true, false]);
});

test('variables are expanded, dollars escaped, and unknown names kept', () => {
  expect(expand('$(A) $$(A) $$$(A) $(B) $A $', { A: '1' })).toBe('1 $(A) $1 $(B) $A $');
});

/** A separate process signals when it is ready: there is nothing to await in this one. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}
