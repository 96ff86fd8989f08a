import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateVirtualMFADeviceCommand,
  GetRoleCommand,
  type IAMClient,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  ListAccountsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { errorNameOf, refusalOf } from '../testing/call-errors.ts';
import { clientsOf, policy } from '../testing/organization-clients.ts';
import { simulateOrganization } from './index.ts';

test('an unknown operation is refused by name', async () => {
  const organization = simulateOrganization();
  const { iam } = clientsOf(organization);
  const device = new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'mine' });
  expect(await refusalOf(iam.send(device))).toMatchObject({
    message: 'The simulator does not know iam:CreateVirtualMFADevice yet.',
    status: 501,
  });
  const sqs = new SQSClient({ ...organization.access(), maxAttempts: 1 });
  const moving = new StartMessageMoveTaskCommand({ SourceArn: 'arn:aws:sqs:eu-west-1:1:q' });
  expect(await refusalOf(sqs.send(moving))).toMatchObject({
    message: 'The simulator does not know sqs:StartMessageMoveTask yet.',
    status: 501,
  });
});

test('an unknown key is refused, in the words of each service', async () => {
  const { region, requestHandler } = simulateOrganization().access();
  const credentials = { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' };
  const config = { region, requestHandler, credentials, maxAttempts: 1 };
  const names = await Promise.all([
    errorNameOf(new OrganizationsClient(config).send(new ListAccountsCommand({}))),
    errorNameOf(new AccountClient(config).send(new ListRegionsCommand({}))),
    errorNameOf(new STSClient(config).send(new GetCallerIdentityCommand({}))),
    errorNameOf(new EC2Client(config).send(new DescribeVpcsCommand({}))),
    errorNameOf(new S3Client(config).send(new ListBucketsCommand({}))),
  ]);
  expect(names).toEqual([
    'UnrecognizedClientException',
    'UnrecognizedClientException',
    'InvalidClientTokenId',
    'AuthFailure',
    'InvalidAccessKeyId',
  ]);
});

test('a session without its token, or with another, is refused', async () => {
  const organization = simulateOrganization();
  const { roleArn } = organization.addAccount({ name: 'member' });
  const { credentials, ...rest } = organization.access(roleArn);
  for (const sessionToken of [undefined, 'other']) {
    const { accessKeyId, secretAccessKey } = credentials;
    const changed = { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
    const sts = new STSClient({ ...rest, credentials: changed, maxAttempts: 1 });
    expect(await errorNameOf(sts.send(new GetCallerIdentityCommand({})))).toBe(
      'InvalidClientTokenId',
    );
  }
});

test('a missing member is reported before anything else is checked', async () => {
  const { iam } = clientsOf(simulateOrganization());
  const refused = await refusalOf(iam.send(new GetRoleCommand({ RoleName: undefined })));
  expect(refused).toMatchObject({
    name: 'ValidationError',
    message:
      "1 validation error detected: Value null at 'roleName' failed to satisfy constraint: Member must not be null",
  });
});

test('a service control policy restricts members at any level, and never the management account', async () => {
  const organization = simulateOrganization();
  const { organizations, iam } = clientsOf(organization);
  const { id: ou } = organization.addOu({ name: 'Sandbox' });
  const { id: inner } = organization.addOu({ name: 'Inner', parent: ou });
  const { roleArn } = organization.addAccount({ name: 'member', ou: inner });
  const outside = organization.addAccount({ name: 'outside' });
  const inside = clientsOf(organization, { principal: roleArn }).iam;
  const list = (client: IAMClient) => client.send(new ListRolesCommand({}));
  await list(inside);
  const { Policy } = await organizations.send(
    new CreatePolicyCommand({
      Name: 'no-iam',
      Description: '',
      Type: 'SERVICE_CONTROL_POLICY',
      Content: policy('Deny', 'iam:List*'),
    }),
  );
  const PolicyId = Policy?.PolicySummary?.Id;
  await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: ou }));
  expect((await refusalOf(list(inside))).message).toMatch(
    /is not authorized to perform: iam:ListRoles on resource: \* with an explicit deny in a service control policy$/,
  );
  await list(clientsOf(organization, { principal: outside.roleArn }).iam);
  await organizations.send(new AttachPolicyCommand({ PolicyId, TargetId: organization.rootId }));
  await list(iam);
});

test('a bug of the simulator is reported as one', async () => {
  const bugs: unknown[] = [];
  const clock = {
    now: () => 0,
    sleep: () => Promise.reject(new Error('broken clock')),
  };
  const organization = simulateOrganization({
    clock,
    latencyMs: 1,
    onBug: (bug) => bugs.push(bug),
  });
  const { sts } = clientsOf(organization);
  expect(await refusalOf(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({
    message: expect.stringContaining('failed in sts:GetCallerIdentity: broken clock.'),
    status: 500,
  });
  expect(bugs).toEqual([new Error('broken clock')]);
});
