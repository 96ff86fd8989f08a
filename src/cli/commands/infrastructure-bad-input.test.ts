import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, test, vi } from 'vitest';
import { region } from '../../testing/infrastructure-environment.ts';
import { runCli } from '../testing/fixture.ts';
import { infrastructureBed } from '../testing/infrastructure-bed.ts';

afterEach(() => vi.unstubAllEnvs());

test('everything that is missing is named at once', async () => {
  expect(await runCli(['infrastructure', 'plan'])).toMatchObject({
    code: 1,
    stderr:
      'flotilla: --billing-aws-profile, --security-aws-profile, --inventory-bucket-name, --oidc-provider-prod: missing; give them\n',
  });
});

test.each([
  [['--inventory-bucket-name', 'Acme_Inventory'], '"Acme_Inventory" is no bucket name'],
  [['--inventory-bucket-name', ''], '--inventory-bucket-name: "" is empty'],
  [['--oidc-provider-prod', 'http://oidc.example.com'], '"http://oidc.example.com" is no provider'],
  [['--oidc-provider-prod', 'cluster'], '"cluster" is no provider'],
  [['--runner-role', 'managed/runner'], '"managed/runner" is no role name'],
  [['--runner-role', 'r'.repeat(60)], 'at most 59 letters'],
  [['--runner-role', 'Inventory-Orchestrator'], 'cannot be both'],
  [['--inventory-role', 'in ventory'], '"in ventory" is no role name'],
  [['--external-id', 'x'], '"x" is no external id'],
  [['--kms-key', 'alias/inventory'], '"alias/inventory" is no ARN of a key'],
  [['--retention-days', '0'], '"0" is no number of days'],
  [['--region', 'eu-west-9'], '"eu-west-9" is not an AWS region'],
  [['--services', 'Nothing'], 'Nothing'],
  [['--profile', 'one'], '--profile: "one" is one account, and this needs two'],
  [['--role-name', 'Admin'], '--role-name: nothing is placed in accounts'],
  [['--deploy-inventory-role', 'by-hand'], 'by-hand'],
  [
    ['--deploy-inventory-role', 'stackset', '--name', 'a*'],
    '--name: a stack set knows only --targets',
  ],
  [
    ['--deploy-inventory-role', 'stackset', '--targets', '111111111111'],
    '"111111111111" is no OU or root',
  ],
  [['--deploy-inventory-role', 'fan-out', '--targets', 'ou-none-00000000'], 'ou-none-00000000'],
])('%s is refused', async (args, said) => {
  const told = await infrastructureBed().run(['plan', ...args]);

  expect([told.code, told.stdout]).toEqual([1, '']);
  expect(told.stderr).toContain(said);
  expect(told.stderr.trim().split('\n')).toHaveLength(1);
});

test('a provider as EKS shows it is understood', async () => {
  const bed = infrastructureBed();
  const url = 'https://oidc.example.com/id/ONE/';
  const args = ['--oidc-provider-prod', url, '--output', 'ndjson'];
  const { code, stdout } = await bed.run(['plan', ...args]);

  expect([code, JSON.parse(stdout.split('\n')[0] ?? '')]).toMatchObject([
    0,
    { resource: 'identity provider oidc.example.com/id/ONE' },
  ]);
});

test('a bucket of another owner is refused by name, and nothing is done to it', async () => {
  const bed = infrastructureBed();
  const european = { CreateBucketConfiguration: { LocationConstraint: region } };
  await bed
    .s3(bed.members[0] ?? '')
    .send(new CreateBucketCommand({ Bucket: 'acme-inventory', ...(european as object) }));
  const told = await bed.run(['apply', '--output', 'ndjson']);

  expect(told.code).toBe(2);
  expect(JSON.parse(told.stdout.split('\n').at(-2) ?? '')).toMatchObject({
    resource: 'bucket acme-inventory',
    action: 'failed',
    differences: [expect.stringContaining('bucket "acme-inventory" belongs to another account')],
  });
});

test('a bucket in another region is told, with the region', async () => {
  const bed = infrastructureBed();
  const there = { CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' as const } };
  await bed
    .s3(bed.security, 'eu-central-1')
    .send(new CreateBucketCommand({ Bucket: 'acme-inventory', ...there }));

  expect((await bed.run(['plan'])).stdout).toContain('pass --region eu-central-1');
});

test('a role at another path is not made a second time', async () => {
  const bed = infrastructureBed();
  const root = { AWS: `arn:aws:iam::${bed.security}:root` };
  const statement = { Effect: 'Allow', Principal: root, Action: 'sts:AssumeRole' };
  await bed.as(bed.security, 'iam').call('CreateRole', {
    RoleName: 'Inventory-Runner',
    Path: '/team/',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
  const told = await bed.run(['plan', '--output', 'ndjson']);

  expect([told.code, told.stdout]).toEqual([
    2,
    expect.stringContaining('role \\"Inventory-Runner\\" exists at path \\"/team/\\"'),
  ]);
});
