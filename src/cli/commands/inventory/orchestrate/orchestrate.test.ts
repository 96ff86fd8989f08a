/** `flotilla inventory orchestrate` in a pod of a simulated cluster, reading a simulated organization. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { RunSummary } from '../../../../inventory/record.ts';
import { organizationOfThree, runCli } from '../../../../testing/command-line.ts';
import { namespace } from '../../../../testing/inventory-namespace.ts';
import {
  type OrchestrationEnvironmentOptions,
  openOrchestrationEnvironment,
} from '../../../../testing/orchestration-environment.ts';

const bucket = 'reports';

async function openFixture(options: OrchestrationEnvironmentOptions = {}) {
  const environment = await openOrchestrationEnvironment(options);
  const { organization } = organizationOfThree();
  const s3 = new S3Client(organization.access());
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-service-account-'));
  const files = {
    'ca.crt': environment.served.certificateAuthority,
    namespace,
    token: environment.cluster.token(namespace, 'aws-inventory-orchestrator-sa'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const [pod] = environment.cluster.list('pods', namespace);
  const env: Record<string, string> = {
    BUCKET_NAME: bucket,
    SECURITY_ACCOUNT_ID: organization.managementAccountId,
    INCLUDE_ACCOUNTS: '',
    MY_POD_NAME: pod?.metadata.name ?? '',
    KUBERNETES_SERVICE_HOST: environment.served.host,
    KUBERNETES_SERVICE_PORT: String(environment.served.port),
  };
  return {
    environment,
    organization,
    env,
    run: (args: readonly string[] = [], more: Record<string, string> = {}, signal?: AbortSignal) =>
      runCli(['inventory', 'orchestrate', '--service-account', folder, ...args], {
        organization,
        env: { ...env, ...more },
        ...(signal && { signal }),
      }),
    summary: async (stdout: string): Promise<RunSummary> => {
      const Key = `${stdout.trim().replace(`s3://${bucket}/`, '')}/run.json`;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return JSON.parse((await Body?.transformToString()) ?? '');
    },
    jobs: () => environment.runners().map(({ metadata }) => metadata.labels?.['flotilla/account']),
    [Symbol.asyncDispose]: () => environment[Symbol.asyncDispose](),
  };
}

const [alpha, beta, gamma] = ['111111111111', '222222222222', '333333333333'];

test('every active account is collected, and the folder of the run is printed', async () => {
  await using fixture = await openFixture();
  const { code, stdout, stderr } = await fixture.run();

  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: `s3://${bucket}/inventory/2026/01/01/${fixture.environment.own.run.runId}\n`,
  });
  expect(fixture.jobs()).toEqual([alpha, beta]);
  expect((await fixture.summary(stdout)).accounts).toEqual(
    [
      { accountId: alpha, accountName: 'alpha', status: 'complete', records: 10, gaps: 0 },
      { accountId: beta, accountName: 'beta', status: 'complete', records: 10, gaps: 0 },
      ...[gamma, fixture.organization.managementAccountId].map((accountId) =>
        expect.objectContaining({ accountId, status: 'skipped' }),
      ),
    ].sort((a, b) =>
      (a as { accountId: string }).accountId < (b as { accountId: string }).accountId ? -1 : 1,
    ),
  );
  expect(stderr.split('\n').slice(0, 2)).toEqual([
    `calling as arn:aws:iam::${fixture.organization.managementAccountId}:user/administrator`,
    `run ${fixture.environment.own.run.runId}: 2 accounts, 2 accounts skipped`,
  ]);
  expect(stderr).toContain('20 records; accounts: 2 complete, 0 partial, 0 failed, 2 skipped');
});

test('a listing that fails is a failure, and starts nothing', async () => {
  await using fixture = await openFixture();
  fixture.organization.deny({ service: 'organizations', operation: 'ListAccounts' });
  const { code, stdout, stderr } = await fixture.run();

  expect({ code, stdout, jobs: fixture.jobs() }).toEqual({ code: 1, stdout: '', jobs: [] });
  expect(stderr).toContain('organizations:ListAccounts');
});

test('an id of INCLUDE_ACCOUNTS that is not in the organization is recorded, and the exit code is 2', async () => {
  await using fixture = await openFixture();
  const included = `${alpha}, 444444444444`;
  const { code, stdout } = await fixture.run([], { INCLUDE_ACCOUNTS: included });

  expect(code).toBe(2);
  expect(fixture.jobs()).toEqual([alpha]);
  expect(
    (await fixture.summary(stdout)).accounts.map(({ accountId, status, reason }) => [
      accountId,
      status,
      reason,
    ]),
  ).toEqual([
    [alpha, 'complete', undefined],
    ['444444444444', 'skipped', 'not-in-organization'],
  ]);
});

test('accounts that are partial or fail are reported as they end, and the exit code is 2', async () => {
  const ends: Readonly<Record<string, string>> = {
    [alpha]: '{"status":"partial","records":5,"gaps":3,"calls":9,"throttles":0}',
    [beta]:
      '{"status":"failed","kind":"denied","code":"AccessDenied","message":"no","retryable":false}',
  };
  await using fixture = await openFixture({
    work: ({ accountId, name }) => ({
      exitCode: accountId === beta && name === 'assume' ? 4 : 0,
      message: ends[accountId] ?? '',
    }),
  });
  const { code, stderr } = await fixture.run();

  expect(code).toBe(2);
  expect(stderr).toContain(`${alpha} (alpha): partial, 3 gaps\n`);
  expect(stderr).toContain(`${beta} (beta): failed, assume: AccessDenied: no\n`);
});

test('the options of the runners follow from those of the orchestrator', async () => {
  await using fixture = await openFixture();
  const options = [
    '--types',
    'iam_role',
    '--regions',
    'eu-west-1',
    '--format',
    'parquet',
    '--external-id',
    'xyz',
  ];
  const sizes = [
    '--image',
    'other:1',
    '--job-deadline',
    '30m',
    '--retries',
    '0',
    '--runner-memory',
    '1Gi',
  ];
  await fixture.run([...options, ...sizes, '--targets', alpha]);
  const [job] = fixture.environment.runners();
  const { initContainers = [], containers } = job?.spec.template.spec ?? { containers: [] };

  const assuming = [
    '--region=us-east-1',
    '--role-name=managed/inventory',
    '--external-id=xyz',
    '--credentials',
  ];
  expect(initContainers.map(({ args }) => args?.slice(3, 7))).toEqual([
    assuming,
    assuming,
    ['--region=us-east-1', '--types=iam_role', '--regions=eu-west-1', '--format=parquet'],
  ]);
  expect(containers[0]?.args?.slice(3, 6)).toEqual([
    '--region=us-east-1',
    `--bucket=${bucket}`,
    `--bucket-owner=${fixture.organization.managementAccountId}`,
  ]);
  expect(containers[0]).toMatchObject({
    image: 'other:1',
    resources: { requests: { cpu: '250m', memory: '1Gi' } },
  });
  expect(job?.spec).toMatchObject({ activeDeadlineSeconds: 1800, backoffLimit: 0 });
});

test('a dry run prints which accounts would be collected, and starts nothing', async () => {
  await using fixture = await openFixture();
  const { code, stdout } = await fixture.run(['--dry-run']);

  expect({ code, jobs: fixture.jobs() }).toEqual({ code: 0, jobs: [] });
  expect(stdout).toContain(`${alpha}  alpha`);
});

test('an interruption reports the Jobs in progress, which continue, and how to resume the run', async () => {
  const stop = new AbortController();
  await using fixture = await openFixture({
    work: (_, signal) => {
      setImmediate(() => stop.abort(new DOMException('interrupted', 'AbortError')));
      return new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    },
  });
  const { code, stderr } = await fixture.run([], {}, stop.signal);

  expect(code).toBe(130);
  expect(stderr.split('\n').slice(2)).toEqual([
    `interrupted: 0 done, 0 failed, 1 in progress (${alpha}), 1 not started in 0.0 s`,
    'Jobs in progress continue; start the orchestrator again for the same Job to resume the run',
    '',
  ]);
});

test.each([
  [{ BUCKET_NAME: '' }, 'BUCKET_NAME is empty; set it, or give --bucket-name'],
  [
    { BUCKET_NAME: 'Reports' },
    'BUCKET_NAME: "Reports" is not a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens',
  ],
  [
    { SECURITY_ACCOUNT_ID: '12' },
    'SECURITY_ACCOUNT_ID: "12" is not an account id; give its 12 digits',
  ],
  [
    { INCLUDE_ACCOUNTS: '111111111111,x' },
    'INCLUDE_ACCOUNTS: "111111111111,x" contains "x"; give account ids of 12 digits, separated by commas',
  ],
  [
    { MY_POD_NAME: '' },
    'MY_POD_NAME: missing; orchestrate runs in a pod of the CronJob in kubernetes/; use inventory collect elsewhere',
  ],
  [
    { BUCKET_NAME: 'nowhere' },
    'cannot use s3://nowhere: the bucket does not exist; create it or check its name (NoSuchBucket)',
  ],
  [
    { SECURITY_ACCOUNT_ID: '999999999999' },
    'cannot use s3://reports: access denied, or the bucket belongs to another account; check its name, owner and policy, and allow s3:ListBucket, s3:GetObject and s3:PutObject (AccessDenied)',
  ],
])('%j is refused before any Job is made', async (env, message) => {
  await using fixture = await openFixture();
  const { code, stderr } = await fixture.run([], env as Record<string, string>);

  expect({ code, last: stderr.trim().split('\n').at(-1), jobs: fixture.jobs() }).toEqual({
    code: 1,
    last: `flotilla: ${message}`,
    jobs: [],
  });
});

test.each([
  [['--parallelism', '0'], '--parallelism: "0" is too small; give 1 or more'],
  [
    ['--runner-memory', 'much'],
    '--runner-memory: "much" is not a quantity; give one such as 768Mi',
  ],
  [['--types', 'ec2_instanz'], 'the catalogue has no type "ec2_instanz"'],
  [['--service-account', '/nowhere'], 'cannot read "/nowhere/ca.crt" (ENOENT)'],
])('%j is refused by name', async (args, message) => {
  await using fixture = await openFixture();
  const { code, stderr } = await fixture.run(args);

  expect({ code, jobs: fixture.jobs() }).toEqual({ code: 1, jobs: [] });
  expect(stderr).toContain(`flotilla: ${message}`);
});

test('INCLUDE_ACCOUNTS and --targets together are refused', async () => {
  await using fixture = await openFixture();
  const { code, stderr } = await fixture.run(['--targets', beta], { INCLUDE_ACCOUNTS: alpha });

  expect(code).toBe(1);
  expect(stderr).toBe(
    `flotilla: INCLUDE_ACCOUNTS ("${alpha}") and --targets both select accounts; omit one of them\n`,
  );
});

test('a cluster that refuses is quoted, with what to do', async () => {
  await using fixture = await openFixture();
  fixture.environment.cluster.remove('rolebindings', namespace, 'inventory-orchestrator');
  const { code, stderr } = await fixture.run();

  expect(code).toBe(1);
  expect(stderr).toMatch(
    /flotilla: the cluster refuses \(403 Forbidden\): pods ".*; apply the Role and the RoleBinding of kubernetes\/base\n$/,
  );
});
