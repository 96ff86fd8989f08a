/** The Kubernetes client, against a simulated API server over TLS. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { simulateCluster } from '../cluster-simulator/simulate-cluster.ts';
import { virtualClock } from '../simulator/index.ts';
import { applyInventoryNamespace, jobNamed, namespace } from '../testing/inventory-namespace.ts';
import { inCluster } from './in-cluster.ts';
import { jobs, pods } from './objects.ts';
import { openCluster } from './open-cluster.ts';

async function open() {
  const clock = virtualClock();
  const simulated = simulateCluster({ clock, pageSize: 2 });
  applyInventoryNamespace(simulated);
  const { host, port, certificateAuthority } = await simulated.serve();
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-service-account-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const renew = () => write('token', `${simulated.token(namespace, 'orchestrator')}\n`);
  write('ca.crt', certificateAuthority);
  write('namespace', namespace);
  renew();
  const place = await inCluster({ host, port: String(port), folder });
  const cluster = openCluster({ ...place, clock, random: () => 0.5 });
  return {
    clock,
    simulated,
    cluster,
    place,
    folder,
    renew,
    async [Symbol.asyncDispose]() {
      cluster.close();
      await simulated.stop();
    },
  };
}

const named = (objects: readonly unknown[]) =>
  objects.map((object) => (object as { metadata: { name: string } }).metadata.name);

test('the service account folder is all that is needed', async () => {
  await using server = await open();
  const { cluster } = server;
  const made = await cluster.create(jobs, jobNamed('x'));

  expect(named([made, await cluster.get(jobs, 'x')])).toEqual(['x', 'x']);
});

test('a token is read for each request: the kubelet renews it while we run', async () => {
  await using server = await open();
  await server.clock.advance(2 * 3_600_000);
  await expect(server.cluster.get(jobs, 'x')).rejects.toThrow('Unauthorized');
  server.renew();

  await expect(server.cluster.get(jobs, 'x')).rejects.toThrow('jobs.batch "x" not found');
});

test('a server whose certificate another authority signed is refused', async () => {
  await using server = await open();
  await using other = await open();
  const { certificateAuthority } = other.place;
  const cluster = openCluster({ ...server.place, certificateAuthority, clock: server.clock });

  await expect(cluster.get(jobs, 'x')).rejects.toThrow(/certificate|self-signed/);
});

test('lists are read to their last page, and by label', async () => {
  await using server = await open();
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    const job = jobNamed(name) as { metadata: object };
    server.simulated.apply({
      ...job,
      metadata: { ...job.metadata, labels: { odd: String(name !== 'b') } },
    } as never);
  }
  const pages = await Array.fromAsync(server.cluster.pages(jobs, { odd: 'true' }));

  expect(pages.map(({ items }) => named(items))).toEqual([
    ['a', 'c'],
    ['d', 'e'],
  ]);
});

test('a watch yields changes since the listing, and ends after its timeout', async () => {
  await using server = await open();
  const { cluster, simulated, clock } = server;
  simulated.apply(jobNamed('before'));
  const [page] = await Array.fromAsync(cluster.pages(jobs, {}));
  const resourceVersion = page?.resourceVersion ?? '';
  simulated.apply(jobNamed('after'));
  const seen: string[] = [];
  for await (const change of cluster.watch(jobs, { labels: {}, resourceVersion, seconds: 60 })) {
    seen.push(`${change.type} ${named([change.object])}`);
    if (seen.includes('ADDED after')) void clock.advance(60_000);
  }

  expect(seen).toContain('ADDED after');
  expect(seen).not.toContain('ADDED before');
});

test('a watch from an expired version is reported as expired', async () => {
  await using server = await open();
  const [page] = await Array.fromAsync(server.cluster.pages(jobs, {}));
  server.simulated.apply(jobNamed('x'));
  server.simulated.compact();
  const watching = { labels: {}, resourceVersion: page?.resourceVersion ?? '', seconds: 60 };

  await expect(Array.fromAsync(server.cluster.watch(jobs, watching))).rejects.toMatchObject({
    status: 410,
  });
});

test.each([
  [403, 'Forbidden', 'no'],
  [422, 'Invalid', 'bad'],
  [409, 'AlreadyExists', 'there'],
])('%d is thrown at once, with its reason and message', async (code, reason, message) => {
  await using server = await open();
  server.simulated.refuse({ verb: 'create', resource: 'jobs', fault: { code, reason, message } });

  await expect(server.cluster.create(jobs, jobNamed('x'))).rejects.toMatchObject({
    status: code,
    reason,
    message,
  });
});

test('temporary errors are retried with growing delays, and not forever', async () => {
  await using server = await open();
  const { clock } = server;
  server.simulated.refuse({ verb: 'get', resource: 'pods', fault: { code: 503, message: 'away' } });
  const waits: number[] = [];
  let isOver = false;
  const asking = server.cluster.get(pods, 'x').finally(() => {
    isOver = true;
  });
  asking.catch(() => {});
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    const next = clock.next();
    if (next === undefined) continue;
    waits.push(next - clock.now());
    await clock.advance(next - clock.now());
  }

  await expect(asking).rejects.toThrow('away');
  expect(waits).toEqual([375, 750, 1500, 3000, 6000, 11_250, 11_250]);
});

test('without the service account folder the error names the missing file and what to do', async () => {
  await expect(inCluster({ host: '10.0.0.1', port: '443', folder: '/nowhere' })).rejects.toThrow(
    'cannot read "/nowhere/ca.crt" (ENOENT); mount the token of the pod\'s service account there, or name its folder with --service-account',
  );
});
