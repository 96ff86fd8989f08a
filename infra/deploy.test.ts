/**
 * The app is deployed into the simulated organization by the command line of the AWS CDK, and the
 * functions run as they are bundled, under their own roles.
 */

import { type ExecFileException, execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFleet } from '../src/aws/open-fleet.ts';
import { seedDemo } from '../src/cli/commands/simulate/demo.ts';
import {
  type CheckedPermission,
  type SimulatedOrganization,
  simulateOrganization,
} from '../src/simulator/index.ts';

const accountId = '111122223333';
const region = 'us-east-1';
const administrator = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`;
const folder = import.meta.dirname;
const cdkScript = join(folder, 'node_modules/aws-cdk/bin/cdk');

let organization: SimulatedOrganization;
let variables: NodeJS.ProcessEnv;
let close = async () => {};
const checked: CheckedPermission[] = [];

beforeAll(async () => {
  organization = simulateOrganization({ accounts: 120, seed: '1' });
  await seedDemo(organization);
  organization.watchPermissions((one) => void checked.push(one));
  const served = await organization.serve();
  const home = mkdtempSync(join(tmpdir(), 'flotilla-cdk-'));
  const { credentials } = organization.access(administrator);
  variables = {
    // Programs of the CDK and of the app run on the same Node.
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    AWS_ENDPOINT_URL: served.url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    FLOTILLA_SETTINGS: join(folder, '../examples/settings/settings.yaml'),
  };
  close = async () => {
    await served.close();
    await organization.close();
    rmSync(home, { recursive: true, force: true });
  };
});

afterAll(() => close());

/** Both streams together. Rejects with them when the program fails. */
function execute(command: string, args: readonly string[]): Promise<string> {
  const options = { cwd: folder, env: variables, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(command, args, options, (error: ExecFileException | null, stdout, stderr) => {
      if (error) reject(new Error(`${command} ${args[0]} failed\n${stdout}${stderr}`));
      else resolve(stdout + stderr);
    });
  });
}

function cdk(...args: readonly string[]): Promise<string> {
  const common = ['--ci', '--no-notices', '--output', join(variables.HOME ?? '', 'cdk.out')];
  return execute(process.execPath, [cdkScript, ...args, ...common]);
}

function service(name: string) {
  return openFleet(organization.access(administrator)).generic(name, region);
}

interface StackFacts {
  readonly StackStatus: string;
  readonly Outputs: readonly { readonly OutputKey: string }[];
}

async function stack(): Promise<StackFacts | undefined> {
  const { Stacks } = await service('cloudformation').call('DescribeStacks', {});
  return (Stacks as readonly (StackFacts & { readonly StackName: string })[]).find(
    ({ StackName }) => StackName === 'SpaDemo',
  );
}

test('the CDK bootstraps, deploys, and finds no difference afterwards', async () => {
  await cdk('bootstrap', `aws://${accountId}/${region}`);
  await cdk('deploy', '--require-approval', 'never');
  const difference = await cdk('diff', '--fail');

  expect((await stack())?.StackStatus).toBe('CREATE_COMPLETE');
  expect(difference).toContain('There were no differences');
});

const awsCli = '/usr/bin/aws';

test.skipIf(!existsSync(awsCli))(
  'the AWS CLI invokes the sweep, whose accounts are advanced',
  async () => {
    const answer = join(variables.HOME ?? '', 'answer.json');
    const endpoint = ['--endpoint-url', variables.AWS_ENDPOINT_URL ?? ''];
    const invoke = ['lambda', 'invoke', '--function-name', 'SpaDemoOnSweep', answer];
    const invoked = JSON.parse(await execute(awsCli, [...invoke, ...endpoint]));

    expect(invoked).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    const before = new Set(['vanilla', undefined]);
    const untouched = () =>
      organization.accounts().filter(({ tags }) => before.has(tags['account-state'])).length;
    const all = organization.accounts().length;
    await expect.poll(untouched, { timeout: 120_000, interval: 500 }).toBeLessThan(all / 2);
  },
);

test('no function is denied what it calls', () => {
  const ofFunctions = checked.filter(({ principal }) => /assumed-role\/SpaDemo-On/.test(principal));
  const denied = ofFunctions.filter(({ allowed }) => !allowed);

  expect(ofFunctions.length).toBeGreaterThan(100);
  expect(denied).toEqual([]);
});

test('a deletion leaves the tables and the bucket, and nothing else', async () => {
  await cdk('destroy', '--force');

  expect(await stack()).toBeUndefined();
  const { TableNames } = await service('dynamodb').call('ListTables', {});
  const { Buckets } = await service('s3').call('ListBuckets', {});
  const { Functions } = await service('lambda').call('ListFunctions', {});
  const { QueueUrls = [] } = await service('sqs').call('ListQueues', {});
  const { Topics } = await service('sns').call('ListTopics', {});
  const ours = (names: readonly string[]) => names.filter((name) => /spademo/i.test(name));
  const named = (list: unknown, key: string) =>
    ours((list as readonly Readonly<Record<string, string>>[]).map((one) => one[key] ?? ''));

  expect({
    tables: ours(TableNames as readonly string[]),
    buckets: named(Buckets, 'Name'),
    functions: named(Functions, 'FunctionName'),
    queues: ours(QueueUrls as readonly string[]),
    topics: named(Topics, 'TopicArn'),
  }).toEqual({
    tables: [
      'SpaDemoActivitiesTable',
      'SpaDemoExceptionsTable',
      'SpaDemoShadowsTable',
      'SpaDemoTransactionsTable',
    ],
    buckets: [`spademo-reports-${accountId}-${region}`],
    functions: [],
    queues: [],
    topics: [],
  });
});
