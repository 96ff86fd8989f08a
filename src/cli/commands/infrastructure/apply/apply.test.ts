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
import {
  type InfrastructureFixture,
  openInfrastructureFixture,
} from '../../../../testing/infrastructure-command-line.ts';
import { issuer, testIssuer } from '../../../../testing/infrastructure-environment.ts';
import { findingSchema } from '../findings.ts';

afterEach(() => vi.unstubAllEnvs());

const european = { CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' as const } };

const letStackSetsIn = ({ organization }: InfrastructureFixture) =>
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
])('apply makes the changes of plan, and a second one has nothing to do: %s', async (_, how) => {
  const fixture = openInfrastructureFixture();
  await letStackSetsIn(fixture);
  await fixture
    .s3(fixture.security)
    .send(new CreateBucketCommand({ Bucket: 'acme-tools', ...european }));
  const args = [...how, '--output', 'ndjson'];
  const planned = await fixture.run(['plan', ...args]);
  const applied = await fixture.run(['apply', '--yes', ...args]);

  expect([planned.code, applied.code, applied.stdout]).toEqual([
    0,
    0,
    expect.stringContaining(planned.stdout.split('\n')[0] ?? ''),
  ]);
  fixture.organization.journal.clear();
  const again = await fixture.run(['plan', '--fail-on-change', ...args]);
  expect([again.code, again.stdout]).toEqual([0, '']);
  expect(again.stderr).toContain('nothing to make\n');
  expect((await fixture.run(['apply', '--yes', ...args])).stdout).toBe('');
});

test('on a terminal the plan is shown before the question, and a no changes nothing', async () => {
  const fixture = openInfrastructureFixture();
  const questions: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return false;
  };
  const planned = await fixture.run(['plan', '--deploy-inventory-role', 'fan-out']);
  fixture.organization.journal.clear();
  const result = await fixture.run(['apply', '--deploy-inventory-role', 'fan-out'], { ask });

  expect([result.code, result.stdout, questions]).toEqual([
    3,
    planned.stdout,
    ['Make 17 changes? [y/N] '],
  ]);
  expect(result.stderr).toContain('flotilla: not confirmed; nothing was changed\n');
  const changing = Object.keys(fixture.organization.journal.byOperation()).filter((operation) =>
    /:(Create|Put|Attach|Update|Tag)/.test(operation),
  );
  expect(changing).toEqual([]);
});

test('without a terminal nothing is changed unless --yes is given', async () => {
  const fixture = openInfrastructureFixture();
  const planned = await fixture.run(['plan']);
  const result = await fixture.run(['apply']);

  expect([result.code, result.stdout]).toEqual([3, planned.stdout]);
  expect(result.stderr).toContain(
    'flotilla: Make 5 changes? There is no terminal to ask on: add --yes; nothing was changed\n',
  );
  expect((await fixture.run(['plan'])).stdout).toBe(planned.stdout);
});

test('formats for machines have the results on stdout, and the plan above the question on stderr', async () => {
  const fixture = openInfrastructureFixture();
  const planned = await fixture.run(['plan']);
  const refused = await fixture.run(['apply', '--output', 'json'], { ask: async () => false });
  const applied = await fixture.run(['apply', '--output', 'json'], { ask: async () => true });

  expect([refused.code, refused.stdout]).toEqual([3, '']);
  expect(refused.stderr).toContain(planned.stdout);
  const records = findingSchema.array().parse(JSON.parse(applied.stdout));
  expect(records.map(({ action }) => action)).toEqual(Array(5).fill('create'));
  expect([applied.code, applied.stderr.split('\n').at(-2)]).toEqual([
    0,
    '5 done, 0 failed in 0.0 s',
  ]);
});

test('a role that is configured for other commands does not matter without a fan-out', async () => {
  const { code } = await openInfrastructureFixture().run(['plan'], {
    env: { FLOTILLA_ROLE_NAME: 'Admin' },
  });

  expect(code).toBe(0);
});

test('the table has one row for all accounts with the same change', async () => {
  const fixture = openInfrastructureFixture();
  const { stdout, stderr } = await fixture.run(['plan', '--deploy-inventory-role', 'fan-out']);

  expect(stdout.split('\n').map((line) => line.trim().replace(/ {2,}/g, ' | '))).toEqual([
    'Account | Change | What | Differences',
    expect.stringMatching(/^─/),
    `${fixture.billing} | create | identity provider ${issuer}`,
    `${fixture.security} | create | identity provider ${issuer}`,
    `${fixture.billing} | create | role Inventory-Orchestrator`,
    `${fixture.security} | create | role Inventory-Runner`,
    `${fixture.security} | create | bucket acme-inventory`,
    '12 accounts | create | role managed/inventory',
    '',
  ]);
  expect(stderr).toContain('17 changes to make\n');
  expect((await fixture.run(['plan', '--fail-on-change'])).code).toBe(2);
});

test('an account that cannot be read is reported, and the exit code is 2', async () => {
  const fixture = openInfrastructureFixture();
  const [first = ''] = fixture.members;
  fixture.organization.deny({ service: 'iam', operation: 'GetPolicy', account: first });
  const args = ['--deploy-inventory-role', 'fan-out', '--output', 'ndjson'];
  const result = await fixture.run(['plan', ...args]);

  expect(result.code).toBe(2);
  expect(result.stderr).toContain('16 changes to make, 1 could not be read\n');
  expect(recordsOf(result.stdout).filter(({ action }) => action === 'failed')).toEqual([
    {
      accountId: first,
      place: 'member',
      resource: 'role managed/inventory',
      action: 'failed',
      differences: [expect.stringContaining('AccessDenied')],
    },
  ]);
});

test('roles of the previous tool are taken over with trust, tags and test roles; what others added is kept', async () => {
  const fixture = openInfrastructureFixture();
  const { security } = fixture;
  await leaveOfToday(fixture);
  const planned = await fixture.run([
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
  await fixture.run(['apply', '--yes', '--oidc-provider-test', testIssuer]);
  const iam = fixture.as(security, 'iam');
  const { Role } = await iam.call('GetRole', { RoleName: 'Inventory-Runner-Test' });
  const { AssumeRolePolicyDocument = '' } = Role as { AssumeRolePolicyDocument?: string };
  expect(decodeURIComponent(AssumeRolePolicyDocument)).not.toContain(':root');
  expect(await iam.call('ListRolePolicies', { RoleName: 'Inventory-Runner' })).toMatchObject({
    PolicyNames: ['Inventory-Runner', 'by-hand'],
  });
  const { Policy = '' } = await fixture
    .s3(security)
    .send(new GetBucketPolicyCommand({ Bucket: 'acme-inventory' }));
  expect(JSON.parse(Policy).Statement.at(-1)).toEqual(foreignStatement(security));
});

test('a test role that exists without --oidc-provider-test is reported, with what to do', async () => {
  const fixture = openInfrastructureFixture();
  await leaveOfToday(fixture);

  expect((await fixture.run(['plan'])).stderr).toContain(
    'Inventory-Runner-Test: not managed, and may trust a whole account; give --oidc-provider-test, or delete them\n',
  );
});

test('a policy that names a role which S3 does not know yet is tried again', async () => {
  const fixture = openInfrastructureFixture();
  const message = 'Invalid principal in policy';
  fixture.organization.fault({
    service: 's3',
    operation: 'PutBucketPolicy',
    times: 2,
    fault: { error: { code: 'MalformedPolicy', message, status: 400 } },
  });
  const before = fixture.clock.now();

  expect((await fixture.run(['apply', '--yes'])).code).toBe(0);
  expect(fixture.clock.now() - before).toBe(7_000);
});

test('a resource that is refused does not affect the others; the role is deployed to no account yet', async () => {
  const fixture = openInfrastructureFixture();
  fixture.organization.deny({ service: 'iam', operation: 'CreateRole', account: fixture.security });
  const args = ['--deploy-inventory-role', 'fan-out', '--output', 'ndjson'];
  const result = await fixture.run(['apply', '--yes', ...args]);

  expect(result.code).toBe(2);
  expect(result.stderr).toContain('the role was not deployed to the accounts');
  expect(recordsOf(result.stdout).map(({ resource, action }) => `${action} ${resource}`)).toEqual([
    `create identity provider ${issuer}`,
    `create identity provider ${issuer}`,
    'create role Inventory-Orchestrator',
    'failed role Inventory-Runner',
    'create bucket acme-inventory',
  ]);
});

test('a stack set reports what failed in which account, and later accounts receive the role by themselves', async () => {
  const fixture = openInfrastructureFixture();
  await letStackSetsIn(fixture);
  const [first = '', ...others] = fixture.members;
  await fixture.as(first, 'iam').call('CreateRole', {
    RoleName: 'inventory',
    AssumeRolePolicyDocument: trustOf(`arn:aws:iam::${first}:root`),
  });
  const args = ['--deploy-inventory-role', 'stackset', '--output', 'ndjson'];
  const result = await fixture.run(['apply', '--yes', ...args]);
  const members = recordsOf(result.stdout).filter(({ place }) => place === 'member');

  expect(result.code).toBe(2);
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
  const { id } = fixture.organization.addAccount({ name: 'later', ou: fixture.unit });
  await fixture.clock.sleep(60_000);
  const { Role } = await fixture.as(id, 'iam').call('GetRole', { RoleName: 'inventory' });
  expect(Role).toMatchObject({ Path: '/managed/', MaxSessionDuration: 3600 });
});

test('an OU that is not requested any more is reported, and keeps its stacks', async () => {
  const fixture = openInfrastructureFixture();
  await letStackSetsIn(fixture);
  const { id: other } = fixture.organization.addOu({ name: 'other' });
  const args = ['--deploy-inventory-role', 'stackset', '--output', 'ndjson'];
  await fixture.run(['apply', '--yes', ...args, '--targets', `${fixture.unit},${other}`]);
  const fewer = [...args, '--targets', fixture.unit];
  const plan = await fixture.run(['plan', '--fail-on-change', ...fewer]);
  const applied = await fixture.run(['apply', '--yes', ...fewer]);

  const kept = {
    accountId: fixture.billing,
    place: 'member',
    resource: 'stack set flotilla-inventory-role',
    action: 'keep',
    differences: [
      `target ${other} is not requested any more; remove its stacks with: aws cloudformation delete-stack-instances --stack-set-name flotilla-inventory-role --regions eu-west-1 --deployment-targets OrganizationalUnitIds=${other} --no-retain-stacks --call-as SELF`,
    ],
  };
  expect([plan.code, recordsOf(plan.stdout)]).toEqual([0, [kept]]);
  expect([applied.code, recordsOf(applied.stdout)]).toEqual([0, [kept]]);
  expect((await fixture.run(['plan', ...args])).stdout).not.toContain('keep');
});

test('a stack set is updated to the desired state in every account', async () => {
  const fixture = openInfrastructureFixture();
  await letStackSetsIn(fixture);
  const [first = ''] = fixture.members;
  const args = ['--deploy-inventory-role', 'stackset', '--output', 'ndjson'];
  await fixture.run(['apply', '--yes', ...args]);
  const narrow = [...args, '--services', 'EC2,S3'];
  const planned = recordsOf((await fixture.run(['plan', ...narrow])).stdout);
  expect(planned.map(({ resource, differences }) => [resource, differences])).toEqual([
    ['stack set flotilla-inventory-role', ['template']],
    ['role managed/inventory', expect.arrayContaining(['policy inventory-1 (update)'])],
  ]);
  const applied = recordsOf((await fixture.run(['apply', '--yes', ...narrow])).stdout);

  expect(applied.filter(({ action }) => action === 'update')).toHaveLength(13);
  expect((await fixture.run(['plan', ...narrow])).stdout).toBe('');
  const input = { Scope: 'Local', PathPrefix: '/managed/' };
  const { Policies } = await fixture.as(first, 'iam').call('ListPolicies', input);
  expect(Policies).toMatchObject([{ PolicyName: 'inventory-1' }]);
});

test('a delegated administrator deploys the stack set, and the account that it does not reach is reported', async () => {
  const fixture = openInfrastructureFixture({ billingIsMember: true });
  await letStackSetsIn(fixture);
  const client = new OrganizationsClient(fixture.organization.access());
  const ServicePrincipal = 'member.org.stacksets.cloudformation.amazonaws.com';
  await client.send(
    new RegisterDelegatedAdministratorCommand({ AccountId: fixture.billing, ServicePrincipal }),
  );
  const args = ['--deploy-inventory-role', 'stackset', '--output', 'ndjson'];
  const result = await fixture.run(['apply', '--yes', ...args]);

  expect(result.code).toBe(0);
  expect(result.stderr).toContain(
    `stack sets do not reach the management account ${fixture.organization.managementAccountId}`,
  );
  expect((await fixture.run(['plan', ...args])).stdout).toBe('');
});

test('where trusted access for stack sets is off, the message says how to activate it', async () => {
  const fixture = openInfrastructureFixture();

  expect(await fixture.run(['plan', '--deploy-inventory-role', 'stackset'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('aws cloudformation activate-organizations-access'),
  });
});

test('policies that are no longer needed are detached and deleted', async () => {
  const fixture = openInfrastructureFixture();
  const [first = ''] = fixture.members;
  const args = ['--deploy-inventory-role', 'fan-out', '--targets', first, '--output', 'ndjson'];
  await fixture.run(['apply', '--yes', ...args]);
  const narrowed = await fixture.run(['apply', '--yes', ...args, '--services', 'EC2,S3']);

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
  expect((await fixture.run(['plan', ...args, '--services', 'EC2,S3'])).stdout).toBe('');
  const iam = fixture.as(first, 'iam');
  for (const services of ['EC2', 'S3', 'EC2,S3', 'IAM', 'EC2', 'S3', 'RDS']) {
    expect((await fixture.run(['apply', '--yes', ...args, '--services', services])).code).toBe(0);
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
async function leaveOfToday(fixture: InfrastructureFixture): Promise<void> {
  const { security } = fixture;
  const iam = fixture.as(security, 'iam');
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
  const s3 = fixture.s3(security);
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
