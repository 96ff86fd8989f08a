/** Runs the kubectl commands of the page about Kubernetes against a simulated cluster. */

import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { isOver, openEmptyClusterEnvironment } from '../kubernetes/testing/cluster-environment.ts';
import { copyManifests, hasKustomize } from '../src/testing/kubernetes-manifests.ts';

const page = readFileSync(join(import.meta.dirname, 'inventory-on-kubernetes.md'), 'utf8');
const lines = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)]
  .flatMap(([, block = '']) => block.split('\n'))
  .filter((line) => line.startsWith('kubectl '));
const execute = promisify(execFile);

/** Two types only: all types in all regions would take minutes. */
const twoTypes = `
patches:
  - target: { kind: CronJob }
    patch: |-
      - op: add
        path: /spec/jobTemplate/spec/template/spec/containers/0/args/-
        value: --types=iam_role,s3_bucket
`;

test.skipIf(!hasKustomize)(
  'the kubectl commands of the page take an inventory of an organization',
  { timeout: 120_000 },
  async () => {
    const image = 'registry.example.com/flotilla:0.1.0';
    await using environment = await openEmptyClusterEnvironment({ members: 1, images: [image] });
    const folder = mkdtempSync(join(tmpdir(), 'flotilla-page-'));
    const manifests = copyManifests(environment.variables);
    appendFileSync(join(manifests, 'overlays/production/kustomization.yaml'), twoTypes);
    symlinkSync(manifests, join(folder, 'kubernetes'));
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, kubeconfigOf(environment));
    const run = (command: string) =>
      execute('sh', ['-c', command], {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: folder, KUBECONFIG: kubeconfig },
      });
    const outputs: string[] = [];
    for (const line of lines) outputs.push((await run(withJson(line))).stdout);

    expect(lines.map((line) => line.split(' ')[1])).toEqual([
      'apply',
      'create',
      'wait',
      'logs',
      'get',
    ]);
    expect(isOver(environment.job('first-run'))).toBe(true);
    expect(outputs.at(-2)).toContain('accounts: 3 complete, 0 partial, 0 failed, 0 skipped');
    expect(outputs.at(-1)).toContain(`-${environment.members[0]}`);
  },
);

/** kubectl creates Jobs in protobuf, which the simulated API server does not read: sends the same Job as JSON. */
function withJson(line: string): string {
  if (!line.startsWith('kubectl create ')) return line;
  return `${line} --dry-run=client --output json | kubectl apply --filename -`;
}

function kubeconfigOf({
  api,
  cluster,
}: Awaited<ReturnType<typeof openEmptyClusterEnvironment>>): string {
  const authority = Buffer.from(api.certificateAuthority).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'c', cluster: { server: api.url, 'certificate-authority-data': authority } },
    ],
    users: [{ name: 'u', user: { token: cluster.administratorToken } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
}
