import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { openFleet } from '../../aws/open-fleet.ts';
import {
  bucket,
  type InfrastructureEnvironment,
  openInfrastructureEnvironment,
  settingsWith,
} from '../../testing/infrastructure-environment.ts';
import { readFacts } from '../access.ts';
import { convergeCoreAccounts } from '../converge-core-accounts.ts';
import { desiredBucket } from '../desired/bucket.ts';
import type { InfrastructureSettings } from '../settings.ts';
import { convergeBucket } from './converge-bucket.ts';

async function installed(differing: Partial<InfrastructureSettings> = {}) {
  const environment = openInfrastructureEnvironment();
  const access = await readFacts({
    billing: environment.fleet(environment.billing),
    security: environment.fleet(environment.security),
  });
  const settings = settingsWith(differing);
  const findings = await convergeCoreAccounts(access, settings, {
    dry: false,
    clock: environment.clock,
  });
  expect(findings.filter(({ action }) => action === 'failed')).toEqual([]);
  const again = async (more: Partial<InfrastructureSettings>) =>
    convergeBucket(
      environment.s3(environment.security, settings.region),
      desiredBucket({ settings: { ...settings, ...more }, facts: access.facts }),
      { dry: false, clock: environment.clock },
    );
  return { environment, settings, again };
}

const Bucket = bucket;

/** A client with one of the created roles. */
function s3As({ organization, clock }: InfrastructureEnvironment, arn: string): S3Client {
  const fleet = openFleet({ ...organization.access(arn), clock });
  return fleet.client(S3Client, 'eu-west-1');
}

async function may(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}

test('runner and orchestrator may write and read their own files, and nothing else', async () => {
  const { environment } = await installed();
  const runner = s3As(environment, `arn:aws:iam::${environment.security}:role/Inventory-Runner`);
  const orchestrator = s3As(
    environment,
    `arn:aws:iam::${environment.billing}:role/Inventory-Orchestrator`,
  );
  const put = (s3: S3Client, Key: string) =>
    may(s3.send(new PutObjectCommand({ Bucket, Key, Body: '{}' })));
  const get = (s3: S3Client, Key: string) => may(s3.send(new GetObjectCommand({ Bucket, Key })));
  const run = 'inventory/2026/01/01/one';

  expect({
    runner: [
      await put(runner, 'AWSRecon/2026/01/01/recon_1.json'),
      await put(runner, `${run}/ndjson/1.ndjson`),
      await put(runner, `${run}/manifests/1.json`),
      await put(runner, `${run}/run.json`),
      await put(runner, `${run}/start.json`),
      await get(runner, `${run}/manifests/1.json`),
    ],
    orchestrator: [
      await put(orchestrator, `${run}/start.json`),
      await put(orchestrator, `${run}/run.json`),
      await get(orchestrator, `${run}/run.json`),
      await get(orchestrator, `${run}/manifests/1.json`),
      await put(orchestrator, `${run}/ndjson/1.ndjson`),
      await get(orchestrator, 'AWSRecon/2026/01/01/recon_1.json'),
    ],
    otherAccount: await put(environment.s3(environment.members[0] ?? ''), `${run}/start.json`),
  }).toEqual({
    runner: [true, true, true, false, false, false],
    orchestrator: [true, true, true, true, false, false],
    otherAccount: false,
  });
});

test('access without TLS is denied', async () => {
  const { environment } = await installed();
  const { Policy = '' } = await environment
    .s3(environment.security)
    .send(new GetBucketPolicyCommand({ Bucket }));

  expect(JSON.parse(Policy).Statement[0]).toEqual({
    Sid: 'FlotillaDenyWithoutTls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
});

test('with a key the bucket is encrypted by it, and calls KMS once', async () => {
  const KMSMasterKeyID = 'arn:aws:kms:eu-west-1:222222222222:key/1234';
  const { environment, again } = await installed();
  expect(await again({ kmsKeyArn: KMSMasterKeyID })).toEqual([
    { resource: `bucket ${bucket}`, action: 'update', differences: ['encryption'] },
  ]);
  const found = await environment
    .s3(environment.security)
    .send(new GetBucketEncryptionCommand({ Bucket }));

  expect(found.ServerSideEncryptionConfiguration?.Rules).toMatchObject([
    {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID },
      BucketKeyEnabled: true,
    },
  ]);
  expect(await again({ kmsKeyArn: KMSMasterKeyID })).toEqual([]);
});

test('our life-cycle rules are added and removed; those of others are kept', async () => {
  const { environment, again } = await installed();
  const s3 = environment.s3(environment.security);
  const rules = async () =>
    (await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules ?? [];
  const theirs = {
    ID: 'archive',
    Status: 'Enabled' as const,
    Filter: { Prefix: 'archive/' },
    Expiration: { Days: 3650 },
  };
  const Rules = [...(await rules()), theirs];
  await s3.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
  );

  expect(await again({})).toEqual([]);
  await again({ retentionDays: 90 });
  expect((await rules()).map(({ ID, Expiration }) => [ID, Expiration?.Days])).toEqual([
    ['flotilla-abort-incomplete-uploads', undefined],
    ['flotilla-expire-noncurrent-versions', undefined],
    ['flotilla-expire-inventory', 90],
    ['flotilla-expire-AWSRecon', 90],
    ['archive', 3650],
  ]);
  await again({});
  expect((await rules()).map(({ ID }) => ID)).toEqual([
    ...['flotilla-abort-incomplete-uploads', 'flotilla-expire-noncurrent-versions', 'archive'],
  ]);
});

test.each([
  ['us-east-1', undefined],
  ['eu-central-1', 'eu-central-1'],
])('the location in %s is %s', async (region, location) => {
  const { environment } = await installed({ region });
  const found = await environment
    .s3(environment.security, region)
    .send(new GetBucketLocationCommand({ Bucket }));

  expect(found.LocationConstraint).toBe(location);
});
