/**
 * The simulator tested with an independent client: Debian's AWS CLI, over HTTP, with signatures verified. Skipped
 * with a notice where it is not installed (`apt-get install -y awscli`).
 */

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulateOrganization } from '../index.ts';

const aws = '/usr/bin/aws';
const isInstalled = existsSync(aws);
const execute = promisify(execFile);

type Environment = Readonly<Record<string, string>>;

describe.skipIf(!isInstalled)(`awscli${isInstalled ? '' : ' (not installed: skipped)'}`, () => {
  const organization = simulateOrganization({ pageSize: 3 });
  const unit = organization.addOu({ name: 'Workloads' });
  const members = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta'].map((name) =>
    organization.addAccount({ name, ou: unit.id, seeded: true }),
  );
  const [alpha] = members;
  const member = alpha?.id ?? '';
  let folder = '';
  let environment: Environment = {};
  let close = async () => {};

  beforeAll(async () => {
    const served = await organization.serve({ port: 0 });
    close = served.close;
    folder = mkdtempSync(join(tmpdir(), 'flotilla-awscli-'));
    environment = {
      PATH: process.env.PATH ?? '',
      HOME: folder, // An empty configuration.
      AWS_ENDPOINT_URL: served.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
    };
  });

  afterAll(async () => {
    await close();
    rmSync(folder, { recursive: true });
  });

  /** Debian's release is older than `AWS_ENDPOINT_URL`, so the endpoint is set twice. */
  const run = async (args: readonly string[], env: Environment = environment): Promise<string> => {
    const endpoint = ['--endpoint-url', env.AWS_ENDPOINT_URL ?? ''];
    const { stdout } = await execute(aws, [...args, ...endpoint, '--output', 'json'], { env });
    return stdout;
  };
  const send = async <T>(...args: string[]): Promise<T> => JSON.parse(await run(args)) as T;

  const refusal = async (
    args: readonly string[],
    env: Environment = environment,
  ): Promise<string> => {
    const error = await run(args, env).then(
      () => undefined,
      (thrown: { readonly stderr: string }) => thrown,
    );
    return error?.stderr.trim() ?? 'it was not refused';
  };

  /** The role of a member account, as a user's shell would hold it. */
  const assumed = async (): Promise<Environment> => {
    const arn = `arn:aws:iam::${member}:role/OrganizationAccountAccessRole`;
    const { Credentials } = await send<{
      Credentials: { AccessKeyId: string; SecretAccessKey: string; SessionToken: string };
    }>('sts', 'assume-role', '--role-arn', arn, '--role-session-name', 'contract');
    return {
      ...environment,
      AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
      AWS_SESSION_TOKEN: Credentials.SessionToken,
    };
  };

  test('lists the accounts through several pages', async () => {
    const { Accounts } = await send<{ Accounts: { Id: string; Name: string }[] }>(
      'organizations',
      'list-accounts',
    );

    expect(Accounts.map(({ Id, Name }) => [Id, Name])).toEqual(
      organization.accounts().map(({ id, name }) => [id, name]),
    );
    expect(organization.journal.count('organizations:ListAccounts')).toBeGreaterThanOrEqual(3);
  });

  test('assumes a role into a member', async () => {
    const env = await assumed();
    const identity = JSON.parse(await run(['sts', 'get-caller-identity'], env));

    expect(identity).toEqual({
      UserId: expect.stringMatching(/^AROA[A-Z0-9]+:contract$/),
      Account: member,
      Arn: `arn:aws:sts::${member}:assumed-role/OrganizationAccountAccessRole/contract`,
    });
  });

  test('makes a bucket in the member, puts objects into it and lists them', async () => {
    const env = await assumed();
    const file = join(folder, 'report.txt');
    writeFileSync(file, 'all is well');
    await run(['s3api', 'create-bucket', '--bucket', 'contract-bucket'], env);
    for (const key of ['a/one.txt', 'a/two.txt', 'b/three & more.txt', 'b/four.txt']) {
      await run(
        ['s3api', 'put-object', '--bucket', 'contract-bucket', '--key', key, '--body', file],
        env,
      );
    }
    const { Contents } = JSON.parse(
      await run(['s3api', 'list-objects-v2', '--bucket', 'contract-bucket'], env),
    );
    const copy = join(folder, 'copy.txt');
    const get = [
      's3api',
      'get-object',
      '--bucket',
      'contract-bucket',
      '--key',
      'b/three & more.txt',
      copy,
    ];
    const { ContentLength } = JSON.parse(await run(get, env));

    expect(Contents.map(({ Key, Size }: { Key: string; Size: number }) => [Key, Size])).toEqual([
      ['a/one.txt', 11],
      ['a/two.txt', 11],
      ['b/four.txt', 11],
      ['b/three & more.txt', 11],
    ]);
    expect(ContentLength).toBe(11);
  });

  test('copies a file of several parts with the high-level commands', async () => {
    const env = await assumed();
    const file = join(folder, 'large.bin');
    writeFileSync(file, Buffer.alloc(17 * 1024 * 1024, 7)); // Above the CLI's 8 MiB: three parts.
    await run(['s3', 'mb', 's3://contract-parts'], env);
    await run(['s3', 'cp', file, 's3://contract-parts/large.bin', '--no-progress'], env);
    const listed = await run(['s3', 'ls', 's3://contract-parts'], env);

    expect(listed).toMatch(/ 17825792 large\.bin$/m);
    expect(organization.journal.count('s3:UploadPart')).toBe(3);
  });

  test('tags an account and reads the tags back', async () => {
    const beta = members[1]?.id ?? '';
    const tag = [
      'organizations',
      'tag-resource',
      '--resource-id',
      beta,
      '--tags',
      'Key=team,Value=red+blue @ 1',
    ];
    await run(tag);
    const tags = await send('organizations', 'list-tags-for-resource', '--resource-id', beta);
    const found = await send<{ ResourceTagMappingList: { ResourceARN: string }[] }>(
      'resourcegroupstaggingapi',
      'get-resources',
      '--resource-type-filters',
      'organizations:account',
      '--tag-filters',
      'Key=team',
    );

    expect(tags).toEqual({ Tags: [{ Key: 'team', Value: 'red+blue @ 1' }] });
    expect(
      found.ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN.split('/').at(-1)),
    ).toEqual([beta]);
  });

  test('describes the instances of a member', async () => {
    const env = await assumed();
    const launched = JSON.parse(
      await run(
        ['ec2', 'run-instances', '--image-id', 'ami-12345678', '--instance-type', 't3.micro'],
        env,
      ),
    );
    const id = launched.Instances[0].InstanceId as string;
    const described = JSON.parse(
      await run(['ec2', 'describe-instances', '--instance-ids', id], env),
    );
    const instance = described.Reservations[0].Instances[0];

    expect(described.Reservations[0].OwnerId).toBe(member);
    expect(instance).toMatchObject({
      InstanceId: id,
      InstanceType: 't3.micro',
      ImageId: 'ami-12345678',
    });
  });

  test('a denied call names the principal and the action', async () => {
    const lift = organization.deny({ service: 'ec2', operation: 'DescribeVpcs', account: member });
    const env = await assumed();
    const denied = await refusal(['ec2', 'describe-vpcs'], env);
    const foreign = await refusal(['organizations', 'list-accounts'], env);
    lift();

    expect(denied).toContain(
      'An error occurred (UnauthorizedOperation) when calling the DescribeVpcs operation',
    );
    expect(foreign).toContain(
      'An error occurred (AccessDeniedException) when calling the ListAccounts operation',
    );
  });

  test('an unknown operation is named', async () => {
    expect(await refusal(['ec2', 'create-vpn-gateway', '--type', 'ipsec.1'])).toContain(
      ': The simulator does not know ec2:CreateVpnGateway yet.',
    );
  });

  test.each([
    ['an unknown key', { AWS_ACCESS_KEY_ID: 'AKIAUNKNOWN' }, 'InvalidClientTokenId'],
    ['a wrong secret', { AWS_SECRET_ACCESS_KEY: 'guess' }, 'SignatureDoesNotMatch'],
  ])('%s is refused', async (_, wrong, code) => {
    expect(await refusal(['sts', 'get-caller-identity'], { ...environment, ...wrong })).toContain(
      `(${code})`,
    );
  });
});
