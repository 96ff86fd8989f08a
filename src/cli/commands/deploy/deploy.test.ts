import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { administratorArn, openServiceClient } from '../../../testing/account-access.ts';
import {
  type CdkScript,
  eventLines,
  noDifferences,
  scriptedCdkApp,
  someDifferences,
} from '../../../testing/cdk-app.ts';
import { type CliOptions, runCli } from '../../../testing/command-line.ts';
import { settingsFile, settingsText } from '../../../testing/lifecycle-command-line.ts';
import { openPrerequisiteEnvironment } from '../../../testing/prerequisite-environment.ts';
import { bootstrapParameter } from './open.ts';

const created = eventLines([
  ['CREATE_IN_PROGRESS', 'AWS::SQS::Queue', 'Accounts1'],
  ['CREATE_COMPLETE', 'AWS::SQS::Queue', 'Accounts1'],
  ['CREATE_COMPLETE', 'AWS::IAM::Role', 'OnSweepRole1'],
  ['CREATE_COMPLETE', 'AWS::CloudFormation::Stack', 'SpaDemo'],
]);

const failing = eventLines([
  ['CREATE_COMPLETE', 'AWS::SQS::Queue', 'Accounts1'],
  ['CREATE_FAILED', 'AWS::S3::Bucket', 'Reports1', 'reports already exists'],
  ['CREATE_FAILED', 'AWS::IAM::Role', 'OnSweepRole1', 'Resource creation cancelled'],
]);

const isChanged: CdkScript = {
  prints: { diff: someDifferences, deploy: created },
  outputs: { BusArn: 'arn:aws:events:eu-west-1:999999999999:event-bus/default' },
};

async function open(script: CdkScript = isChanged, text = settingsText) {
  const { organization, advance } = await openPrerequisiteEnvironment();
  organization.addAccount({ name: 'other', id: '777777777777' });
  const app = scriptedCdkApp(script);
  const settings = settingsFile(text);
  const aws = (accountId = '999999999999') => ({
    ...organization.access(administratorArn(accountId)),
    region: 'eu-west-1',
    endpoint: 'http://127.0.0.1:4566',
  });
  const run = ([name = '', ...args]: readonly string[], more: CliOptions = {}) =>
    runCli([name, '--settings', settings, '--infra', app.folder, ...args], {
      aws: aws(),
      ...more,
    });
  const hub = () => openHub(organization);
  const bootstrap = () =>
    hub().call('PutParameter', { Name: bootstrapParameter, Value: '27', Type: 'String' });
  /** The stack of an earlier deployment, which worked or was rolled back. */
  const createStack = async (result: 'worked' | 'failed') => {
    const cloudformation = openServiceClient(organization, 'cloudformation', {
      principal: administratorArn('999999999999'),
      region: 'eu-west-1',
    });
    const QueueName = result === 'worked' ? 'works' : 'not a name';
    const Resources = { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName } } };
    const TemplateBody = JSON.stringify({ Resources });
    await cloudformation.call('CreateStack', { StackName: 'SpaDemo', TemplateBody });
    await advance(60_000);
  };
  return { app, run, aws, settings, hub, bootstrap, createStack };
}

function openHub(organization: Parameters<typeof openServiceClient>[0]) {
  const principal = administratorArn('999999999999');
  return openServiceClient(organization, 'ssm', { principal, region: 'eu-west-1' });
}

test('deploy shows what would change, asks, and deploys with credentials in the environment only', async () => {
  const { app, run, bootstrap, settings } = await open();
  await bootstrap();

  const refused = await run(['deploy']);
  const result = await run(['deploy', '--yes'], {
    env: { PATH: process.env.PATH, AWS_PROFILE: 'other', AWS_BEARER_TOKEN_BEDROCK: 'x' },
  });

  expect([refused.code, refused.stdout]).toEqual([3, '']);
  expect(refused.stderr).toContain('[+] AWS::SQS::Queue Accounts');
  expect(refused.stderr).toContain('Deploy stack SpaDemo in account 999999999999, eu-west-1?');
  expect(result).toEqual({
    code: 0,
    stdout: 'BusArn: arn:aws:events:eu-west-1:999999999999:event-bus/default\n',
    stderr:
      '2 done, 0 failed in 0.0 s\nnext: flotilla doctor --deploy, then flotilla lifecycle sweep --dry-run; see docs/deploy.md\n',
  });
  const calls = app.calls();
  expect(calls.map(({ args }) => args.slice(0, 2))).toEqual([
    ['diff', 'SpaDemo'],
    ['diff', 'SpaDemo'],
    ['deploy', 'SpaDemo'],
  ]);
  const [, , { args, env } = { args: [], env: {} as NodeJS.ProcessEnv }] = calls;
  expect(args).toEqual(expect.arrayContaining(['--require-approval', 'never', '--ci']));
  expect(env).toMatchObject({
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    FLOTILLA_SETTINGS: settings,
  });
  expect([env.AWS_PROFILE, env.AWS_BEARER_TOKEN_BEDROCK]).toEqual([undefined, undefined]);
  expect(env.AWS_SECRET_ACCESS_KEY?.length).toBeGreaterThan(10);
  expect(args.join(' ')).not.toContain(env.AWS_SECRET_ACCESS_KEY ?? 'missing');
});

test('--diff prints the differences, and changes nothing', async () => {
  const { app, run, bootstrap } = await open();
  await bootstrap();

  const { code, stdout, stderr } = await run(['deploy', '--diff']);

  expect([code, stderr]).toEqual([
    0,
    'stack SpaDemo in account 999999999999, eu-west-1 would be changed\n',
  ]);
  expect(stdout).toContain('[+] AWS::SQS::Queue Accounts');
  expect(app.calls()).toHaveLength(1);
});

test('an installation without differences is not deployed', async () => {
  const { app, run, bootstrap, createStack } = await open({ prints: { diff: noDifferences } });
  await bootstrap();
  await createStack('worked');

  const { code, stderr } = await run(['deploy', '--yes']);

  expect([code, stderr]).toEqual([
    0,
    'stack SpaDemo in account 999999999999, eu-west-1 is up to date\n',
  ]);
  expect(app.calls()).toHaveLength(1);
});

test('a stack whose creation failed is deployed again, although its template is the same', async () => {
  const { app, run, bootstrap, createStack } = await open({
    prints: { diff: noDifferences, deploy: created },
  });
  await bootstrap();
  await createStack('failed');

  const { code } = await run(['deploy', '--yes']);

  expect(code).toBe(0);
  expect(app.calls().map(({ args }) => args[0])).toEqual(['diff', 'deploy']);
});

test('--import-existing imports, and --outputs writes a file', async () => {
  const { app, run, bootstrap } = await open();
  await bootstrap();
  const file = join(mkdtempSync(join(tmpdir(), 'flotilla-outputs-')), 'outputs.json');

  const { code } = await run(['deploy', '--yes', '--import-existing', '--outputs', file]);

  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(isChanged.outputs);
  expect(app.calls().map(({ args }) => args.includes('--import-existing-resources'))).toEqual([
    true,
    true,
  ]);
});

test('a failed deployment names the first resource that failed, and why', async () => {
  const { run, bootstrap } = await open({
    prints: { diff: someDifferences, deploy: failing },
    exitCodes: { deploy: 1 },
  });
  await bootstrap();

  const { code, stdout, stderr } = await run(['deploy', '--yes']);

  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toBe(
    'flotilla: the deployment failed, and was rolled back: SpaDemo/Reports1 (AWS::S3::Bucket): reports already exists\n1 done, 1 failed in 0.0 s\nflotilla deploy --import-existing takes over tables and buckets that exist\n',
  );
});

test('an app that cannot be compared says what the CDK said', async () => {
  const { run, bootstrap } = await open({
    prints: { diff: '\n❌ Error: settings.yaml is missing\n    at app.ts:3\n' },
    exitCodes: { diff: 1 },
  });
  await bootstrap();

  const { code, stderr } = await run(['deploy', '--yes']);

  expect([code, stderr]).toEqual([
    1,
    'flotilla: the AWS CDK ended with an error: Error: settings.yaml is missing\n',
  ]);
});

test('an account that is not prepared for the CDK is reported before anything runs', async () => {
  const { run } = await open();
  const { code, stderr } = await run(['deploy', '--yes']);

  expect([code, stderr]).toEqual([
    1,
    'flotilla: account 999999999999, eu-west-1 is not prepared for the AWS CDK; run flotilla bootstrap\n',
  ]);
});

test.each(['deploy', 'destroy', 'bootstrap'])(
  '%s refuses credentials of another account',
  async (name) => {
    const { run, aws } = await open();
    const { code, stderr } = await run([name, '--yes'], { aws: aws('777777777777') });

    expect([code, stderr]).toEqual([
      1,
      'flotilla: the credentials are of account 777777777777, but automation.account_id is "999999999999"; use an administrator of that account\n',
    ]);
  },
);

test('bootstrap prepares the account and region of the settings', async () => {
  const { app, run } = await open({ prints: { bootstrap: created } });
  const result = await run(['bootstrap', '--yes']);

  expect(result).toEqual({
    code: 0,
    stdout: 'account 999999999999, eu-west-1 is prepared for the AWS CDK\n',
    stderr: '2 done, 0 failed in 0.0 s\nnext: flotilla deploy --diff\n',
  });
  expect(app.calls()[0]?.args.slice(0, 2)).toEqual(['bootstrap', 'aws://999999999999/eu-west-1']);
});

test('destroy lists what is kept', async () => {
  const { run } = await open({
    prints: {
      destroy: eventLines([
        ['DELETE_SKIPPED', 'AWS::DynamoDB::Table', 'ShadowsTable'],
        ['DELETE_COMPLETE', 'AWS::SQS::Queue', 'Accounts1'],
      ]),
    },
  });
  const { code, stdout, stderr } = await run(['destroy', '--yes', '--output', 'ndjson']);

  expect([code, stdout]).toEqual([
    0,
    '{"resource":"SpaDemo/ShadowsTable","type":"AWS::DynamoDB::Table"}\n',
  ]);
  expect(stderr).toBe(
    '1 done, 0 failed in 0.0 s; stack SpaDemo in account 999999999999, eu-west-1 is deleted\n',
  );
});

test('Ctrl-C ends the CDK, and says that CloudFormation continues', async () => {
  const { app, run, bootstrap } = await open({
    prints: {
      diff: someDifferences,
      deploy: eventLines([
        ['CREATE_COMPLETE', 'AWS::IAM::Role', 'OnSweepRole1'],
        ['CREATE_IN_PROGRESS', 'AWS::SQS::Queue', 'Accounts1'],
      ]),
    },
    hangs: 'deploy',
  });
  await bootstrap();
  const interrupt = new AbortController();
  const running = run(['deploy', '--yes'], { signal: interrupt.signal });
  await app.untilItHangs();
  interrupt.abort(new DOMException('interrupted', 'AbortError'));
  const result = await running;

  expect(result.code).toBe(130);
  expect(result.stderr).toBe(
    'interrupted: 1 done, 0 failed, 1 in progress (Accounts1) in 0.0 s\nCloudFormation continues the deployment; flotilla deploy --diff shows what is left\n',
  );
});

test('missing packages are installed by npm ci, which sees no credentials', async () => {
  const { run, bootstrap, app } = await open();
  await bootstrap();
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-bare-'));
  writeFileSync(join(folder, 'cdk.json'), '{}');
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  writeFileSync(
    join(programs, 'npm'),
    `#!/bin/sh\nenv > ${folder}/env.txt\ncp -r ${app.folder}/node_modules ${app.folder}/script.json ${folder}\n`,
  );
  chmodSync(join(programs, 'npm'), 0o755);

  const { code, stderr } = await run(['deploy', '--diff', '--infra', folder], {
    env: { PATH: `${programs}:${process.env.PATH}`, AWS_SECRET_ACCESS_KEY: 'secret' },
  });

  expect([code, stderr.split('\n')[0]]).toEqual([0, `installing the AWS CDK in ${folder}`]);
  expect(readFileSync(join(folder, 'env.txt'), 'utf8')).not.toContain('secret');
});

test('packages that cannot be installed are reported with what npm said', async () => {
  const { run, bootstrap } = await open();
  await bootstrap();
  const folder = mkdtempSync(join(tmpdir(), 'flotilla-bare-'));
  writeFileSync(join(folder, 'cdk.json'), '{}');
  writeFileSync(join(folder, 'npm'), '#!/bin/sh\necho "npm error: no network" >&2\nexit 1\n');
  chmodSync(join(folder, 'npm'), 0o755);

  const { code, stderr } = await run(['deploy', '--diff', '--infra', folder], {
    env: { PATH: `${folder}:${process.env.PATH}` },
  });

  expect(code).toBe(1);
  expect(stderr).toContain(
    `the AWS CDK could not be installed (npm error: no network); check the network, and run npm ci --prefix ${folder}`,
  );
});

test('a folder without an app is refused', async () => {
  const { run } = await open();
  const { code, stderr } = await run(['deploy', '--infra', '/nonexistent']);

  expect(code).toBe(1);
  expect(stderr).toContain('there is no CDK app in "/nonexistent" (cdk.json is missing)');
});

test('the key of documents for holders is created once, and never printed', async () => {
  const terms =
    'features: {with_holder_notices: [terms], with_end_user_documents: {Terms: preparation.yaml}, with_acknowledgement_url: https://terms.example.com/, with_origin_email_recipient: a@b.com}\n';
  const { run, bootstrap, hub } = await open(isChanged, `${settingsText}${terms}`);
  await bootstrap();
  const Name = '/SpaDemo/AcknowledgementKey';
  const read = async () => {
    const { Parameter } = await hub().call('GetParameter', { Name, WithDecryption: true });
    return Parameter as { Type: string; Value: string };
  };

  const first = await run(['deploy', '--yes']);
  const key = await read();
  await run(['deploy', '--yes']);

  expect([first.code, key.Type]).toEqual([0, 'SecureString']);
  expect(first.stdout + first.stderr).not.toContain(key.Value);
  expect((await read()).Value).toBe(key.Value);
});

test('--estimate prints the monthly cost without a call to AWS', async () => {
  const refuse = () => Promise.reject(new Error('AWS was called'));
  const args = ['deploy', '--estimate', '--settings', settingsFile(), '--accounts', '300'];
  const aws = { requestHandler: { handle: refuse } };

  const table = await runCli(args, { aws });
  const json = JSON.parse((await runCli([...args, '--output', 'json'], { aws })).stdout);

  expect(table.code).toBe(0);
  expect(table.stdout).toContain('purges and preparations');
  expect(table.stderr).toMatch(
    /^about \$[\d.]+ a month for 300 accounts, of which \$150\.00 for builds in the accounts\nlist prices of us-east-1/,
  );
  expect(json.estimate).toMatchObject({ accounts: 300, pricesAsOf: expect.any(String) });
  const sum = json.estimate.lines.reduce(
    (total: number, { dollars }: { dollars: number }) => total + dollars,
    0,
  );
  expect(json.estimate.dollars).toBeCloseTo(sum, 6);
});

test('--accounts without --estimate is refused', async () => {
  const { run } = await open();
  const { code, stderr } = await run(['deploy', '--accounts', '5']);

  expect([code, stderr]).toEqual([1, 'flotilla: --accounts: only with --estimate; omit it\n']);
});
