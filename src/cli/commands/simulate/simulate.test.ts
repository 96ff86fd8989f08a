import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  ListAccountsCommand,
  OrganizationsClient,
  paginateListAccounts,
} from '@aws-sdk/client-organizations';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { loadSettings } from '../../../settings/read-settings.ts';
import { type CliResult, fileWith, runCli } from '../../../testing/command-line.ts';

interface Serving {
  /** What it exports, by name. */
  readonly exported: Readonly<Record<string, string>>;
  /** For any client. */
  readonly configuration: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: 1;
  };
  stop(): Promise<CliResult>;
}

/** Runs the command until it says where it is served. */
async function simulate(...args: string[]): Promise<Serving> {
  const interrupt = new AbortController();
  const ready = Promise.withResolvers<string>();
  const result = runCli(['simulate', '--port', '0', ...args], {
    signal: interrupt.signal,
    onWrite: (text) => text.startsWith('export ') && ready.resolve(text),
  });
  const lines = (await ready.promise).trim().split('\n');
  const exported = Object.fromEntries(
    lines.map((line) => line.replace(/^export /, '').split('=', 2) as [string, string]),
  );
  return {
    exported,
    configuration: {
      endpoint: exported.AWS_ENDPOINT_URL ?? '',
      region: exported.AWS_REGION ?? '',
      credentials: {
        accessKeyId: exported.AWS_ACCESS_KEY_ID ?? '',
        secretAccessKey: exported.AWS_SECRET_ACCESS_KEY ?? '',
      },
      maxAttempts: 1,
    },
    stop() {
      interrupt.abort();
      return result;
    },
  };
}

test('prints the variables of a client on stdout, the rest on stderr, and succeeds when it is stopped', async () => {
  const { exported, configuration, stop } = await simulate('--accounts', '3');

  const { Account } = await new STSClient(configuration).send(new GetCallerIdentityCommand({}));
  const { code, stdout, stderr } = await stop();

  expect(exported).toEqual({
    AWS_ENDPOINT_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    FLOTILLA_SIMULATOR_TOKEN: expect.stringMatching(/^[\w-]{32}$/),
  });
  expect(code).toBe(0);
  expect(stdout.split('\n').length).toBe(7);
  expect(stderr).toBe(
    `An organization of 4 accounts is served at ${exported.AWS_ENDPOINT_URL}, management account ${Account}.
Paste the lines above into another terminal and try: flotilla accounts
Ctrl-C stops it; nothing is kept.
stopped after 1 call
`,
  );
});

test('with real builds the keys are random, and work', async () => {
  const keys = async () => {
    const { exported, configuration, stop } = await simulate('--accounts', '0', '--real-builds');
    const { Account } = await new STSClient(configuration).send(new GetCallerIdentityCommand({}));
    await stop();
    return { id: exported.AWS_ACCESS_KEY_ID, secret: exported.AWS_SECRET_ACCESS_KEY, Account };
  };

  const [first, second] = [await keys(), await keys()];

  expect(first).toEqual({
    id: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
    secret: expect.stringMatching(/^[\w+/]{40}$/),
    Account: second.Account,
  });
  expect(second.secret).not.toBe(first.secret);
});

test('seed and page size shape what is served', async () => {
  const list = async (...args: string[]) => {
    const { configuration, stop } = await simulate('--accounts', '5', ...args);
    const page = await new OrganizationsClient(configuration).send(new ListAccountsCommand({}));
    await stop();
    return page.Accounts?.map(({ Id }) => Id);
  };

  const first = await list('--seed', 'a', '--page-size', '2');

  expect(first?.length).toBe(2);
  expect(await list('--seed', 'a', '--page-size', '3')).toEqual([
    ...(first ?? []),
    expect.any(String),
  ]);
  expect(await list('--seed', 'b', '--page-size', '2')).not.toEqual(first);
});

test('accounts have the legacy status on request', async () => {
  const { configuration, stop } = await simulate('--accounts', '1', '--legacy-status');
  const organizations = new OrganizationsClient(configuration);
  const { Accounts = [] } = await organizations.send(new ListAccountsCommand({}));
  await stop();
  expect(Accounts.map(({ Status, State }) => [Status, State])).toEqual([
    ['ACTIVE', undefined],
    ['ACTIVE', undefined],
  ]);
});

test('faults from a file are injected', async () => {
  const faults = fileWith(
    '- { service: sts, operation: GetCallerIdentity, fault: { deny: true } }\n',
    'faults.yaml',
  );
  const { configuration, stop } = await simulate('--accounts', '0', '--faults', faults);

  const request = new STSClient(configuration).send(new GetCallerIdentityCommand({}));

  await expect(request).rejects.toMatchObject({ name: 'AccessDenied' });
  await stop();
});

test('a port that is in use is reported in one line', async () => {
  const { exported, stop } = await simulate('--accounts', '0');
  const port = exported.AWS_ENDPOINT_URL?.split(':').at(-1) ?? '';

  const result = await runCli(['simulate', '--port', port, '--accounts', '0']);
  await stop();

  expect(result).toEqual({
    code: 1,
    stdout: '',
    stderr: `flotilla: Port ${port} on 127.0.0.1 is in use: choose another, or 0 for any.\n`,
  });
});

const settingsPath = join(import.meta.dirname, '../../../../examples/settings/settings.yaml');

test('a demo has what the settings of the examples name, and the bucket of the guides', async () => {
  const readText = async (path: string) => readFileSync(path, 'utf8');
  const settings = await loadSettings({ path: settingsPath, readText });
  const { accountId, roleArnToManageAccounts } = settings.automation;
  const { configuration, stop } = await simulate('--demo');
  const assume = async (RoleArn: string, credentials = configuration.credentials) => {
    const sts = new STSClient({ ...configuration, credentials });
    const input = { RoleArn, RoleSessionName: 'test' };
    const { Credentials: keys } = await sts.send(new AssumeRoleCommand(input));
    return {
      accessKeyId: keys?.AccessKeyId ?? '',
      secretAccessKey: keys?.SecretAccessKey ?? '',
      sessionToken: keys?.SessionToken ?? '',
    };
  };

  const automation = `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`;
  const credentials = await assume(roleArnToManageAccounts, await assume(automation));
  const client = new OrganizationsClient({ ...configuration, credentials });
  const named: string[] = [];
  for await (const { Accounts = [] } of paginateListAccounts({ client }, {})) {
    for (const { Id = '', Paths = [] } of Accounts) named.push(Id, ...Paths.join('/').split('/'));
  }
  const s3 = new S3Client({ ...configuration, forcePathStyle: true });
  const bucket = await s3.send(new HeadBucketCommand({ Bucket: 'example-inventory' }));
  const { stderr } = await stop();

  const ids = [...settings.organizationalUnits.keys(), ...settings.accounts.keys()];
  expect(ids.filter((id) => !named.includes(id))).toEqual([]);
  expect(bucket.BucketRegion).toBe('us-east-1');
  expect(stderr).toContain('An organization of 123 accounts');
});

test('a demo writes profiles that only this user may read, and deletes them', async () => {
  const { exported, stop } = await simulate('--demo', '--accounts', '5');
  const { AWS_CONFIG_FILE = '', AWS_SHARED_CREDENTIALS_FILE = '' } = exported;
  const modes = [AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, dirname(AWS_CONFIG_FILE)].map(
    (path) => statSync(path).mode & 0o777,
  );
  const texts = [AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE].map((path) =>
    readFileSync(path, 'utf8'),
  );
  await stop();

  expect(texts).toEqual([
    `[profile billing]
region = us-east-1

[profile security]
region = us-east-1
role_arn = arn:aws:iam::444455556666:role/OrganizationAccountAccessRole
source_profile = billing

[profile automation]
region = us-east-1
role_arn = arn:aws:iam::111122223333:role/OrganizationAccountAccessRole
source_profile = billing
`,
    `[billing]
aws_access_key_id = test
aws_secret_access_key = test
`,
  ]);
  expect(modes).toEqual([0o600, 0o600, 0o700]);
  expect(existsSync(dirname(AWS_CONFIG_FILE))).toBe(false);
});

test.each([
  ['--seed', '7'],
  ['--accounts', '4'],
])('a demo has the ids of the examples, and refuses %s %s', async (...options) => {
  expect(await runCli(['simulate', '--demo', '--port', '0', ...options])).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'flotilla: --demo has the ids of the examples: use it without --seed, and with 5 accounts or more\n',
  });
});
