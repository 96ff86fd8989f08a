/** What a launch, a volume and a network are given comes back, or is refused by name. */

import * as ec2 from '@aws-sdk/client-ec2';
import { AddRoleToInstanceProfileCommand, CreateInstanceProfileCommand } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { clientsOf } from '../../../testing/organization-clients.ts';
import { virtualClock } from '../../clock.ts';
import { noLimits, simulateOrganization } from '../../index.ts';

function open() {
  const organization = simulateOrganization({ clock: virtualClock(), limits: noLimits });
  const account = organization.addAccount({ name: 'member' });
  return clientsOf(organization, { principal: account.roleArn, region: 'eu-west-1' });
}

const one = { ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 };

test('a launch keeps group names, profile, devices, metadata options and user data', async () => {
  const { ec2: client, iam } = open();
  const { Vpcs = [] } = await client.send(new ec2.DescribeVpcsCommand({}));
  const { GroupId } = await client.send(
    new ec2.CreateSecurityGroupCommand({
      GroupName: 'web',
      Description: 'web',
      VpcId: Vpcs[0]?.VpcId,
    }),
  );
  const InstanceProfileName = 'server';
  const { InstanceProfile } = await iam.send(
    new CreateInstanceProfileCommand({ InstanceProfileName }),
  );
  await iam.send(
    new AddRoleToInstanceProfileCommand({
      InstanceProfileName,
      RoleName: 'OrganizationAccountAccessRole',
    }),
  );
  const UserData = Buffer.from('#!/bin/sh\n').toString('base64');
  const { Instances = [] } = await client.send(
    new ec2.RunInstancesCommand({
      ...one,
      SecurityGroups: ['web'],
      IamInstanceProfile: { Name: 'server' },
      MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 2 },
      UserData,
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { VolumeSize: 20, VolumeType: 'gp3', Iops: 4_000 } },
        { DeviceName: '/dev/sdf', Ebs: { VolumeSize: 5, DeleteOnTermination: false } },
      ],
    }),
  );

  const [{ InstanceId = '', ...instance } = {}] = Instances;
  expect(instance).toMatchObject({
    SecurityGroups: [{ GroupId, GroupName: 'web' }],
    IamInstanceProfile: { Arn: InstanceProfile?.Arn, Id: InstanceProfile?.InstanceProfileId },
    MetadataOptions: {
      State: 'applied',
      HttpTokens: 'required',
      HttpPutResponseHopLimit: 2,
      HttpEndpoint: 'enabled',
    },
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { DeleteOnTermination: true } },
      { DeviceName: '/dev/sdf', Ebs: { DeleteOnTermination: false } },
    ],
  });
  const attribute = await client.send(
    new ec2.DescribeInstanceAttributeCommand({ InstanceId, Attribute: 'userData' }),
  );
  expect(attribute.UserData).toEqual({ Value: UserData });
  const { Volumes = [] } = await client.send(new ec2.DescribeVolumesCommand({}));
  expect(Volumes.map(({ Size, Iops, Throughput }) => [Size, Iops, Throughput])).toEqual([
    [20, 4_000, 125],
    [5, 3_000, 125],
  ]);
});

test.for([
  [{ SecurityGroups: ['nope'] }, 'InvalidGroup.NotFound'],
  [{ IamInstanceProfile: { Name: 'nope' } }, 'InvalidParameterValue'],
  [{ LaunchTemplate: { LaunchTemplateName: 'web' } }, 'NotImplemented'],
  [{ NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: true }] }, 'NotImplemented'],
  [
    { BlockDeviceMappings: [{ DeviceName: '/dev/sdf', VirtualName: 'ephemeral0' }] },
    'NotImplemented',
  ],
] as const)('a launch with %j is refused: %s', async ([input, code]) => {
  const { ec2: client } = open();
  const launch = client.send(
    new ec2.RunInstancesCommand({ ...one, ...(input as Partial<ec2.RunInstancesCommandInput>) }),
  );

  expect(await errorNameOf(launch)).toBe(code);
});

test('a protected instance is not terminated until its attribute is changed', async () => {
  const { ec2: client } = open();
  const { Instances = [] } = await client.send(
    new ec2.RunInstancesCommand({ ...one, DisableApiTermination: true }),
  );
  const InstanceId = Instances[0]?.InstanceId ?? '';
  const terminate = () =>
    client.send(new ec2.TerminateInstancesCommand({ InstanceIds: [InstanceId] }));

  expect(await refusalOf(terminate())).toMatchObject({
    name: 'OperationNotPermitted',
    message: `The instance '${InstanceId}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
  });
  await client.send(
    new ec2.ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: false } }),
  );
  expect((await terminate()).TerminatingInstances?.[0]?.CurrentState?.Name).toBe('shutting-down');
});

test('a volume keeps iops, throughput and key, and refuses those that its type does not have', async () => {
  const { ec2: client } = open();
  const create = (input: Partial<ec2.CreateVolumeCommandInput>) =>
    client.send(
      new ec2.CreateVolumeCommand({ AvailabilityZone: 'eu-west-1a', Size: 100, ...input }),
    );
  const KmsKeyId = 'arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab';

  expect(
    await create({ VolumeType: 'gp3', Iops: 5_000, Throughput: 250, Encrypted: true, KmsKeyId }),
  ).toMatchObject({ Iops: 5_000, Throughput: 250, Encrypted: true, KmsKeyId });
  expect((await create({})).Iops).toBe(300);
  expect(await errorNameOf(create({ Throughput: 250 }))).toBe('InvalidParameterCombination');
  expect(await errorNameOf(create({ VolumeType: 'io2' }))).toBe('MissingParameter');
  expect(await errorNameOf(create({ KmsKeyId }))).toBe('InvalidParameterDependency');
});

test('a new VPC has its tenancy, DNS attributes, main route table and network ACL', async () => {
  const { ec2: client } = open();
  const { Vpc } = await client.send(
    new ec2.CreateVpcCommand({ CidrBlock: '10.0.0.0/16', InstanceTenancy: 'dedicated' }),
  );
  const VpcId = Vpc?.VpcId ?? '';
  const Filters = [{ Name: 'vpc-id', Values: [VpcId] }];
  const attribute = (Attribute: ec2.VpcAttributeName) =>
    client.send(new ec2.DescribeVpcAttributeCommand({ VpcId, Attribute }));

  expect(Vpc?.InstanceTenancy).toBe('dedicated');
  expect(Vpc).not.toHaveProperty('Tags');
  expect((await attribute('enableDnsSupport')).EnableDnsSupport).toEqual({ Value: true });
  expect((await attribute('enableDnsHostnames')).EnableDnsHostnames).toEqual({ Value: false });
  await client.send(
    new ec2.ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }),
  );
  expect((await attribute('enableDnsHostnames')).EnableDnsHostnames).toEqual({ Value: true });
  const { RouteTables } = await client.send(
    new ec2.DescribeRouteTablesCommand({
      Filters: [...Filters, { Name: 'association.main', Values: ['true'] }],
    }),
  );
  expect(RouteTables).toMatchObject([
    {
      VpcId,
      Associations: [{ Main: true }],
      Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }],
    },
  ]);
  const acls = () => client.send(new ec2.DescribeNetworkAclsCommand({ Filters }));
  expect((await acls()).NetworkAcls).toMatchObject([{ VpcId, IsDefault: true }]);
  await client.send(new ec2.DeleteVpcCommand({ VpcId }));
  expect((await acls()).NetworkAcls ?? []).toEqual([]);
});
