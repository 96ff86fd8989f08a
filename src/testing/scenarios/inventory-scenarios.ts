/** A scenario for every command of `flotilla inventory`. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { FleetOptions } from '../../aws/open-fleet.ts';
import { simulateOrganization } from '../../simulator/index.ts';
import { runCli } from '../command-line.ts';
import { namespace } from '../inventory-namespace.ts';
import { openOrchestrationEnvironment } from '../orchestration-environment.ts';
import type { CommandScenario, ScenarioWorld } from './scenario.ts';

const narrow = ['--types', 'iam_role,ec2_vpc', '--regions', 'us-east-1'];
const runId = '20260131T020000Z-0a1b2c';
const accountId = '111111111111';

function organization(accounts = 6) {
  return simulateOrganization({ accounts, seed: 'contract', pageSize: 5 });
}

const folder = () => mkdtempSync(join(tmpdir(), 'flotilla-contract-'));

/** Two runs in a bucket. */
async function runsInBucket(): Promise<{ aws: FleetOptions; from: string; runs: string[] }> {
  const simulated = organization(2);
  const aws = simulated.access();
  await new S3Client(aws).send(new CreateBucketCommand({ Bucket: 'runs' }));
  const from = 's3://runs/org';
  const collect = () => runCli(['inventory', 'collect', ...narrow, '--out', from], { aws });
  const runs = [await collect(), await collect()].map(({ stdout }) => stdout.trim());
  return { aws, from, runs };
}

async function openRuns(): Promise<ScenarioWorld> {
  const { aws, from } = await runsInBucket();
  return { aws, args: ['--from', from, '--cache', folder()] };
}

/** Two runs, and the ARN of something in them. */
async function openResource(): Promise<ScenarioWorld> {
  const { aws, args = [] } = await openRuns();
  const sql = 'SELECT min(arn) AS arn FROM iam_role';
  const { stdout } = await runCli(['inventory', 'query', sql, ...args, '--output', 'json'], {
    ...(aws && { aws }),
  });
  const [found] = JSON.parse(stdout) as readonly { readonly arn: string }[];
  return { ...(aws && { aws }), args: [found?.arn ?? '', ...args] };
}

/** The files that the containers of a runner leave for each other. */
async function openRunner(containers: readonly string[], args: (place: string) => string[]) {
  const simulated = simulateOrganization({ seed: 'contract' });
  simulated.addAccount({ name: 'alpha', id: accountId });
  const aws = simulated.access();
  await new S3Client(aws).send(new CreateBucketCommand({ Bucket: 'reports' }));
  const place = folder();
  for (const name of containers) {
    const own = runnerArguments[name]?.(place) ?? [];
    await runCli(['inventory', 'runner', name, ...own], { aws });
  }
  return { aws, args: args(place) };
}

const runnerArguments: Readonly<Record<string, (place: string) => string[]>> = {
  assume: (place) => [
    ...['--account', accountId, '--credentials', join(place, 'credentials')],
    ...['--role-name', 'OrganizationAccountAccessRole'],
  ],
  inventory: (place) => [
    ...['--account', accountId, '--run', runId, '--credentials', join(place, 'credentials')],
    ...['--out', join(place, 'out'), ...narrow],
  ],
  upload: (place) => [
    ...['--account', accountId, '--from', join(place, 'out'), '--bucket', 'reports'],
  ],
};

function runnerScenario(name: string, before: readonly string[]): CommandScenario {
  return {
    name: `inventory runner ${name}`,
    args: [],
    isContainer: true,
    open: () => openRunner(before, runnerArguments[name] ?? (() => [])),
  };
}

/** A pod of a simulated cluster. */
async function openPod(): Promise<ScenarioWorld> {
  const environment = await openOrchestrationEnvironment();
  const simulated = organization(3);
  const aws = simulated.access();
  await new S3Client(aws).send(new CreateBucketCommand({ Bucket: 'reports' }));
  const serviceAccount = folder();
  const files = {
    'ca.crt': environment.served.certificateAuthority,
    namespace,
    token: environment.cluster.token(namespace, 'aws-inventory-orchestrator-sa'),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(serviceAccount, name), text);
  const [pod] = environment.cluster.list('pods', namespace);
  return {
    aws,
    args: ['--service-account', serviceAccount],
    env: {
      BUCKET_NAME: 'reports',
      SECURITY_ACCOUNT_ID: simulated.managementAccountId,
      INCLUDE_ACCOUNTS: '',
      MY_POD_NAME: pod?.metadata.name ?? '',
      KUBERNETES_SERVICE_HOST: environment.served.host,
      KUBERNETES_SERVICE_PORT: String(environment.served.port),
    },
  };
}

export const inventoryScenarios: readonly CommandScenario[] = [
  {
    name: 'inventory collect',
    args: [...narrow, '--concurrency', '3'],
    open: async (accounts) => ({ aws: organization(accounts).access(), args: ['--out', folder()] }),
  },
  {
    name: 'inventory query',
    args: ['select account_id, type, id from resources'],
    open: openRuns,
  },
  {
    name: 'inventory check',
    args: ['ec2-default-vpc', 'iam-role-trusts-everyone'],
    open: openRuns,
  },
  {
    name: 'inventory diff',
    args: [],
    async open() {
      const { aws, runs } = await runsInBucket();
      return { aws, args: [...runs, '--cache', folder()] };
    },
  },
  { name: 'inventory summary', args: [], open: openRuns },
  { name: 'inventory show', args: [], open: openResource },
  { name: 'inventory graph', args: [], open: openRuns },
  { name: 'inventory history', args: [], open: openRuns },
  {
    name: 'inventory compact',
    args: ['--until', '9999-12', '--delete-runs'],
    async open(accounts) {
      const from = folder();
      await runCli(['inventory', 'collect', ...narrow, '--out', from], {
        aws: organization(accounts).access(),
      });
      return { args: ['--from', from] };
    },
  },
  { name: 'inventory catalogue', args: ['--services', 'EC2'], open: async () => ({}) },
  { name: 'inventory tables', args: ['ec2_volume'], open: async () => ({}) },
  { name: 'inventory policy', args: ['--services', 'EC2,S3'], open: async () => ({}) },
  {
    name: 'inventory permissions',
    args: ['--types', 'sqs_queue', '--concurrency', '3'],
    open: async (accounts) => ({ aws: organization(accounts).access() }),
  },
  { name: 'inventory orchestrate', args: narrow, open: openPod },
  {
    name: 'inventory vars',
    args: [
      ...['--billing-account-id', '111111111111', '--security-account-id', '222222222222'],
      ...['--bucket-name', 'reports', '--out', '-'],
    ],
    open: async () => ({}),
  },
  runnerScenario('assume', []),
  runnerScenario('inventory', ['assume']),
  runnerScenario('upload', ['assume', 'inventory']),
];
