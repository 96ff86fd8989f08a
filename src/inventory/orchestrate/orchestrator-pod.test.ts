import { expect, test } from 'vitest';
import { namespace } from '../../testing/inventory-namespace.ts';
import { hang, openOrchestrationEnvironment } from '../../testing/orchestration-environment.ts';
import { runOf } from './names.ts';
import { findOrchestratorPod } from './orchestrator-pod.ts';

const never = new AbortController().signal;

test('a pod finds the Job that it belongs to, the digest of its image, and its scheduling constraints', async () => {
  await using environment = await openOrchestrationEnvironment();
  const cronJob = environment.cluster.get('cronjobs', namespace, 'aws-inventory-orchestrator');
  const changed = structuredClone(cronJob) as never as {
    spec: { jobTemplate: { spec: { template: { spec: Record<string, unknown> } } } };
  };
  const pod = changed.spec.jobTemplate.spec.template.spec;
  Object.assign(pod, { nodeSelector: { pool: 'batch' }, imagePullSecrets: [{ name: 'registry' }] });
  Object.assign((pod.containers as object[])[0] ?? {}, { image: 'flotilla@sha256:0123' });
  environment.cluster.apply(changed as never);
  const { self } = await environment.begun('another');

  expect(self).toMatchObject({
    image: 'flotilla@sha256:0123',
    placement: { nodeSelector: { pool: 'batch' }, imagePullSecrets: [{ name: 'registry' }] },
    owner: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      name: 'another',
      uid: environment.cluster.get('jobs', namespace, 'another')?.metadata.uid,
    },
  });
});

test('a run belongs to its Job: it is the same for every pod, at any time', async () => {
  await using environment = await openOrchestrationEnvironment();
  const { self, run } = environment.own;
  await environment.clock.advance(3_600_000);

  expect(runOf(self.job, 'same')).toEqual(run);
  expect(run.runId).toBe(`20260101T000000Z-${self.job.metadata.uid.slice(0, 6)}`);
});

test('a pod without a Job gets an error with the command to create one', async () => {
  await using environment = await openOrchestrationEnvironment({
    work: (_, signal) => hang(signal),
  });
  environment.cluster.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'stray', namespace },
    spec: (environment.cluster.list('pods', namespace)[0] as never as { spec: object }).spec,
  });

  await expect(findOrchestratorPod(environment.client, 'stray', never)).rejects.toThrow(
    'pod "stray" does not belong to a Job; start it with: kubectl create job --from=cronjob/aws-inventory-orchestrator',
  );
});
