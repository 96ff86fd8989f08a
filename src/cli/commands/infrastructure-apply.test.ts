import {
  EnableAWSServiceAccessCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { afterEach, expect, test, vi } from 'vitest';
import { issuer, testIssuer } from '../../testing/infrastructure-environment.ts';
import { type InfrastructureBed, infrastructureBed } from '../testing/infrastructure-bed.ts';

afterEach(() => vi.unstubAllEnvs());

const european = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const } };

const letStackSetsIn = ({ organization }: InfrastructureBed) =>
  new OrganizationsClient(organization.access()).send(
    new EnableAWSServiceAccessCommand({
      ServicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com',
    }),
  );

test.each([
  ['alone', []],
  ['with files for the tool that distributes roles', ['--cli-bucket-name', 'acme-tools']],
  ['with the role fanned out', ['--deploy-inventory-role', 'fan-out']],
  ['with the role in a stack set', ['--deploy-inventory-role', 'stackset']],
])('what plan says apply does, and then nothing is left to do: %s', async (_, how) => {
  const bed = infrastructureBed();
  await letStackSetsIn(bed);
  await bed.s3(bed.security).send(new CreateBucketCommand({ Bucket: 'acme-tools', ...european }));
  const args = [...how, '--output', 'ndjson'];
  const planned = await bed.run(['plan', ...args]);
  const applied = await bed.run(['apply', ...args]);

  expect([planned.code, applied.code, applied.stdout]).toEqual([
    0,
    0,
    expect.stringContaining(planned.stdout.split('\n')[0] ?? ''),
  ]);
  bed.organization.journal.clear();
  const again = await bed.run(['plan', '--fail-on-change', ...args]);
  expect([again.code, again.stdout]).toEqual([0, '']);
  expect(again.stderr).toContain('nothing to be made');
  expect((await bed.run(['apply', ...args])).stdout).toBe('');
});

test('on a terminal the plan is shown first, and a no changes nothing', async () => {
  const bed = infrastructureBed();
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return false;
  };
  const planned = await bed.run(['plan', '--deploy-inventory-role', 'fan-out']);
  bed.organization.journal.clear();
  const told = await bed.run(['apply', '--deploy-inventory-role', 'fan-out'], { ask });

  expect([told.code, told.stdout, asked]).toEqual([3, planned.stdout, ['Make 17 changes? [y/N] ']]);
  expect(told.stderr).toContain('flotilla: nothing was changed\n');
  const changing = Object.keys(bed.organization.journal.byOperation()).filter((operation) =>
    /:(Create|Put|Attach|Update|Tag)/.test(operation),
  );
  expect(changing).toEqual([]);
});

test('the table sums up the accounts, and says how many', async () => {
  const bed = infrastructureBed();
  const { stdout, stderr } = await bed.run(['plan', '--deploy-inventory-role', 'fan-out']);

  expect(stdout.split('\n').map((line) => line.trim().replace(/ {2,}/g, ' | '))).toEqual([
    'Account | Change | What | Differences',
    expect.stringMatching(/^─/),
    `${bed.billing} | create | identity provider ${issuer}`,
    `${bed.security} | create | identity provider ${issuer}`,
    `${bed.billing} | create | role Inventory-Orchestrator`,
    `${bed.security} | create | role Inventory-Runner`,
    `${bed.security} | create | bucket acme-inventory`,
    '12 accounts | create | role managed/inventory',
    '',
  ]);
  expect(stderr).toContain('17 changes to be made\n');
  expect((await bed.run(['plan', '--fail-on-change'])).code).toBe(2);
});

test('an account that cannot be read is told, and the exit code says so', async () => {
  const bed = infrastructureBed();
  const [first = ''] = bed.members;
  bed.organization.deny({ service: 'iam', operation: 'GetPolicy', account: first });
  const args = ['--deploy-inventory-role', 'fan-out', '--output', 'ndjson'];
  const told = await bed.run(['plan', ...args]);

  expect(told.code).toBe(2);
  expect(told.stderr).toContain('16 changes to be made, 1 could not be read\n');
  expect(recordsOf(told.stdout).filter(({ action }) => action === 'failed')).toEqual([
    {
      accountId: first,
      place: 'member',
      resource: 'role managed/inventory',
      action: 'failed',
      differences: [expect.stringContaining('AccessDenied')],
    },
  ]);
});

test("what today's tool left is taken over: trust, tags and twins; what it does not know is left", async () => {
  const bed = infrastructureBed();
  const { security } = bed;
  await leaveOfToday(bed);
  const planned = await bed.run([
    ...['plan', '--oidc-provider-test', testIssuer, '--output', 'ndjson'],
  ]);

  expect(
    recordsOf(planned.stdout).map(({ resource, action, differences }) => [
      resource,
      action,
      differences,
    ]),
  ).toEqual([
    [`identity provider ${issuer}`, 'create', []],
    [`identity provider ${testIssuer}`, 'create', []],
    [`identity provider ${issuer}`, 'create', []],
    [`identity provider ${testIssuer}`, 'create', []],
    ['role Inventory-Orchestrator', 'create', []],
    ['role Inventory-Orchestrator-Test', 'create', []],
    ['role Inventory-Runner', 'update', [...takenOver, 'policy Inventory-Runner']],
    ['role Inventory-Runner-Test', 'update', [...takenOver, 'policy Inventory-Runner-Test']],
    [
      'bucket acme-inventory',
      'update',
      ['object ownership', 'versioning', 'life-cycle rules', 'bucket policy', 'tag origin'],
    ],
  ]);
  await bed.run(['apply', '--oidc-provider-test', testIssuer]);
  const iam = bed.as(security, 'iam');
  const { Role } = await iam.call('GetRole', { RoleName: 'Inventory-Runner-Test' });
  const { AssumeRolePolicyDocument = '' } = Role as { AssumeRolePolicyDocument?: string };
  expect(decodeURIComponent(AssumeRolePolicyDocument)).not.toContain(':root');
  expect(await iam.call('ListRolePolicies', { RoleName: 'Inventory-Runner' })).toMatchObject({
    PolicyNames: ['Inventory-Runner', 'by-hand'],
  });
  const { Policy = '' } = await bed
    .s3(security)
    .send(new GetBucketPolicyCommand({ Bucket: 'acme-inventory' }));
  expect(JSON.parse(Policy).Statement.at(-1)).toEqual(foreignStatement(security));
});

test('a twin of today that nobody asked for is told of, with what to do', async () => {
  const bed = infrastructureBed();
  await leaveOfToday(bed);

  expect((await bed.run(['plan'])).stderr).toContain(
    'Inventory-Runner-Test: left as they are, whomever they trust; say --oidc-provider-test, or delete them\n',
  );
});

test('a policy that needs a role which is not known yet is tried again', async () => {
  const bed = infrastructureBed();
  const message = 'Invalid principal in policy';
  bed.organization.fault({
    service: 's3',
    operation: 'PutBucketPolicy',
    times: 2,
    fault: { error: { code: 'MalformedPolicy', message, status: 400 } },
  });
  const before = bed.clock.now();

  expect((await bed.run(['apply'])).code).toBe(0);
  expect(bed.clock.now() - before).toBe(7_000);
});

test('one resource that is refused costs its neighbours nothing; the accounts wait', async () => {
  const bed = infrastructureBed();
  bed.organization.deny({ service: 'iam', operation: 'CreateRole', account: bed.security });
  const args = ['--deploy-inventory-role', 'fan-out', '--output', 'ndjson'];
  const told = await bed.run(['apply', ...args]);

  expect(told.code).toBe(2);
  expect(told.stderr).toContain('the role was placed in no account');
  expect(recordsOf(told.stdout).map(({ resource, action }) => `${action} ${resource}`)).toEqual([
    `create identity provider ${issuer}`,
    `create identity provider ${issuer}`,
    'create role Inventory-Orchestrator',
    'failed role Inventory-Runner',
    'create bucket acme-inventory',
  ]);
});

test('a stack set tells what failed in which account, and others come later by themselves', async () => {
  const bed = infrastructureBed();
  await letStackSetsIn(bed);
  const [first = '', ...others] = bed.members;
  await bed.as(first, 'iam').call('CreateRole', {
    RoleName: 'inventory',
    AssumeRolePolicyDocument: trustOf(`arn:aws:iam::${first}:root`),
  });
  const args = ['--deploy-inventory-role', 'stackset', '--output', 'ndjson'];
  const told = await bed.run(['apply', ...args]);
  const members = recordsOf(told.stdout).filter(({ place }) => place === 'member');

  expect(told.code).toBe(2);
  expect(members).toEqual(
    expect.arrayContaining([
      ...others.map((accountId) => expect.objectContaining({ accountId, action: 'create' })),
      {
        accountId: first,
        place: 'member',
        resource: 'role managed/inventory',
        action: 'failed',
        differences: [expect.stringContaining("'inventory' already exists")],
      },
    ]),
  );
  const { id } = bed.organization.addAccount({ name: 'later', ou: bed.unit });
  await bed.clock.sleep(60_000);
  const { Role } = await bed.as(id, 'iam').call('GetRole', { RoleName: 'inventory' });
  expect(Role).toMatchObject({ Path: '/managed/', MaxSessionDuration: 3600 });
});

test('a stack set is brought to what is wanted now, in every account', async () => {
  const bed = infrastructureBed();
  await letStackSetsIn(bed);
  const [first = ''] = bed.members;
  const args = ['--deploy-inventory-role', 'stackset', '--output', 'ndjson'];
  await bed.run(['apply', ...args]);
  const narrow = [...args, '--services', 'EC2,S3'];
  const planned = recordsOf((await bed.run(['plan', ...narrow])).stdout);
  expect(planned.map(({ resource, differences }) => [resource, differences])).toEqual([
    ['stack set flotilla-inventory-role', ['template']],
    ['role managed/inventory', expect.arrayContaining(['policy inventory-1 (update)'])],
  ]);
  const applied = recordsOf((await bed.run(['apply', ...narrow])).stdout);

  expect(applied.filter(({ action }) => action === 'update')).toHaveLength(13);
  expect((await bed.run(['plan', ...narrow])).stdout).toBe('');
  const input = { Scope: 'Local', PathPrefix: '/managed/' };
  const { Policies } = await bed.as(first, 'iam').call('ListPolicies', input);
  expect(Policies).toMatchObject([{ PolicyName: 'inventory-1' }]);
});

test('a delegated administrator deploys the stack set, and is told what it does not reach', async () => {
  const bed = infrastructureBed({ billingIsMember: true });
  await letStackSetsIn(bed);
  const client = new OrganizationsClient(bed.organization.access());
  const ServicePrincipal = 'member.org.stacksets.cloudformation.amazonaws.com';
  await client.send(
    new RegisterDelegatedAdministratorCommand({ AccountId: bed.billing, ServicePrincipal }),
  );
  const args = ['--deploy-inventory-role', 'stackset', '--output', 'ndjson'];
  const told = await bed.run(['apply', ...args]);

  expect(told.code).toBe(0);
  expect(told.stderr).toContain(
    `management account ${bed.organization.managementAccountId} is reached by no stack set`,
  );
  expect((await bed.run(['plan', ...args])).stdout).toBe('');
});

test('where the organization does not let stack sets in, it says how', async () => {
  const bed = infrastructureBed();

  expect(await bed.run(['plan', '--deploy-inventory-role', 'stackset'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('aws cloudformation activate-organizations-access'),
  });
});

test('what a former plan needed and this one does not is detached and deleted', async () => {
  const bed = infrastructureBed();
  const [first = ''] = bed.members;
  const args = ['--deploy-inventory-role', 'fan-out', '--targets', first, '--output', 'ndjson'];
  await bed.run(['apply', ...args]);
  const narrowed = await bed.run(['apply', ...args, '--services', 'EC2,S3']);

  expect(recordsOf(narrowed.stdout)).toEqual([
    {
      accountId: first,
      place: 'member',
      resource: 'role managed/inventory',
      action: 'update',
      differences: [2, 3, 4, 5, 6]
        .map(
          (at) => `policy arn:aws:iam::${first}:policy/managed/inventory-${at} was still attached`,
        )
        .concat(
          'policy inventory-1 (update)',
          [2, 3, 4, 5, 6].map((at) => `policy inventory-${at} (delete)`),
        ),
    },
  ]);
  expect((await bed.run(['plan', ...args, '--services', 'EC2,S3'])).stdout).toBe('');
  const iam = bed.as(first, 'iam');
  for (const services of ['EC2', 'S3', 'EC2,S3', 'IAM', 'EC2', 'S3', 'RDS']) {
    expect((await bed.run(['apply', ...args, '--services', services])).code).toBe(0);
  }
  const PolicyArn = `arn:aws:iam::${first}:policy/managed/inventory-1`;
  const { Versions } = await iam.call('ListPolicyVersions', { PolicyArn });
  expect(Versions).toHaveLength(5);
});

interface Recorded {
  readonly accountId: string;
  readonly place: string;
  readonly resource: string;
  readonly action: string;
  readonly differences: readonly string[];
}

function recordsOf(stdout: string): readonly Recorded[] {
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const takenOver = ['trust policy', 'description', 'tag origin'];

function trustOf(AWS: string): string {
  const statement = { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

const foreignStatement = (security: string) => ({
  Sid: 'Auditors',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${security}:root` },
  Action: 's3:ListBucket',
  Resource: 'arn:aws:s3:::acme-inventory',
});

/** The security account as the tool of before leaves it, and something that was done by hand. */
async function leaveOfToday(bed: InfrastructureBed): Promise<void> {
  const { security } = bed;
  const iam = bed.as(security, 'iam');
  const upload = {
    Sid: 'UploadInventory',
    Effect: 'Allow',
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::acme-inventory/*',
  };
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [upload] });
  for (const RoleName of ['Inventory-Runner', 'Inventory-Runner-Test']) {
    const AssumeRolePolicyDocument = trustOf(`arn:aws:iam::${security}:root`);
    await iam.call('CreateRole', { RoleName, AssumeRolePolicyDocument, MaxSessionDuration: 3600 });
    await iam.call('PutRolePolicy', { RoleName, PolicyName: RoleName, PolicyDocument });
  }
  const byHand = { RoleName: 'Inventory-Runner', PolicyName: 'by-hand', PolicyDocument };
  await iam.call('PutRolePolicy', byHand);
  const s3 = bed.s3(security);
  const Bucket = 'acme-inventory';
  const block = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  };
  await s3.send(new CreateBucketCommand({ Bucket, ...european, ObjectOwnership: 'ObjectWriter' }));
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block }));
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [foreignStatement(security)],
  });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
}
