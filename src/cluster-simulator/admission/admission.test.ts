import { expect, test } from 'vitest';
import { virtualClock } from '../../simulator/index.ts';
import { clusterApiClient } from '../../testing/cluster-api-client.ts';
import {
  applyInventoryNamespace,
  container,
  jobNamed,
  namespace,
} from '../../testing/inventory-namespace.ts';
import type { NewObject, Pod } from '../object.ts';
import { simulateCluster } from '../simulate-cluster.ts';

function open() {
  const cluster = simulateCluster({ clock: virtualClock() });
  applyInventoryNamespace(cluster);
  const client = clusterApiClient(cluster);
  const create = (resource: string, object: NewObject) => {
    const group = resource === 'pods' || resource === 'resourcequotas' ? 'api/v1' : 'apis/batch/v1';
    return client.call('POST', `/${group}/namespaces/${namespace}/${resource}`, object).body;
  };
  return { cluster, client, create };
}

const podNamed = (name: string, spec: object = {}, metadata: object = {}): NewObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, ...metadata },
  spec: { restartPolicy: 'Never', containers: [container], ...spec },
});

const jobWith = (spec: object, podSpec: object = {}) => jobNamed('x', spec, podSpec);

test.each([
  [
    'an unknown field',
    jobWith({ backofLimit: 1 }),
    400,
    /strict decoding error: unknown field "spec.backofLimit"$/,
  ],
  [
    'a value of the wrong type',
    jobWith({ backoffLimit: 'two' }),
    400,
    /spec.backoffLimit: must be of type integer$/,
  ],
  [
    'another kind',
    { ...jobWith({}), kind: 'CronJob' },
    400,
    /the path is for batch\/v1, Kind=Job$/,
  ],
  [
    'a name with capitals',
    jobNamed('Report'),
    422,
    /^Job.batch "Report" is invalid: metadata.name: Invalid value: "Report": a lowercase RFC 1123 subdomain/,
  ],
  [
    'a name that is too long for its pods',
    jobNamed('a'.repeat(64)),
    422,
    /spec.template.labels: Invalid value: "a+": must be no more than 63 characters/,
  ],
  [
    'no restart policy',
    jobWith({}, { restartPolicy: undefined }),
    422,
    /spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"$/,
  ],
  [
    'a negative limit',
    jobWith({ backoffLimit: -1 }),
    422,
    /spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0$/,
  ],
  [
    'a policy under OnFailure',
    jobWith(
      {
        podFailurePolicy: {
          rules: [{ action: 'Count', onExitCodes: { operator: 'In', values: [1] } }],
        },
      },
      { restartPolicy: 'OnFailure' },
    ),
    422,
    /only "Never" is supported when podFailurePolicy is specified$/,
  ],
  [
    'a policy for an unknown container',
    jobWith({
      podFailurePolicy: {
        rules: [
          { action: 'Count', onExitCodes: { containerName: 'y', operator: 'In', values: [1] } },
        ],
      },
    }),
    422,
    /containerName: Invalid value: "y": must be one of the container or initContainer names/,
  ],
  [
    'a policy for success',
    jobWith({
      podFailurePolicy: {
        rules: [{ action: 'Count', onExitCodes: { operator: 'In', values: [0] } }],
      },
    }),
    422,
    /values\[0\]: Invalid value: 0: must not be 0 for the In operator$/,
  ],
  [
    'a mount without a volume',
    jobWith({}, { containers: [{ ...container, volumeMounts: [{ name: 'v', mountPath: '/v' }] }] }),
    422,
    /volumeMounts\[0\].name: Not found: "v"$/,
  ],
  [
    'two containers with the same name',
    jobWith({}, { initContainers: [container] }),
    422,
    /containers\[0\].name: Duplicate value: "main"$/,
  ],
  [
    'a label value with blanks',
    { ...jobNamed('x'), metadata: { name: 'x', labels: { a: 'b c' } } },
    422,
    /metadata.labels: Invalid value: "b c": a valid label must be/,
  ],
  [
    'a request above the limit',
    jobWith(
      {},
      {
        containers: [
          { ...container, resources: { requests: { cpu: 2 }, limits: { cpu: '1500m' } } },
        ],
      },
    ),
    422,
    /must be less than or equal to cpu limit of 1500m$/,
  ],
])('a Job is refused for %s', (_, job, code, message) => {
  const { create } = open();

  expect(create('jobs', job as NewObject)).toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test('unknown fields are dropped when the client allows that', () => {
  const { client, cluster } = open();
  const path = `/apis/batch/v1/namespaces/${namespace}/jobs?fieldValidation=Ignore`;
  const { code } = client.call('POST', path, jobWith({ backofLimit: 1 }));
  const spec = cluster.get('jobs', namespace, 'x')?.spec;

  expect([code, 'backofLimit' in (spec as object)]).toEqual([201, false]);
});

test('the template of a Job is immutable, its limits may change', () => {
  const { client, cluster, create } = open();
  create('jobs', jobWith({}));
  const stored = () => cluster.get('jobs', namespace, 'x') as NewObject & { spec: object };
  const put = (spec: object) =>
    client.call('PUT', `/apis/batch/v1/namespaces/${namespace}/jobs/x`, {
      ...stored(),
      spec: { ...stored().spec, ...spec },
    });
  const template = {
    spec: { restartPolicy: 'Never', containers: [{ ...container, image: 'other' }] },
  };

  expect(put({ backoffLimit: 1 }).code).toBe(200);
  expect(put({ template }).body).toMatchObject({
    code: 422,
    message: expect.stringMatching(/field is immutable$/),
  });
});

test('a pod with an unknown service account is refused', () => {
  const { create } = open();

  expect(create('pods', podNamed('x', { serviceAccountName: 'ghost' })).message).toBe(
    'pods "x" is forbidden: error looking up service account inventory/ghost: serviceaccount "ghost" not found',
  );
});

test('an unknown namespace accepts nothing', () => {
  const { client } = open();

  expect(
    client.call('POST', '/apis/batch/v1/namespaces/nowhere/jobs', {
      ...jobNamed('x'),
      metadata: { name: 'x' },
    }).body.message,
  ).toBe('namespaces "nowhere" not found');
});

test('the API token is mounted, unless the pod or its account disables it', () => {
  const { create, cluster } = open();
  const volumesOf = (pod: Pod) =>
    (pod.spec.volumes ?? []).map(({ name }) => name.replace(/-[^-]+$/, ''));
  const mounted = create('pods', podNamed('a'));
  const refused = create('pods', podNamed('b', { automountServiceAccountToken: false }));
  cluster.apply({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'shy', namespace },
    automountServiceAccountToken: false,
  });
  const shy = create('pods', podNamed('c', { serviceAccountName: 'shy' }));

  expect([mounted, refused, shy].map(volumesOf)).toEqual([['kube-api-access'], [], []]);
  expect(mounted.spec.containers[0].volumeMounts).toEqual([
    {
      name: mounted.spec.volumes[0].name,
      readOnly: true,
      mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
    },
  ]);
});

test('the webhook of EKS gives containers a role, except skipped ones', () => {
  const { create, cluster } = open();
  cluster.apply({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: 'runner',
      namespace,
      annotations: {
        'eks.amazonaws.com/role-arn': 'arn:aws:iam::111111111111:role/Runner',
        'eks.amazonaws.com/sts-regional-endpoints': 'true',
      },
    },
  });
  const names = ['assume', 'inventory'];
  const initContainers = names.map((name) => ({
    ...container,
    name,
    env: [{ name: 'AWS_REGION', value: 'eu-central-1' }],
  }));
  const pod = create(
    'pods',
    podNamed(
      'x',
      { serviceAccountName: 'runner', automountServiceAccountToken: false, initContainers },
      { annotations: { 'eks.amazonaws.com/skip-containers': 'inventory, other' } },
    ),
  );
  const [assume, inventory] = pod.spec.initContainers;

  expect(assume.env).toEqual([
    { name: 'AWS_REGION', value: 'eu-central-1' },
    { name: 'AWS_STS_REGIONAL_ENDPOINTS', value: 'regional' },
    { name: 'AWS_DEFAULT_REGION', value: 'eu-west-1' },
    { name: 'AWS_ROLE_ARN', value: 'arn:aws:iam::111111111111:role/Runner' },
    {
      name: 'AWS_WEB_IDENTITY_TOKEN_FILE',
      value: '/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
    },
  ]);
  expect([assume.volumeMounts, inventory.volumeMounts]).toEqual([
    [
      {
        name: 'aws-iam-token',
        readOnly: true,
        mountPath: '/var/run/secrets/eks.amazonaws.com/serviceaccount',
      },
    ],
    undefined,
  ]);
  expect(inventory.env).toEqual([{ name: 'AWS_REGION', value: 'eu-central-1' }]);
  expect(pod.spec.volumes).toEqual([
    {
      name: 'aws-iam-token',
      projected: {
        defaultMode: 420,
        sources: [
          {
            serviceAccountToken: {
              audience: 'sts.amazonaws.com',
              expirationSeconds: 86_400,
              path: 'token',
            },
          },
        ],
      },
    },
  ]);
});

const safe = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

test('a restricted namespace reports all violations of a pod', () => {
  const { create, cluster } = open();
  cluster.apply({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
  });
  const containers = [container, { ...container, name: 'side', securityContext: safe }];

  expect(create('pods', podNamed('x', { containers })).message).toBe(
    'pods "x" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "main" must set securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "main" must set securityContext.capabilities.drop=["ALL"]), runAsNonRoot != true (pod or container "main" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "main" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")',
  );
  expect(
    create('pods', podNamed('y', { containers: [{ ...container, securityContext: safe }] })).status,
  ).toEqual({ phase: 'Pending', qosClass: 'BestEffort' });
  expect(
    create(
      'pods',
      podNamed('z', {
        containers: [{ ...container, securityContext: { ...safe, privileged: true } }],
      }),
    ).message,
  ).toContain('privileged (container "main" must not set securityContext.privileged=true)');
});

test('under a quota of amounts pods must declare them', () => {
  const { create } = open();
  create('resourcequotas', {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'amounts' },
    spec: { hard: { 'requests.cpu': '1', 'limits.memory': '2Gi' } },
  });
  const asking = (cpu: string, memory: string) => [
    { ...container, resources: { requests: { cpu }, limits: { memory } } },
  ];

  expect(create('pods', podNamed('silent')).message).toBe(
    'pods "silent" is forbidden: failed quota: amounts: must specify limits.memory for: main; requests.cpu for: main',
  );
  expect(create('pods', podNamed('a', { containers: asking('600m', '1Gi') })).kind).toBe('Pod');
  expect(create('pods', podNamed('b', { containers: asking('600m', '1.5Gi') })).message).toBe(
    'pods "b" is forbidden: exceeded quota: amounts, requested: limits.memory=1536Mi,requests.cpu=600m, used: limits.memory=1Gi,requests.cpu=600m, limited: limits.memory=2Gi,requests.cpu=1',
  );
});
