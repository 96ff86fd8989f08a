/** From the CronJob to the bucket; only AWS and the cluster are simulated. */

import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import type { Job } from '../src/cluster-simulator/object.ts';
import type { RunSummary } from '../src/inventory/record.ts';
import { namespace } from '../src/testing/inventory-namespace.ts';
import {
  bucket,
  type ClusterEnvironment,
  isOver,
  openClusterEnvironment,
} from './testing/cluster-environment.ts';

const few = ['--types=iam_role,s3_bucket', '--format=ndjson,recon'];

/** The account does not trust the runner. */
async function refuseRole({ access }: ClusterEnvironment, accountId: string): Promise<void> {
  const iam = new IAMClient(access(accountId));
  const statement = { Effect: 'Allow', Principal: { AWS: accountId }, Action: 'sts:AssumeRole' };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'inventory', PolicyDocument }));
}

/** The bucket rejects objects of this account. */
async function refuseUpload({ s3 }: ClusterEnvironment, accountId: string): Promise<void> {
  const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
  const document = JSON.parse(Policy) as { Statement: object[] };
  document.Statement.push({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${bucket}/*${accountId}*`,
  });
  const command = { Bucket: bucket, Policy: JSON.stringify(document) };
  await s3.send(new PutBucketPolicyCommand(command));
}

async function summaryOf(env: ClusterEnvironment): Promise<RunSummary> {
  const keys = (await env.keys()).filter((key) => key.endsWith('/run.json'));
  expect(keys).toHaveLength(1);
  return (await env.read(keys[0] ?? '')) as RunSummary;
}

function logOf(env: ClusterEnvironment, job: string): string {
  const [pod] = env.podsOf(job);
  return env.cluster.log(namespace, pod?.metadata.name ?? '', 'orchestrator');
}

function endOf({ status }: Job): readonly (string | undefined)[] {
  const end = status.conditions?.find(({ type }) => type === 'Complete' || type === 'Failed');
  return [end?.type, end?.reason];
}

test('thirty accounts: three fail in different containers, the others are in the bucket, and the summary names them', {
  timeout: 240_000,
}, async () => {
  await using env = await openClusterEnvironment({
    members: 28,
    args: [...few, '--parallelism=4'],
  });
  const [noRole = '', noRegions = '', noUpload = ''] = env.members;
  const failing = [noRole, noRegions, noUpload];
  await refuseRole(env, noRole);
  env.organization.deny({ service: 'account', operation: 'ListRegions', account: noRegions });
  await refuseUpload(env, noUpload);
  env.start();
  await env.until(() => isOver(env.job('first-run')));

  const { accounts, runId, date } = await summaryOf(env);
  const accountIds = [env.billing, env.security, ...env.members].sort();
  expect(accounts.map(({ accountId, status }) => [accountId, status])).toEqual(
    accountIds.map((id) => [id, failing.includes(id) ? 'failed' : 'complete']),
  );
  const failed = accounts.filter(({ status }) => status === 'failed');
  expect(Object.fromEntries(failed.map((one) => [one.accountId, one.reason]))).toEqual({
    [noRole]: 'AccessDenied',
    [noRegions]: 'AccessDeniedException',
    [noUpload]: 'File',
  });

  const day = date.replaceAll('-', '/');
  const folder = `inventory/${day}/${runId}`;
  const filesOf = (id: string) => [
    `AWSRecon/${day}/recon_${id}.json`,
    `${folder}/ndjson/${id}.ndjson`,
    `${folder}/manifests/${id}.json`,
  ];
  const complete = accountIds.filter((id) => !failing.includes(id));
  expect((await env.keys()).sort()).toEqual(
    [`${folder}/start.json`, `${folder}/run.json`, ...complete.flatMap(filesOf)].sort(),
  );

  const log = logOf(env, 'first-run');
  expect(log).toContain('accounts: 27 complete, 0 partial, 3 failed, 0 skipped');
  expect(log).toContain(`${noRole} (member-0): failed, assume: AccessDenied: `);
  expect(log).toContain(`${noRegions} (member-1): failed, inventory: AccessDeniedException: `);
  expect(log).toContain(`${noUpload} (member-2): failed, upload: File: cannot use s3://`);
  expect(endOf(env.job('first-run'))).toEqual(['Failed', 'PodFailurePolicy']);
  // One of them is the orchestrator's own.
  expect(env.cluster.calls.maxLiveJobs).toBe(4 + 1);
  expect(env.cluster.calls.counts['create jobs']).toBe(30);
});

test('an orchestrator that dies in the middle resumes its run, and repeats nothing', {
  timeout: 120_000,
}, async () => {
  await using env = await openClusterEnvironment({ members: 4, args: [...few, '--parallelism=2'] });
  env.start();
  await env.until(() => env.runners().filter(isOver).length >= 2);
  const [pod] = env.podsOf('first-run');
  env.cluster.killPod(namespace, pod?.metadata.name ?? '');
  await env.until(() => isOver(env.job('first-run')));

  const [successor] = env.podsOf('first-run');
  expect(successor?.metadata.name).not.toBe(pod?.metadata.name);
  expect(endOf(env.job('first-run'))).toEqual(['Complete', 'CompletionsReached']);
  expect(env.runners()).toHaveLength(6);
  expect(env.cluster.calls.counts['create jobs']).toBe(6);
  const { accounts } = await summaryOf(env);
  expect(accounts.map(({ accountId, status }) => [accountId, status])).toEqual(
    [env.billing, env.security, ...env.members].sort().map((id) => [id, 'complete']),
  );
});

test('the orchestrator and the runners use only the permissions of their roles', {
  timeout: 120_000,
}, async () => {
  await using env = await openClusterEnvironment({ members: 1, args: few });
  env.organization.journal.clear();
  env.start();
  await env.until(() => isOver(env.job('first-run')));

  const { calls } = env.organization.journal;
  const done = (session: string) => {
    const own = calls.filter(({ principal }) => principal.includes(session));
    return [...new Set(own.map(({ operation }) => operation))].sort();
  };
  expect(done('/Inventory-Orchestrator/aws-inventory-orchestrator')).toEqual([
    'organizations:ListAccounts',
    's3:ListObjectsV2',
    's3:PutObject',
    'sts:GetCallerIdentity',
  ]);
  expect(done(`/Inventory-Runner/inventory-${env.members[0]}`)).toEqual([
    's3:PutObject',
    'sts:AssumeRole',
    'sts:GetCallerIdentity',
  ]);
  expect(calls.filter(({ error = '' }) => /denied|unauthorized/i.test(error))).toEqual([]);
});
