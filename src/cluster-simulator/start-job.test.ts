import { expect, test } from 'vitest';
import { virtualClock } from '../simulator/index.ts';
import { applyInventoryNamespace, container, namespace } from '../testing/inventory-namespace.ts';
import { modelled } from './kubelet/containers.ts';
import type { NewObject } from './object.ts';
import { simulateCluster } from './simulate-cluster.ts';

function open(spec: object = {}) {
  const clock = virtualClock();
  const cluster = simulateCluster({ clock, containers: modelled(() => new Promise(() => {})) });
  applyInventoryNamespace(cluster);
  const template = { spec: { restartPolicy: 'Never', containers: [container] } };
  const metadata = { labels: { app: 'inventory' }, annotations: { note: 'n' } };
  const cronJob: NewObject = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'weekly', namespace },
    spec: { schedule: '0 2 * * 1', jobTemplate: { metadata, spec: { template } }, ...spec },
  };
  const { uid } = cluster.apply(cronJob).metadata;
  return { clock, cluster, uid, names: () => cluster.list('jobs').map((job) => job.metadata.name) };
}

test('the controller names a Job after its minute, and owns it', () => {
  const { cluster, uid } = open();
  const job = cluster.startJob(namespace, 'weekly');

  expect(job?.metadata).toMatchObject({
    name: `weekly-${Date.UTC(2026, 0, 1) / 60_000}`,
    labels: { app: 'inventory' },
    annotations: {
      note: 'n',
      'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T00:00:00Z',
    },
    ownerReferences: [
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        name: 'weekly',
        uid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  });
});

test('a CronJob that forbids concurrency gets no second Job, one that replaces gets it instead', async () => {
  const started = async (concurrencyPolicy: string) => {
    const { cluster, clock, names } = open({ concurrencyPolicy });
    cluster.startJob(namespace, 'weekly', 'first');
    await clock.advance(60_000);
    cluster.startJob(namespace, 'weekly');
    await clock.advance(0);
    return names().map((name) => name.replace(/\d+/, 'minute'));
  };

  expect(await started('Allow')).toEqual(['first', 'weekly-minute']);
  expect(await started('Forbid')).toEqual(['first']);
  expect(await started('Replace')).toEqual(['weekly-minute']);
});

test('a suspended CronJob starts only manual Jobs', () => {
  const { cluster, names } = open({ suspend: true });
  cluster.startJob(namespace, 'weekly');
  cluster.startJob(namespace, 'weekly', 'by-hand');

  expect(names()).toEqual(['by-hand']);
});

test('Jobs of a CronJob are deleted with it', async () => {
  const { cluster, clock, names } = open();
  cluster.startJob(namespace, 'weekly');
  cluster.remove('cronjobs', namespace, 'weekly');
  await clock.advance(0);

  expect(names()).toEqual([]);
});
