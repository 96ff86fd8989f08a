/**
 * The simulated cluster tested with an independent client: kubectl, over HTTPS, with server-side validation on.
 * Skipped with a notice where kubectl is missing or older than 1.22.
 */

import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyInventoryNamespace, namespace } from '../../testing/inventory-namespace.ts';
import { asProcess } from '../kubelet/as-process.ts';
import type { NewObject } from '../object.ts';
import { type ServedCluster, simulateCluster } from '../simulate-cluster.ts';

const execute = promisify(execFile);
const isUsable = kubectlMinor() >= 22;

/** 0 where it is not installed. */
function kubectlMinor(): number {
  const { status, stdout } = spawnSync('kubectl', ['version', '--client', '--output=json'], {
    encoding: 'utf8',
  });
  if (status !== 0) return 0;
  const { clientVersion } = JSON.parse(stdout) as { clientVersion: { minor: string } };
  return Number.parseInt(clientVersion.minor, 10);
}

const upload = {
  name: 'upload',
  image: 'example/shell:1',
  command: ['sh', '-c'],
  args: ['cat /work/report && echo uploaded by $(WHO)'],
  env: [{ name: 'WHO', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
  volumeMounts: [{ name: 'work', mountPath: '/work' }],
};
const inventory = {
  ...upload,
  name: 'inventory',
  args: ['echo 3 accounts > /work/report'],
  env: [],
};
const podTemplate = {
  spec: {
    restartPolicy: 'Never',
    initContainers: [inventory],
    containers: [upload],
    volumes: [{ name: 'work', emptyDir: {} }],
  },
};
const cronJob: NewObject = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'weekly', namespace, labels: { app: 'inventory' } },
  spec: {
    schedule: '0 2 * * 1',
    jobTemplate: { spec: { backoffLimit: 0, template: podTemplate } },
  },
};

describe.skipIf(!isUsable)(`kubectl${isUsable ? '' : ' (not here, or too old: skipped)'}`, () => {
  const cluster = simulateCluster({
    pageSize: 2,
    containers: asProcess({
      images: { 'example/shell:1': ['sh'] },
      environment: { PATH: process.env.PATH ?? '' },
    }),
  });
  let folder = '';
  let server: ServedCluster | undefined;

  beforeAll(async () => {
    applyInventoryNamespace(cluster);
    server = await cluster.serve();
    folder = mkdtempSync(join(tmpdir(), 'flotilla-kubectl-'));
    writeConfig('admin', cluster.administratorToken);
    writeConfig('orchestrator', cluster.token(namespace, 'orchestrator'));
  });

  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  const writeConfig = (name: string, token: string) => {
    const authority = Buffer.from(server?.certificateAuthority ?? '').toString('base64');
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'simulated',
      clusters: [
        {
          name: 'simulated',
          cluster: { server: server?.url, 'certificate-authority-data': authority },
        },
      ],
      users: [{ name, user: { token } }],
      contexts: [{ name: 'simulated', context: { cluster: 'simulated', user: name, namespace } }],
    };
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(config), { mode: 0o600 });
  };

  const kubectlAs = async (user: string, ...args: readonly string[]) => {
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      KUBECONFIG: join(folder, `${user}.json`),
    };
    const { stdout } = await execute('kubectl', [...args], { env });
    return stdout;
  };
  const kubectl = (...args: readonly string[]) => kubectlAs('admin', ...args);
  const apply = async (object: NewObject) => {
    const file = join(folder, `${object.kind}-${object.metadata?.name}.json`);
    writeFileSync(file, JSON.stringify(object));
    return kubectl('apply', '-f', file);
  };
  /** kubectl prints errors on stderr. */
  const refusalOf = async (attempt: Promise<unknown>): Promise<string> => {
    const error = await attempt.then(
      () => undefined,
      (reason: unknown) => reason as { stderr: string },
    );
    return error?.stderr.trim() ?? 'nothing was refused';
  };
  const runToCompletion = async (name: string) => {
    await apply(cronJob);
    // Its own POST would be protobuf, which the simulated server does not read; so kubectl creates the Job and sends
    // it as JSON.
    const options = ['--from=cronjob/weekly', '--dry-run=client', '-o', 'json'];
    const job = JSON.parse(await kubectl('create', 'job', name, ...options)) as NewObject;
    await apply(job);
    await kubectl('wait', '--for=condition=complete', `job/${name}`, '--timeout=20s');
  };

  test('applies an object, finds it unchanged, and changes it', async () => {
    const map = (value: string) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace },
      data: { kept: 'as it is', changed: value },
    });
    const outputs = [await apply(map('a')), await apply(map('a')), await apply(map('b'))];

    expect(outputs).toEqual([
      'configmap/settings created\n',
      'configmap/settings unchanged\n',
      'configmap/settings configured\n',
    ]);
    expect(cluster.get('configmaps', namespace, 'settings')?.data).toEqual({
      kept: 'as it is',
      changed: 'b',
    });
  });

  test('changes one container of a template and keeps the others', async () => {
    const named = { ...cronJob, metadata: { name: 'patched', namespace } };
    await apply(named);
    const text = JSON.stringify(named).replace('3 accounts', '4 accounts');
    await apply(JSON.parse(text) as NewObject);

    const stored = JSON.stringify(cluster.get('cronjobs', namespace, 'patched')?.spec);
    expect([stored.includes('4 accounts'), stored.includes('uploaded by')]).toEqual([true, true]);
  });

  test('a misspelt field is refused by the server', async () => {
    const bad = { ...cronJob, spec: { ...(cronJob.spec as object), shedule: '* * * * *' } };

    expect(await refusalOf(apply(bad))).toContain('unknown field "spec.shedule"');
  });

  test('starts a Job from a CronJob, waits for its end and reads its log', async () => {
    await runToCompletion('first');
    const pods = await kubectl('get', 'pods', '-l', 'job-name=first', '-o', 'json');
    const { items } = JSON.parse(pods) as { items: { metadata: { name: string } }[] };
    const [name] = items.map(({ metadata }) => metadata.name);

    expect(await kubectl('logs', 'job/first', '-c', 'upload')).toBe(
      `3 accounts\nuploaded by ${name}\n`,
    );
  });

  test('lists more Jobs than one page holds', async () => {
    for (const name of ['a', 'b', 'c']) {
      await apply({
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: `page-${name}`, namespace, labels: { set: 'pages' } },
        spec: { template: podTemplate },
      });
    }
    const names = await kubectl('get', 'jobs', '-l', 'set in (pages)', '-o', 'name');

    expect(names).toBe('job.batch/page-a\njob.batch/page-b\njob.batch/page-c\n');
  });

  test('deletes a Job with its pods', async () => {
    await runToCompletion('doomed');
    const output = await kubectl('delete', 'job', 'doomed', '--timeout=20s');
    const left = await kubectl('get', 'pods', '-l', 'job-name=doomed', '-o', 'name');

    expect(output).toMatch(/^job\.batch "doomed" deleted/);
    expect(left).toBe('');
  });

  test('reports a service account’s permissions, and explains refusals', async () => {
    const may = async (verb: string, group: string, resource: string) => {
      const file = join(folder, `review-${resource}.json`);
      const spec = { resourceAttributes: { verb, group, resource, namespace } };
      const head = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview' };
      writeFileSync(file, JSON.stringify({ ...head, spec }));
      const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
      const answer = await kubectlAs('orchestrator', 'create', '--raw', path, '-f', file);
      return (JSON.parse(answer) as { status: unknown }).status;
    };

    expect([await may('create', 'batch', 'jobs'), await may('get', '', 'secrets')]).toEqual([
      { allowed: true },
      { allowed: false },
    ]);
    expect(await refusalOf(kubectlAs('orchestrator', 'get', 'secrets'))).toBe(
      'Error from server (Forbidden): secrets is forbidden: User "system:serviceaccount:inventory:orchestrator" cannot list resource "secrets" in API group "" in the namespace "inventory"',
    );
  });

  test('does not let an anonymous client in', async () => {
    writeConfig('nobody', 'not-a-token');

    expect(await refusalOf(kubectlAs('nobody', 'get', 'jobs'))).toMatch(/Unauthorized|logged in/);
  });

  test('a dry run checks an object of another group and stores nothing', async () => {
    const dryRun = async (object: NewObject) => {
      const file = join(folder, 'dry-run.json');
      writeFileSync(file, JSON.stringify(object));
      return kubectl('create', '--dry-run=server', '-o', 'name', '-f', file);
    };
    const policy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'out-only', namespace },
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    };

    expect(await dryRun(policy)).toBe('networkpolicy.networking.k8s.io/out-only\n');
    expect(cluster.list('networkpolicies')).toEqual([]);
  });
});
