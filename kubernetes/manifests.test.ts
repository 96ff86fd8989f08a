/** Validates the manifests, as written and as built by kubectl, against the published schema of Kubernetes. */

import { describe, expect, test } from 'vitest';
import { problemsOf } from '../src/cluster-simulator/schema.ts';
import {
  buildManifests,
  fillManifests,
  findManifest,
  hasKustomize,
  type Manifest,
} from '../src/testing/kubernetes-manifests.ts';

const variables = {
  BILLING_ACCOUNT_ID: '111111111111',
  SECURITY_ACCOUNT_ID: '222222222222',
  ORCHESTRATOR_ROLE: 'Orchestrator',
  RUNNER_ROLE: 'Runner',
  BUCKET_NAME: 'reports',
  CRON_SCHEDULE: '30 2 * * 1',
  INCLUDE_ACCOUNTS: '333333333333',
};

const variants: readonly (readonly [string, boolean, () => readonly Manifest[]])[] = [
  ['as written', true, () => fillManifests(variables)],
  ['base, built by kubectl', hasKustomize, () => buildManifests('base', variables)],
  [
    'production, built by kubectl',
    hasKustomize,
    () => buildManifests('overlays/production', variables),
  ],
  ['sandbox, built by kubectl', hasKustomize, () => buildManifests('overlays/sandbox', variables)],
];

for (const [name, isPossible, manifestsOf] of variants) {
  describe.skipIf(!isPossible)(
    isPossible ? name : `${name}: there is no kubectl of 1.22 or newer`,
    () => {
      test('every object is valid Kubernetes, to the last field', () => {
        const problems = manifestsOf().map((one) => [one.kind, one.metadata.name, problemsOf(one)]);

        expect(problems.length).toBeGreaterThan(7);
        expect(problems.filter(([, , found]) => found?.length !== 0)).toEqual([]);
      });

      test('the variables are in the right places', () => {
        const manifests = manifestsOf();
        const roleOf = (account: string) =>
          findManifest(manifests, 'ServiceAccount', account).metadata.annotations?.[
            'eks.amazonaws.com/role-arn'
          ];

        expect(roleOf('aws-inventory-orchestrator-sa')).toBe(
          'arn:aws:iam::111111111111:role/Orchestrator',
        );
        expect(roleOf('aws-inventory-runner-sa')).toBe('arn:aws:iam::222222222222:role/Runner');
        expect(findManifest(manifests, 'CronJob', 'aws-inventory-orchestrator').spec.schedule).toBe(
          '30 2 * * 1',
        );
        const environment = findManifest(manifests, 'ConfigMap', 'environment');
        expect(environment.data).toEqual(variables);
        expect(podOf(manifests).containers[0].envFrom).toEqual([
          { configMapRef: { name: environment.metadata.name } },
        ]);
      });

      test('the orchestrator’s pod has the least possible privileges', () => {
        const pod = podOf(manifestsOf());

        expect(pod.securityContext).toEqual({
          runAsNonRoot: true,
          runAsUser: 65532,
          runAsGroup: 65532,
          fsGroup: 65532,
          seccompProfile: { type: 'RuntimeDefault' },
        });
        expect(pod.containers[0].securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(pod.containers[0].resources).toEqual({
          requests: { cpu: '250m', memory: '512Mi' },
          limits: { memory: '512Mi' },
        });
      });

      test('the cluster grants exactly the permissions of the orchestrator', () => {
        expect(findManifest(manifestsOf(), 'Role', 'inventory-orchestrator').rules).toEqual([
          { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'get', 'list', 'watch'] },
          { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
        ]);
      });

      test('two runs never overlap, and a run that ended with failures is not repeated', () => {
        const { spec } = findManifest(manifestsOf(), 'CronJob', 'aws-inventory-orchestrator');

        expect(spec.concurrencyPolicy).toBe('Forbid');
        expect(spec.jobTemplate.spec.podFailurePolicy.rules[1]).toEqual({
          action: 'FailJob',
          onExitCodes: { operator: 'In', values: [2] },
        });
        expect(spec.jobTemplate.spec.ttlSecondsAfterFinished).toBe(86_400);
      });
    },
  );
}

test.skipIf(!hasKustomize)('the sandbox is started by hand, and small', () => {
  const manifests = buildManifests('overlays/sandbox', variables);

  expect(findManifest(manifests, 'CronJob', 'aws-inventory-orchestrator').spec.suspend).toBe(true);
  expect(podOf(manifests).containers[0].args.slice(-2)).toEqual(['--parallelism=2', '--retries=0']);
  expect(findManifest(manifests, 'ResourceQuota', 'inventory').spec.hard.pods).toBe('4');
});

test.skipIf(!hasKustomize)('production takes its image from a registry of its own', () => {
  const [container] = podOf(buildManifests('overlays/production', variables)).containers;

  expect(container.image).toBe('registry.example.com/flotilla:0.1.0');
});

function podOf(manifests: readonly Manifest[]) {
  const { spec } = findManifest(manifests, 'CronJob', 'aws-inventory-orchestrator');
  return spec.jobTemplate.spec.template.spec;
}
