/**
 * The whole chain on this machine: an organization behind HTTP, the roles and the bucket that `flotilla
 * infrastructure` creates, a cluster with our manifests, and containers that are real processes of the real command.
 */

import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GetObjectCommand, paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';
import { asProcess } from '../../src/cluster-simulator/kubelet/as-process.ts';
import type { Job, NewObject, Pod } from '../../src/cluster-simulator/object.ts';
import { simulateCluster } from '../../src/cluster-simulator/simulate-cluster.ts';
import { simulateOrganization } from '../../src/simulator/index.ts';
import { namespace } from '../../src/testing/inventory-namespace.ts';
import {
  buildManifests,
  fillManifests,
  findManifest,
  hasKustomize,
  type Manifest,
} from '../../src/testing/kubernetes-manifests.ts';

export const bucket = 'acme-inventory';
const cronJob = 'aws-inventory-orchestrator';
const issuerUrl = 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';
const region = 'eu-west-1';
const launcher = join(import.meta.dirname, '../../bin/flotilla.js');
const execute = promisify(execFile);

export interface ClusterEnvironmentOptions {
  /** In addition to the billing and the security account. */
  readonly members: number;
  /** Additional arguments of the orchestrator. */
  readonly args: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** `images`: image names that stand for ours. */
export async function openEmptyClusterEnvironment({
  members,
  images = ['flotilla'],
}: {
  readonly members: number;
  readonly images?: readonly string[];
}) {
  const organization = simulateOrganization({ pageSize: 10 });
  const billing = organization.managementAccountId;
  const security = organization.addAccount({ name: 'security' }).id;
  const memberIds = Array.from(
    { length: members },
    (_, at) => organization.addAccount({ name: `member-${at}`, seeded: true }).id,
  );
  const served = await organization.serve();
  const home = makeHome(organization, security);
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    AWS_ENDPOINT_URL: served.url,
    NODE_COMPILE_CACHE: join(home, 'compiled'),
  };
  const flotilla = (...words: string[]) =>
    execute(process.execPath, [launcher, ...words], {
      env: { ...environment, AWS_REGION: region },
    });
  await flotilla('infrastructure', 'apply', ...installation, '--yes');

  const issuer = organization.addIdentityProvider(issuerUrl);
  const entryPoints = images.map((image) => [image, [process.execPath, launcher]]);
  const cluster = simulateCluster({
    issuer,
    region,
    pageSize: 7,
    containers: asProcess({ images: Object.fromEntries(entryPoints), environment }),
  });
  const variables = {
    BILLING_ACCOUNT_ID: billing,
    SECURITY_ACCOUNT_ID: security,
    ORCHESTRATOR_ROLE: 'Inventory-Orchestrator',
    RUNNER_ROLE: 'Inventory-Runner',
    BUCKET_NAME: bucket,
    CRON_SCHEDULE: '0 0 * * 0',
    INCLUDE_ACCOUNTS: '',
  };
  const api = await cluster.serve();
  const s3 = new S3Client({ ...organization.access(admin(security)), region });

  return {
    organization,
    cluster,
    api,
    variables,
    billing,
    security,
    members: memberIds,
    s3,
    flotilla,
    access: (accountId: string) => organization.access(admin(accountId)),
    start: () => cluster.startJob(namespace, cronJob, 'first-run') as Job,
    job: (name: string) => cluster.get('jobs', namespace, name) as Job,
    runners: () => cluster.list('jobs', namespace, 'component=runner') as readonly Job[],
    podsOf: (job: string) =>
      cluster.list('pods', namespace, `batch.kubernetes.io/job-name=${job}`) as readonly Pod[],
    /** Resolves when the condition is true. It is checked after every change. */
    until: (condition: () => boolean) =>
      new Promise<void>((resolve) => {
        const stop = cluster.watch(() => setImmediate(check));
        const check = () => {
          if (!condition()) return;
          stop();
          resolve();
        };
        check();
      }),
    keys: async () => {
      const pages = await Array.fromAsync(
        paginateListObjectsV2({ client: s3 }, { Bucket: bucket }),
      );
      return pages.flatMap(({ Contents = [] }) => Contents.map(({ Key = '' }) => Key));
    },
    read: async (Key: string) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return JSON.parse((await Body?.transformToString()) ?? '');
    },
    async [Symbol.asyncDispose]() {
      await cluster.stop();
      await api.close();
      await served.close();
    },
  };
}

/** Opens the environment with our manifests in the cluster. */
export async function openClusterEnvironment({
  members,
  args,
  variables = {},
}: ClusterEnvironmentOptions) {
  const env = await openEmptyClusterEnvironment({ members });
  const filled = { ...env.variables, ...variables };
  const manifests = hasKustomize ? buildManifests('base', filled) : fillManifests(filled);
  argumentsOf(manifests).push(...args);
  for (const manifest of manifests) env.cluster.apply(manifest as unknown as NewObject);
  return env;
}

export type ClusterEnvironment = Awaited<ReturnType<typeof openClusterEnvironment>>;

export function isOver({ status }: Job): boolean {
  return (status.conditions ?? []).some(
    ({ type, status: is }) => (type === 'Complete' || type === 'Failed') && is === 'True',
  );
}

const installation = [
  ...['--billing-aws-profile', 'billing', '--security-aws-profile', 'security'],
  ...['--inventory-bucket-name', bucket, '--inventory-role', 'inventory'],
  ...['--orchestrator-role', 'Inventory-Orchestrator', '--runner-role', 'Inventory-Runner'],
  ...['--oidc-provider-prod', issuerUrl.replace('https://', '')],
  ...['--deploy-inventory-role', 'fan-out'],
];

const admin = (accountId: string) => `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`;

/** Profiles of an administrator of the billing account and one of the security account. */
function makeHome(organization: ReturnType<typeof simulateOrganization>, security: string): string {
  const home = mkdtempSync(join(tmpdir(), 'flotilla-stage-'));
  mkdirSync(join(home, '.aws'));
  const profiles = {
    billing: organization.access().credentials,
    security: organization.access(admin(security)).credentials,
  };
  const text = Object.entries(profiles).map(
    ([name, { accessKeyId, secretAccessKey, sessionToken }]) =>
      [
        `[${name}]`,
        `aws_access_key_id = ${accessKeyId}`,
        `aws_secret_access_key = ${secretAccessKey}`,
        ...(sessionToken === undefined ? [] : [`aws_session_token = ${sessionToken}`]),
      ].join('\n'),
  );
  writeFileSync(join(home, '.aws', 'credentials'), `${text.join('\n')}\n`);
  return home;
}

function argumentsOf(manifests: readonly Manifest[]): string[] {
  const { spec } = findManifest(manifests, 'CronJob', cronJob);
  return spec.jobTemplate.spec.template.spec.containers[0].args;
}
