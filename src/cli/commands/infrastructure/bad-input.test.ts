import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, test, vi } from 'vitest';
import { runCli } from '../../../testing/command-line.ts';
import { openInfrastructureFixture } from '../../../testing/infrastructure-command-line.ts';
import { region } from '../../../testing/infrastructure-environment.ts';

afterEach(() => vi.unstubAllEnvs());

test('everything that is missing is reported at once', async () => {
  expect(await runCli(['infrastructure', 'plan'])).toMatchObject({
    code: 1,
    stderr:
      'flotilla: --billing-aws-profile, --security-aws-profile, --inventory-bucket-name, --oidc-provider-prod: missing; give them\n',
  });
});

test.each([
  [['--inventory-bucket-name', 'Acme_Inventory'], '"Acme_Inventory" is not a bucket name'],
  [['--inventory-bucket-name', ''], '--inventory-bucket-name: "" is empty'],
  [
    ['--oidc-provider-prod', 'http://oidc.example.com'],
    '"http://oidc.example.com" is not a provider',
  ],
  [['--oidc-provider-prod', 'cluster'], '"cluster" is not a provider'],
  [['--runner-role', 'managed/runner'], '"managed/runner" is not a role name'],
  [['--runner-role', 'r'.repeat(60)], 'at most 59 letters'],
  [['--runner-role', 'Inventory-Orchestrator'], 'cannot be both'],
  [['--inventory-role', 'in ventory'], '"in ventory" is not a role name'],
  [['--external-id', 'x'], '"x" is not an external ID'],
  [['--kms-key', 'alias/inventory'], '"alias/inventory" is not the ARN of a key'],
  [['--retention-days', '0'], '"0" is not a number of days'],
  [['--region', 'eu-west-9'], '"eu-west-9" is not an AWS region'],
  [['--services', 'Nothing'], 'Nothing'],
  [['--profile', 'one'], 'flotilla infrastructure plan has no option --profile: omit it'],
  [['--role-name', 'Admin'], '--role-name: the role is not deployed in any account'],
  [['--deploy-inventory-role', 'by-hand'], 'by-hand'],
  [
    ['--deploy-inventory-role', 'stackset', '--name', 'a*'],
    '--name: a stack set takes only --targets',
  ],
  [
    ['--deploy-inventory-role', 'stackset', '--targets', '111111111111'],
    '"111111111111" is not the id of an OU or root',
  ],
  [['--deploy-inventory-role', 'fan-out', '--targets', 'ou-none-00000000'], 'ou-none-00000000'],
])('%s is refused', async (args, message) => {
  const result = await openInfrastructureFixture().run(['plan', ...args]);

  expect([result.code, result.stdout]).toEqual([1, '']);
  expect(result.stderr).toContain(message);
  expect(result.stderr.trim().split('\n')).toHaveLength(1);
});

test('a provider is accepted as EKS shows it', async () => {
  const fixture = openInfrastructureFixture();
  const url = 'https://oidc.example.com/id/ONE/';
  const args = ['--oidc-provider-prod', url, '--output', 'ndjson'];
  const { code, stdout } = await fixture.run(['plan', ...args]);

  expect([code, JSON.parse(stdout.split('\n')[0] ?? '')]).toMatchObject([
    0,
    { resource: 'identity provider oidc.example.com/id/ONE' },
  ]);
});

test('a bucket of another owner is refused by name, and not changed', async () => {
  const fixture = openInfrastructureFixture();
  const european = { CreateBucketConfiguration: { LocationConstraint: region } };
  await fixture
    .s3(fixture.members[0] ?? '')
    .send(new CreateBucketCommand({ Bucket: 'acme-inventory', ...(european as object) }));
  const result = await fixture.run(['apply', '--yes', '--output', 'ndjson']);

  expect(result.code).toBe(2);
  expect(JSON.parse(result.stdout.split('\n').at(-2) ?? '')).toMatchObject({
    resource: 'bucket acme-inventory',
    action: 'failed',
    differences: [expect.stringContaining('bucket "acme-inventory" belongs to another account')],
  });
});

test('a bucket in another region is reported with that region', async () => {
  const fixture = openInfrastructureFixture();
  const there = { CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' as const } };
  await fixture
    .s3(fixture.security, 'eu-central-1')
    .send(new CreateBucketCommand({ Bucket: 'acme-inventory', ...there }));

  expect((await fixture.run(['plan'])).stdout).toContain('pass --region eu-central-1');
});

test('a role at another path is not created a second time', async () => {
  const fixture = openInfrastructureFixture();
  const root = { AWS: `arn:aws:iam::${fixture.security}:root` };
  const statement = { Effect: 'Allow', Principal: root, Action: 'sts:AssumeRole' };
  await fixture.as(fixture.security, 'iam').call('CreateRole', {
    RoleName: 'Inventory-Runner',
    Path: '/team/',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
  const result = await fixture.run(['plan', '--output', 'ndjson']);

  expect([result.code, result.stdout]).toEqual([
    2,
    expect.stringContaining('role \\"Inventory-Runner\\" exists at path \\"/team/\\"'),
  ]);
});
