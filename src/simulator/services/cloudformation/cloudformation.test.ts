import { GetRoleCommand, IAMClient, ListPoliciesCommand } from '@aws-sdk/client-iam';
import {
  EnableAWSServiceAccessCommand,
  MoveAccountCommand,
  OrganizationsClient,
  RegisterDelegatedAdministratorCommand,
} from '@aws-sdk/client-organizations';
import { beforeEach, expect, test } from 'vitest';
import type { GenericCalls } from '../../../aws/generic-client.ts';
import { administratorArn, openServiceClient } from '../../../testing/account-access.ts';
import { type VirtualClock, virtualClock } from '../../clock.ts';
import { type SimulatedOrganization, simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

const trusted = 'member.org.stacksets.cloudformation.amazonaws.com';
const StackSetName = 'readers';
const Regions = ['us-east-1'];

let clock: VirtualClock;
let organization: SimulatedOrganization;
let unit: string;
let alpha: string;
let cloudformation: GenericCalls;

beforeEach(async () => {
  clock = virtualClock();
  organization = simulateOrganization({ clock, limits: noLimits, pageSize: 2 });
  unit = organization.addOu({ name: 'Workloads' }).id;
  alpha = organization.addAccount({ name: 'alpha', ou: unit }).id;
  organization.addAccount({ name: 'beta', ou: unit });
  cloudformation = openServiceClient(organization, 'cloudformation');
  await organizations().send(new EnableAWSServiceAccessCommand({ ServicePrincipal: trusted }));
});

const organizations = () => new OrganizationsClient(organization.access());

const administrator = (id: string) => organization.access(administratorArn(id));

/** A role for auditors with its policy. */
function template(action: string, resources: object = {}): string {
  const allow = { Effect: 'Allow', Action: action, Resource: '*' };
  const trust = {
    Effect: 'Allow',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation substitutes it
    Principal: { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } },
    Action: 'sts:AssumeRole',
  };
  const version = { Version: '2012-10-17' };
  return JSON.stringify({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'reader',
          Path: '/managed/',
          AssumeRolePolicyDocument: { ...version, Statement: [trust] },
          ManagedPolicyArns: [{ Ref: 'Policy' }],
        },
      },
      Policy: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          ManagedPolicyName: { 'Fn::Join': ['-', ['reader', '1']] },
          PolicyDocument: { ...version, Statement: [allow] },
        },
      },
      ...resources,
    },
  });
}

function create(TemplateBody: string, more: object = {}) {
  return cloudformation.call('CreateStackSet', {
    StackSetName,
    TemplateBody,
    PermissionModel: 'SERVICE_MANAGED',
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
    Tags: [{ Key: 'team', Value: 'audit' }],
    ...more,
  });
}

async function deployTo(OrganizationalUnitIds: readonly string[], more: object = {}) {
  const { OperationId } = await cloudformation.call('CreateStackInstances', {
    StackSetName,
    Regions,
    DeploymentTargets: { OrganizationalUnitIds },
    ...more,
  });
  return String(OperationId);
}

async function statusOf(OperationId: string): Promise<unknown> {
  const input = { StackSetName, OperationId };
  const { StackSetOperation } = await cloudformation.call('DescribeStackSetOperation', input);
  return (StackSetOperation as { Status?: string }).Status;
}

async function settle(): Promise<void> {
  await clock.advance(10 * 60_000);
  organization.settle();
}

/** Account and status, page by page. */
async function instances(): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for await (const { Summaries } of cloudformation.pages('ListStackInstances', { StackSetName })) {
    const summaries = Summaries as { Account: string; Status: string }[];
    found.push(...summaries.map(({ Account, Status }) => [Account, Status]));
  }
  return found;
}

async function roleIn(id: string) {
  const iam = new IAMClient(administrator(id));
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'reader' }));
  return Role;
}

test('a set is deployed below its targets after a while, with the tags of the set', async () => {
  await create(template('ec2:DescribeVpcs'));
  const operation = await deployTo([organization.rootId]);
  expect([await statusOf(operation), await instances()]).toEqual([
    'RUNNING',
    organization
      .accounts()
      .slice(1)
      .map(({ id }) => [id, 'OUTDATED']),
  ]);
  await settle();

  expect(await statusOf(operation)).toBe('SUCCEEDED');
  const role = await roleIn(alpha);
  expect(role).toMatchObject({
    Arn: `arn:aws:iam::${alpha}:role/managed/reader`,
    Tags: [{ Key: 'team', Value: 'audit' }],
  });
  expect(decodeURIComponent(role?.AssumeRolePolicyDocument ?? '')).toContain(`${alpha}:root`);
  await expect(
    new IAMClient(organization.access()).send(new GetRoleCommand({ RoleName: 'reader' })),
  ).rejects.toThrow('cannot be found');
});

test('one operation at a time; a set with stacks is not deleted', async () => {
  await create(template('ec2:DescribeVpcs'));
  await deployTo([unit]);
  await expect(deployTo([unit])).rejects.toMatchObject({ name: 'OperationInProgressException' });
  await settle();
  await expect(cloudformation.call('DeleteStackSet', { StackSetName })).rejects.toMatchObject({
    name: 'StackSetNotEmptyException',
  });
  await cloudformation.call('DeleteStackInstances', {
    StackSetName,
    Regions,
    DeploymentTargets: { OrganizationalUnitIds: [unit] },
    RetainStacks: false,
  });
  await settle();

  await expect(roleIn(alpha)).rejects.toThrow('cannot be found');
  await cloudformation.call('DeleteStackSet', { StackSetName });
  await expect(instances()).rejects.toMatchObject({ name: 'StackSetNotFoundException' });
});

test('a name conflict fails that stack; within the tolerance the others continue', async () => {
  await new IAMClient(administrator(alpha)).send(new ListPoliciesCommand({ Scope: 'Local' }));
  await openServiceClient(organization, 'iam', { principal: administratorArn(alpha) }).call(
    'CreatePolicy',
    {
      PolicyName: 'reader-1',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }],
      }),
    },
  );
  await create(template('ec2:DescribeVpcs'));
  const tolerant = { OperationPreferences: { FailureTolerancePercentage: 100 } };
  const OperationId = await deployTo([unit], tolerant);
  await settle();

  const input = { StackSetName, OperationId };
  const { Summaries } = await cloudformation.call('ListStackSetOperationResults', input);
  expect([await statusOf(OperationId), Summaries]).toMatchObject([
    'SUCCEEDED',
    [
      {
        Account: alpha,
        Status: 'FAILED',
        StatusReason: expect.stringContaining("with identifier 'reader-1' already exists"),
      },
      { Status: 'SUCCEEDED' },
    ],
  ]);
  // Resources created before the failure are rolled back.
  await expect(roleIn(alpha)).rejects.toThrow('cannot be found');
});

test('without tolerance the first failure ends the operation', async () => {
  await openServiceClient(organization, 'iam', { principal: administratorArn(alpha) }).call(
    'CreateRole',
    {
      RoleName: 'reader',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'ec2.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    },
  );
  await create(template('ec2:DescribeVpcs'));
  const OperationId = await deployTo([unit]);
  await settle();

  const input = { StackSetName, OperationId };
  const { Summaries } = await cloudformation.call('ListStackSetOperationResults', input);
  expect([await statusOf(OperationId), Summaries]).toMatchObject([
    'FAILED',
    [{ Status: 'FAILED' }, { Status: 'CANCELLED' }],
  ]);
});

test('an account that enters a target gets the stack, one that leaves loses it', async () => {
  await create(template('ec2:DescribeVpcs'));
  await deployTo([unit]);
  await settle();
  const { id } = organization.addAccount({ name: 'gamma', ou: unit });
  await settle();
  expect(await roleIn(id)).toBeDefined();
  const move = { SourceParentId: unit, DestinationParentId: organization.rootId };
  await organizations().send(new MoveAccountCommand({ AccountId: id, ...move }));
  await settle();

  await expect(roleIn(id)).rejects.toThrow('cannot be found');
});

test('a new template updates existing resources, and deletes those it no longer has', async () => {
  await create(
    template('ec2:DescribeVpcs', {
      Other: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {
          ManagedPolicyName: 'other',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }],
          },
        },
      },
    }),
  );
  await deployTo([unit]);
  await settle();
  const before = await roleIn(alpha);
  await cloudformation.call('UpdateStackSet', {
    StackSetName,
    TemplateBody: template('ec2:DescribeSubnets'),
    Capabilities: ['CAPABILITY_NAMED_IAM'],
  });
  await settle();

  const iam = new IAMClient(administrator(alpha));
  const { Policies } = await iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
  expect(
    Policies?.map(({ PolicyName, DefaultVersionId }) => [PolicyName, DefaultVersionId]),
  ).toEqual([['reader-1', 'v2']]);
  expect((await roleIn(alpha))?.RoleId).toBe(before?.RoleId);
});

test.each([['another type', { Volume: { Type: 'AWS::EC2::Volume' } }, 'AWS::EC2::Volume']])(
  '%s is refused by name',
  async (_, resources, named) => {
    await expect(create(template('ec2:DescribeVpcs', resources))).rejects.toThrow(named);
  },
);

test('named resources need the capability, a set a name, and the organization must trust the service', async () => {
  await expect(
    create(template('ec2:DescribeVpcs'), { Capabilities: ['CAPABILITY_IAM'] }),
  ).rejects.toMatchObject({ name: 'InsufficientCapabilitiesException' });
  await create(template('ec2:DescribeVpcs'));
  await expect(create(template('ec2:DescribeVpcs'))).rejects.toMatchObject({
    name: 'NameAlreadyExistsException',
  });
  const externalAccount = simulateOrganization({ clock, limits: noLimits });
  await expect(
    openServiceClient(externalAccount, 'cloudformation').call('DescribeStackSet', { StackSetName }),
  ).rejects.toThrow('You must enable organizations access');
});

test('a delegated administrator must call as one', async () => {
  await create(template('ec2:DescribeVpcs'));
  const member = openServiceClient(organization, 'cloudformation', {
    principal: administratorArn(alpha),
  });
  const CallAs = 'DELEGATED_ADMIN';
  await expect(member.call('DescribeStackSet', { StackSetName, CallAs })).rejects.toThrow(
    'delegated admin',
  );
  await organizations().send(
    new RegisterDelegatedAdministratorCommand({ AccountId: alpha, ServicePrincipal: trusted }),
  );

  await expect(member.call('DescribeStackSet', { StackSetName })).rejects.toThrow(
    'management account',
  );
  expect(await member.call('DescribeStackSet', { StackSetName, CallAs })).toMatchObject({
    StackSet: { StackSetName, PermissionModel: 'SERVICE_MANAGED' },
  });
});
