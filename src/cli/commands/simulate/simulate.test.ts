import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
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
  });
  expect(code).toBe(0);
  expect(stdout.split('\n').length).toBe(6);
  expect(stderr).toBe(
    `An organization of 4 accounts is served at ${exported.AWS_ENDPOINT_URL}, management account ${Account}.
Paste the lines above into another terminal and try: flotilla accounts
Ctrl-C stops it; nothing is kept.
stopped after 1 call
`,
  );
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
