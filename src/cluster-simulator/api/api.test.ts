import { request } from 'node:https';
import { afterEach, expect, test } from 'vitest';
import { virtualClock } from '../../simulator/index.ts';
import { clusterApiClient } from '../../testing/cluster-api-client.ts';
import { applyInventoryNamespace, jobNamed, namespace } from '../../testing/inventory-namespace.ts';
import { modelled } from '../kubelet/containers.ts';
import { simulateCluster } from '../simulate-cluster.ts';

const clusters: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const cluster of clusters.splice(0)) await cluster.stop();
});

function open(options: Parameters<typeof simulateCluster>[0] = {}) {
  const clock = virtualClock();
  const cluster = simulateCluster({ clock, ...options });
  clusters.push(cluster);
  applyInventoryNamespace(cluster);
  return { cluster, clock, client: clusterApiClient(cluster) };
}

const jobs = `/apis/batch/v1/namespaces/${namespace}/jobs`;
const maps = `/api/v1/namespaces/${namespace}/configmaps`;
const pods = `/api/v1/namespaces/${namespace}/pods`;
const map = (name: string, labels: Record<string, string> = {}, data: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels },
  data,
});
const namesOf = ({ items }: { items: { metadata: { name: string } }[] }) =>
  items.map(({ metadata }) => metadata.name);
const seenBy = ({
  events,
}: {
  events: readonly { type: string; object: { metadata: { name: string } } }[];
}) => events.map(({ type, object }) => `${type} ${object.metadata.name}`);

test('a duplicate name is refused, and so is an unknown one', () => {
  const { client } = open();
  client.call('POST', maps, map('a'));

  expect(client.call('POST', maps, map('a')).body).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'configmaps "a" already exists',
    reason: 'AlreadyExists',
    details: { name: 'a', kind: 'configmaps' },
    code: 409,
  });
  expect(client.call('GET', `${jobs}/nothing`).body).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'jobs.batch "nothing" not found',
    reason: 'NotFound',
    details: { name: 'nothing', group: 'batch', kind: 'jobs' },
    code: 404,
  });
});

test('a change of an old version is refused, and one of the latest is not', () => {
  const { client } = open();
  const first = client.call('POST', maps, map('a')).body;
  const second = client.call('PUT', `${maps}/a`, { ...first, data: { x: '1' } });
  const late = client.call('PUT', `${maps}/a`, { ...first, data: { x: '2' } });

  expect([second.code, late.code, late.body.message]).toEqual([
    200,
    409,
    'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
  ]);
});

test('pages are cut from one snapshot, whatever changes between them', () => {
  const { client } = open({ pageSize: 2 });
  for (const name of ['a', 'b', 'c']) client.call('POST', maps, map(name, { set: 'x' }));
  const first = client.call('GET', `${maps}?labelSelector=set%3Dx&limit=500`).body;
  client.call('DELETE', `${maps}/c`);
  const second = client.call(
    'GET',
    `${maps}?labelSelector=set%3Dx&limit=500&continue=${first.metadata.continue}`,
  ).body;

  expect([namesOf(first), first.metadata.remainingItemCount, namesOf(second)]).toEqual([
    ['a', 'b'],
    1,
    ['c'],
  ]);
  expect(second.metadata).toEqual({ resourceVersion: first.metadata.resourceVersion });
});

test('after a compaction neither a page nor a watch from before continues', () => {
  const { client, cluster } = open({ pageSize: 1 });
  for (const name of ['a', 'b']) client.call('POST', maps, map(name));
  const { metadata } = client.call('GET', maps).body;
  const watch = client.watch(`${maps}?watch=true&resourceVersion=${metadata.resourceVersion}`);
  client.call('POST', maps, map('c'));
  cluster.compact();

  expect(client.call('GET', `${maps}?continue=${metadata.continue}`).body.code).toBe(410);
  expect(
    client.call('GET', `${maps}?watch=true&resourceVersion=${metadata.resourceVersion}`).body,
  ).toMatchObject({ code: 410, reason: 'Expired' });
  expect(watch.events.at(-1)).toMatchObject({ type: 'ERROR', object: { code: 410 } });
  expect(watch.isOver()).toBe(true);
});

test('the history of changes is short, and older changes are gone', () => {
  const { client } = open({ historySize: 3 });
  const { metadata } = client.call('POST', maps, map('first')).body;
  for (let count = 0; count < 10; count++) client.call('POST', maps, map(`map-${count}`));

  expect(
    client.call('GET', `${maps}?watch=true&resourceVersion=${metadata.resourceVersion}`).code,
  ).toBe(410);
});

test('labels select by equality, by sets and by existence', () => {
  const { client } = open();
  client.call('POST', maps, map('a', { app: 'x', tier: 'front' }));
  client.call('POST', maps, map('b', { app: 'x' }));
  client.call('POST', maps, map('c', { app: 'y', tier: 'back' }));
  const select = (selector: string) =>
    namesOf(client.call('GET', `${maps}?labelSelector=${encodeURIComponent(`${selector}`)}`).body);

  expect({
    equal: select('app=x'),
    unequal: select('app!=x,tier'),
    set: select('app in (x, y),tier'),
    notIn: select('tier notin (front),app'),
    absent: select('!tier,app==x'),
  }).toEqual({
    equal: ['a', 'b'],
    unequal: ['c'],
    set: ['a', 'c'],
    notIn: ['b', 'c'],
    absent: ['b'],
  });
});

test('fields select only what the resource supports', () => {
  const { client } = open();
  client.call('POST', maps, map('a'));

  expect(
    namesOf(client.call('GET', '/api/v1/configmaps?fieldSelector=metadata.name%3Da').body),
  ).toEqual(['a']);
  expect(client.call('GET', `${maps}?fieldSelector=data.x%3Da`).body).toMatchObject({
    code: 400,
    message: 'field label not supported: data.x',
  });
});

test('a watch continues where the list ended, and sees objects enter and leave its selection', () => {
  const { client } = open();
  client.call('POST', maps, map('old', { set: 'x' }));
  const { metadata } = client.call('GET', maps).body;
  client.call('POST', maps, map('missed', { set: 'x' }));
  const watch = client.watch(
    `${maps}?watch=1&labelSelector=set%3Dx&resourceVersion=${metadata.resourceVersion}`,
  );
  client.call('POST', maps, map('other', { set: 'y' }));
  const merge = (labels: object) =>
    client.call('PATCH', `${maps}/other`, { metadata: { labels } }, 'application/merge-patch+json');
  merge({ set: 'x' });
  merge({ more: 'z' });
  merge({ set: null });
  client.call('DELETE', `${maps}/missed`);
  watch.leave();
  client.call('POST', maps, map('late', { set: 'x' }));

  expect(seenBy(watch)).toEqual([
    'ADDED missed',
    'ADDED other',
    'MODIFIED other',
    'DELETED other',
    'DELETED missed',
  ]);
});

test('a watch without a revision begins with the current objects, ends in time and sends bookmarks', async () => {
  const { client, clock } = open();
  client.call('POST', maps, map('a'));
  const watch = client.watch(
    `${maps}?watch=true&fieldSelector=metadata.name%3Da&timeoutSeconds=90&allowWatchBookmarks=true`,
  );
  await clock.advance(89_000);
  const early = watch.isOver();
  await clock.advance(2_000);

  expect([early, watch.isOver()]).toEqual([false, true]);
  expect(watch.events.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK', 'BOOKMARK']);
  expect(Number(watch.events[1]?.object.metadata.resourceVersion)).toBeGreaterThan(1_000);
});

test('watches can break off silently', () => {
  const { client, cluster } = open();
  const watch = client.watch(
    `${maps}?watch=true&resourceVersion=${cluster.get('namespaces', undefined, namespace)?.metadata.resourceVersion}`,
  );
  const openBefore = cluster.calls.openWatches;
  cluster.disconnectWatches();

  expect([openBefore, cluster.calls.openWatches, watch.isOver()]).toEqual([1, 0, true]);
  expect(watch.events.some(({ type }) => type === 'ERROR')).toBe(false);
});

test('a dry run checks everything and stores nothing, and a name can be generated', () => {
  const { client } = open();
  const dry = client.call('POST', `${maps}?dryRun=All`, map('a'));
  const made = client.call('POST', maps, { ...map('x'), metadata: { generateName: 'made-' } });

  expect([dry.code, client.call('GET', `${maps}/a`).code]).toEqual([201, 404]);
  expect(made.body.metadata.name).toMatch(/^made-[a-z0-9]{5}$/);
  expect(client.call('POST', `${jobs}?dryRun=All`, { ...jobNamed('X_') }).code).toBe(422);
});

test('a Job that is deleted without a propagation policy keeps its pods, with a warning', async () => {
  const { client, clock, cluster } = open();
  client.call('POST', jobs, jobNamed('x'));
  await clock.advance(0);
  const answer = client.call('DELETE', `${jobs}/x`);
  await clock.advance(0);

  expect(answer.headers.warning).toContain('child pods are preserved by default');
  expect(cluster.list('pods', namespace).map(({ metadata }) => metadata.ownerReferences)).toEqual([
    [],
  ]);
});

test('permissions are exactly those of the roles', () => {
  const { cluster } = open();
  const orchestrator = clusterApiClient(cluster, cluster.token(namespace, 'orchestrator'));
  const other = clusterApiClient(cluster, cluster.token(namespace, 'default'));

  expect(orchestrator.call('POST', jobs, jobNamed('x')).code).toBe(201);
  expect(orchestrator.call('GET', '/apis/batch/v1/jobs').body.message).toBe(
    'jobs.batch is forbidden: User "system:serviceaccount:inventory:orchestrator" cannot list resource "jobs" in API group "batch" at the cluster scope',
  );
  expect(orchestrator.call('GET', `${pods}/p/log`).body.message).toBe(
    'pods "p" is forbidden: User "system:serviceaccount:inventory:orchestrator" cannot get resource "pods/log" in API group "" in the namespace "inventory"',
  );
  expect(other.call('POST', jobs, jobNamed('y')).body).toMatchObject({
    code: 403,
    reason: 'Forbidden',
    message:
      'jobs.batch is forbidden: User "system:serviceaccount:inventory:default" cannot create resource "jobs" in API group "batch" in the namespace "inventory"',
  });
});

test('a role for one API group grants nothing in another', () => {
  const { cluster } = open();
  cluster.apply({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'orchestrator', namespace },
    rules: [{ apiGroups: [''], resources: ['jobs', 'pods'], verbs: ['*'] }],
  });
  const orchestrator = clusterApiClient(cluster, cluster.token(namespace, 'orchestrator'));

  expect([jobs, pods].map((path) => orchestrator.call('GET', path).code)).toEqual([403, 200]);
});

test('a deleted binding revokes the permission', () => {
  const { cluster } = open();
  const orchestrator = clusterApiClient(cluster, cluster.token(namespace, 'orchestrator'));
  const before = orchestrator.call('GET', jobs).code;
  cluster.remove('rolebindings', namespace, 'orchestrator');

  expect([before, orchestrator.call('GET', jobs).code]).toEqual([200, 403]);
});

test('tokens are refused when expired, for another audience, forged, or of a deleted account', async () => {
  const { cluster, clock } = open();
  const codes = (token: string) => clusterApiClient(cluster, token).call('GET', jobs).code;
  const token = cluster.token(namespace, 'orchestrator', { expirationSeconds: 600 });
  const forSts = cluster.token(namespace, 'orchestrator', { audience: 'sts.amazonaws.com' });
  const [head, , signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const forged = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 1 })).toString(
    'base64url',
  );
  const early = [codes(token), codes(forSts), codes(`${head}.${forged}.${signature}`)];
  await clock.advance(601_000);
  const late = codes(token);
  const young = cluster.token(namespace, 'orchestrator');
  const fresh = codes(young);
  cluster.remove('serviceaccounts', namespace, 'orchestrator');

  expect(early).toEqual([200, 401, 401]);
  expect([late, fresh, codes(young)]).toEqual([401, 200, 401]);
});

test('faults apply to the calls that they name, as often as configured', () => {
  const { cluster, client } = open();
  const lift = cluster.refuse({
    verb: 'create',
    resource: 'jobs',
    name: /^unlucky/,
    skip: 1,
    times: 1,
    fault: { code: 429, message: 'slow down', retryAfterSeconds: 7 },
  });
  const create = (name: string) => client.call('POST', jobs, jobNamed(name));
  const answers = ['unlucky-a', 'lucky', 'unlucky-b', 'unlucky-c'].map(create);
  lift();

  expect(answers.map(({ code }) => code)).toEqual([201, 201, 429, 201]);
  expect(answers[2]?.headers['retry-after']).toBe('7');
  expect(answers[2]?.body).toMatchObject({
    reason: 'TooManyRequests',
    details: { retryAfterSeconds: 7 },
  });
});

test('a response can be lost after the work, a request before it', () => {
  const { cluster, client } = open();
  cluster.refuse({ name: 'done', fault: { lose: 'answer' } });
  cluster.refuse({ name: 'undone', fault: { lose: 'request' } });

  expect(() => client.call('POST', maps, map('done'))).toThrow('the connection was broken');
  expect(() => client.call('POST', maps, map('undone'))).toThrow('the connection was broken');
  expect(
    ['done', 'undone'].map((name) => cluster.get('configmaps', namespace, name)?.metadata.name),
  ).toEqual(['done', undefined]);
});

test('calls are counted, and the maximum number of unfinished Jobs', async () => {
  const { cluster, client, clock } = open({
    containers: modelled(async () => {
      await clock.sleep(60_000);
      return { exitCode: 0 };
    }),
  });
  for (const name of ['a', 'b']) client.call('POST', jobs, jobNamed(name));
  await clock.advance(0);
  await clock.advance(61_000);
  client.call('POST', jobs, jobNamed('c'));
  client.call('GET', pods);

  expect(cluster.calls).toEqual({
    counts: { 'create jobs': 3, 'list pods': 1 },
    maxLiveJobs: 2,
    openWatches: 0,
  });
});

test('a quota reports its usage', async () => {
  const { cluster, client, clock } = open({ containers: modelled(() => new Promise(() => {})) });
  cluster.apply({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'small', namespace },
    spec: {
      hard: { pods: '5', 'count/jobs.batch': '1', 'requests.cpu': '2', 'limits.memory': '4Gi' },
    },
  });
  const resources = { requests: { cpu: '250m' }, limits: { memory: '1Gi' } };
  const containers = [{ name: 'main', image: 'x', resources }];
  client.call('POST', jobs, jobNamed('a', {}, { containers }));
  await clock.advance(0);

  expect(
    client.call('GET', `/api/v1/namespaces/${namespace}/resourcequotas/small`).body.status.used,
  ).toEqual({
    pods: '1',
    'count/jobs.batch': '1',
    'requests.cpu': '250m',
    'limits.memory': '1Gi',
  });
  expect(client.call('POST', jobs, jobNamed('b')).body).toMatchObject({
    code: 403,
    message:
      'jobs.batch "b" is forbidden: exceeded quota: small, requested: count/jobs.batch=1, used: count/jobs.batch=1, limited: count/jobs.batch=1',
  });
});

test('unsupported requests are refused by name', () => {
  const { client } = open();
  const refused = (spec: object, podSpec?: object) =>
    client.call('POST', jobs, jobNamed('x', spec, podSpec)).body;

  expect(client.call('GET', '/apis/apps/v1/namespaces/inventory/deployments').code).toBe(404);
  expect(refused({ parallelism: 3 })).toMatchObject({
    code: 501,
    message: 'The simulated cluster does not know Jobs with parallelism 3 yet.',
  });
  expect(refused({}, { volumes: [{ name: 'v', hostPath: { path: '/' } }] }).message).toContain(
    'hostPath',
  );
});

test('the same API is served over TLS, and a watch streams', async () => {
  const { cluster } = open();
  const served = await cluster.serve();
  const headers = { authorization: `Bearer ${cluster.administratorToken}` };
  const lines = new Promise<string>((resolve, reject) => {
    const ask = request(
      `${served.url}${maps}?watch=true&labelSelector=set%3Dx`,
      { ca: served.certificateAuthority, headers },
      (incoming) => {
        expect(incoming.statusCode).toBe(200);
        cluster.apply({
          ...map('a', { set: 'x' }),
          metadata: { name: 'a', namespace, labels: { set: 'x' } },
        });
        incoming.setEncoding('utf8').once('data', (text: string) => {
          ask.destroy();
          resolve(text);
        });
      },
    );
    ask.once('error', reject).end();
  });

  expect(JSON.parse(await lines)).toMatchObject({
    type: 'ADDED',
    object: { metadata: { name: 'a' } },
  });
});
