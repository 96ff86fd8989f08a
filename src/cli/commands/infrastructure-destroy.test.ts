import { EnableAWSServiceAccessCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, test, vi } from 'vitest';
import { issuer } from '../../testing/infrastructure-environment.ts';
import { type InfrastructureBed, infrastructureBed } from '../testing/infrastructure-bed.ts';

afterEach(() => vi.unstubAllEnvs());

const letStackSetsIn = ({ organization }: InfrastructureBed) =>
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
async function identitiesIn(bed: InfrastructureBed, accountId: string): Promise<readonly string[]> {
  const iam = bed.as(accountId, 'iam');
  const found: string[] = [];
  for await (const { Roles } of iam.pages('ListRoles')) {
    found.push(...(Roles as { RoleName: string }[]).map(({ RoleName }) => RoleName));
  }
  const { OpenIDConnectProviderList } = await iam.call('ListOpenIDConnectProviders');
  const providers = OpenIDConnectProviderList as { Arn: string }[];
  return [...found, ...providers.map(({ Arn }) => Arn.split('/').at(-1) ?? '')];
}

test.each(['fan-out', 'stackset'])(
  'what apply made, %s too, destroy takes away, after asking',
  async (how) => {
    const bed = infrastructureBed();
    await letStackSetsIn(bed);
    const before = await identitiesIn(bed, bed.security);
    const args = ['--deploy-inventory-role', how, '--output', 'ndjson'];
    await bed.run(['apply', ...args]);

    expect((await bed.run(['destroy', ...args])).code).toBe(3);
    expect((await bed.run(['plan', ...args])).stdout).toBe('');
    const told = await bed.run(['destroy', ...args, '--yes']);
    expect([told.code, linesOf(told.stdout).slice(-5)]).toEqual([
      0,
      [
        'delete bucket acme-inventory',
        'delete role Inventory-Runner',
        'delete role Inventory-Orchestrator',
        `delete identity provider ${issuer}`,
        `delete identity provider ${issuer}`,
      ],
    ]);
    expect(await identitiesIn(bed, bed.security)).toEqual(before);
    for (const id of [bed.billing, ...bed.members]) {
      expect(await identitiesIn(bed, id)).not.toContain('inventory');
    }
    const again = await bed.run(['destroy', ...args, '--yes']);
    expect([again.code, again.stdout]).toEqual([0, '']);
  },
);

test('what is not ours stays: a provider, a role of that name, a bucket with inventories', async () => {
  const bed = infrastructureBed();
  const [first = ''] = bed.members;
  await bed.as(bed.security, 'iam').call('CreateOpenIDConnectProvider', {
    Url: `https://${issuer}`,
    ClientIDList: ['vault'],
  });
  await bed.run(['apply']);
  await bed
    .s3(bed.security)
    .send(new PutObjectCommand({ Bucket: 'acme-inventory', Key: 'AWSRecon/one', Body: '{}' }));
  await bed.as(bed.billing, 'iam').call('UntagRole', {
    RoleName: 'Inventory-Orchestrator',
    TagKeys: ['origin'],
  });
  const root = { AWS: `arn:aws:iam::${first}:root` };
  const statement = { Effect: 'Allow', Principal: root, Action: 'sts:AssumeRole' };
  await bed.as(first, 'iam').call('CreateRole', {
    RoleName: 'inventory',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
  const args = ['--deploy-inventory-role', 'fan-out', '--targets', first, '--output', 'ndjson'];
  const told = await bed.run(['destroy', ...args, '--yes']);

  expect(told.code).toBe(0);
  expect(
    told.stdout
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
      accountId: bed.security,
      place: 'home',
      resource: 'bucket acme-inventory',
      action: 'keep',
      differences: ['1 object is in it'],
    },
    expect.objectContaining({ resource: 'role Inventory-Runner', action: 'delete' }),
    expect.objectContaining({ resource: 'role Inventory-Orchestrator', action: 'keep' }),
    expect.objectContaining({ accountId: bed.security, action: 'keep' }),
    expect.objectContaining({ accountId: bed.billing, action: 'delete' }),
  ]);
  expect(await identitiesIn(bed, bed.security)).toContain('PRODUCTION');
  expect(await identitiesIn(bed, bed.billing)).toContain('Inventory-Orchestrator');
});

test('the files go while they say what we said', async () => {
  const bed = infrastructureBed();
  const s3 = bed.s3(bed.security);
  const european = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const } };
  await s3.send(new CreateBucketCommand({ Bucket: 'acme-tools', ...european }));
  const args = ['--cli-bucket-name', 'acme-tools', '--output', 'ndjson'];
  await bed.run(['apply', ...args]);
  const Key = 'aws/iam/inventory-role/properties.json';
  await s3.send(new PutObjectCommand({ Bucket: 'acme-tools', Key, Body: '{"path":"/other/"}' }));
  const told = await bed.run(['destroy', ...args, '--dry-run']);

  expect(linesOf(told.stdout).slice(0, 3)).toEqual([
    'delete file s3://acme-tools/aws/iam/inventory-role/trust.json',
    'delete file s3://acme-tools/aws/iam/inventory-role/policy.json',
    'keep file s3://acme-tools/aws/iam/inventory-role/properties.json',
  ]);
  expect((await bed.run(['plan', ...args])).stdout).toContain('"update"');
});
