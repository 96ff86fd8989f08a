import { EnableAWSServiceAccessCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, test, vi } from 'vitest';
import {
  type InfrastructureFixture,
  openInfrastructureFixture,
} from '../../../../testing/infrastructure-command-line.ts';
import { issuer } from '../../../../testing/infrastructure-environment.ts';

afterEach(() => vi.unstubAllEnvs());

const letStackSetsIn = ({ organization }: InfrastructureFixture) =>
  new OrganizationsClient(organization.access()).send(
    new EnableAWSServiceAccessCommand({
      ServicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com',
    }),
  );

function linesOf(stdout: string): readonly string[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .map(({ action, resource }) => `${action} ${resource}`);
}

/** Names of the roles and providers in an account. */
async function identitiesIn(
  fixture: InfrastructureFixture,
  accountId: string,
): Promise<readonly string[]> {
  const iam = fixture.as(accountId, 'iam');
  const found: string[] = [];
  for await (const { Roles } of iam.pages('ListRoles')) {
    found.push(...(Roles as { RoleName: string }[]).map(({ RoleName }) => RoleName));
  }
  const { OpenIDConnectProviderList } = await iam.call('ListOpenIDConnectProviders');
  const providers = OpenIDConnectProviderList as { Arn: string }[];
  return [...found, ...providers.map(({ Arn }) => Arn.split('/').at(-1) ?? '')];
}

test.each(['fan-out', 'stackset'])(
  'destroy deletes what apply has created, with %s too, after a confirmation',
  async (how) => {
    const fixture = openInfrastructureFixture();
    await letStackSetsIn(fixture);
    const before = await identitiesIn(fixture, fixture.security);
    const args = ['--deploy-inventory-role', how, '--output', 'ndjson'];
    await fixture.run(['apply', '--yes', ...args]);

    expect((await fixture.run(['destroy', ...args])).code).toBe(3);
    expect((await fixture.run(['plan', ...args])).stdout).toBe('');
    const result = await fixture.run(['destroy', ...args, '--yes']);
    expect([result.code, linesOf(result.stdout).slice(-5)]).toEqual([
      0,
      [
        'delete bucket acme-inventory',
        'delete role Inventory-Runner',
        'delete role Inventory-Orchestrator',
        `delete identity provider ${issuer}`,
        `delete identity provider ${issuer}`,
      ],
    ]);
    expect(await identitiesIn(fixture, fixture.security)).toEqual(before);
    for (const id of [fixture.billing, ...fixture.members]) {
      expect(await identitiesIn(fixture, id)).not.toContain('inventory');
    }
    const again = await fixture.run(['destroy', ...args, '--yes']);
    expect([again.code, again.stdout]).toEqual([0, '']);
  },
);

test('resources of others are kept: a provider, a role of that name, a bucket with inventories', async () => {
  const fixture = openInfrastructureFixture();
  const [first = ''] = fixture.members;
  await fixture.as(fixture.security, 'iam').call('CreateOpenIDConnectProvider', {
    Url: `https://${issuer}`,
    ClientIDList: ['vault'],
  });
  await fixture.run(['apply', '--yes']);
  await fixture
    .s3(fixture.security)
    .send(new PutObjectCommand({ Bucket: 'acme-inventory', Key: 'AWSRecon/one', Body: '{}' }));
  await fixture.as(fixture.billing, 'iam').call('UntagRole', {
    RoleName: 'Inventory-Orchestrator',
    TagKeys: ['origin'],
  });
  const root = { AWS: `arn:aws:iam::${first}:root` };
  const statement = { Effect: 'Allow', Principal: root, Action: 'sts:AssumeRole' };
  await fixture.as(first, 'iam').call('CreateRole', {
    RoleName: 'inventory',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
  const args = ['--deploy-inventory-role', 'fan-out', '--targets', first, '--output', 'ndjson'];
  const result = await fixture.run(['destroy', ...args, '--yes']);

  expect(result.code).toBe(0);
  expect(
    result.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      accountId: first,
      place: 'member',
      resource: 'role managed/inventory',
      action: 'keep',
      differences: ['it does not carry our tag, origin=flotilla'],
    },
    {
      accountId: fixture.security,
      place: 'home',
      resource: 'bucket acme-inventory',
      action: 'keep',
      differences: ['1 object is in it'],
    },
    expect.objectContaining({ resource: 'role Inventory-Runner', action: 'delete' }),
    expect.objectContaining({ resource: 'role Inventory-Orchestrator', action: 'keep' }),
    expect.objectContaining({ accountId: fixture.security, action: 'keep' }),
    expect.objectContaining({ accountId: fixture.billing, action: 'delete' }),
  ]);
  expect(await identitiesIn(fixture, fixture.security)).toContain('PRODUCTION');
  expect(await identitiesIn(fixture, fixture.billing)).toContain('Inventory-Orchestrator');
});

test('files are deleted unless another tool has changed them', async () => {
  const fixture = openInfrastructureFixture();
  const s3 = fixture.s3(fixture.security);
  const european = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const } };
  await s3.send(new CreateBucketCommand({ Bucket: 'acme-tools', ...european }));
  const args = ['--cli-bucket-name', 'acme-tools', '--output', 'ndjson'];
  await fixture.run(['apply', '--yes', ...args]);
  const Key = 'aws/iam/inventory-role/properties.json';
  await s3.send(new PutObjectCommand({ Bucket: 'acme-tools', Key, Body: '{"path":"/other/"}' }));
  const result = await fixture.run(['destroy', ...args, '--dry-run']);

  expect(linesOf(result.stdout).slice(0, 3)).toEqual([
    'delete file s3://acme-tools/aws/iam/inventory-role/trust.json',
    'delete file s3://acme-tools/aws/iam/inventory-role/policy.json',
    'keep file s3://acme-tools/aws/iam/inventory-role/properties.json',
  ]);
  expect((await fixture.run(['plan', ...args])).stdout).toContain('"update"');
});
