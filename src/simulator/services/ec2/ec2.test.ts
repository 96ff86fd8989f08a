import * as ec2 from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { errorNameOf, refusalOf } from '../../../testing/call-errors.ts';
import { clientsOf } from '../../../testing/organization-clients.ts';
import { virtualClock } from '../../clock.ts';
import { simulateOrganization } from '../../index.ts';
import { noLimits } from '../../limits.ts';

function open(pageSize = 20) {
  const clock = virtualClock();
  const organization = simulateOrganization({ clock, pageSize, limits: noLimits });
  const account = organization.addAccount({ name: 'member', regions: ['eu-south-1'] });
  const of = (region: string) =>
    clientsOf(organization, { principal: account.roleArn, region }).ec2;
  return { clock, organization, account, of, client: of('eu-west-1') };
}

const one = { ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 };
type Client = ReturnType<typeof open>['client'];

async function run(client: Client, more: Partial<ec2.RunInstancesCommandInput> = {}) {
  const { Instances = [] } = await client.send(new ec2.RunInstancesCommand({ ...one, ...more }));
  return Instances.map(({ InstanceId = '' }) => InstanceId);
}

async function stateOf(client: Client, id: string) {
  const input = { InstanceIds: [id] };
  const { Reservations } = await client.send(new ec2.DescribeInstancesCommand(input));
  return Reservations?.[0]?.Instances?.[0]?.State?.Name;
}

test('an account sees the regions that it has enabled, or all of them on request', async () => {
  const { client } = open();
  const { Regions = [] } = await client.send(new ec2.DescribeRegionsCommand({}));
  expect(Regions).toHaveLength(18);
  expect(Regions.find(({ RegionName }) => RegionName === 'eu-south-1')).toEqual({
    RegionName: 'eu-south-1',
    Endpoint: 'ec2.eu-south-1.amazonaws.com',
    OptInStatus: 'opted-in',
  });
  const all = await client.send(
    new ec2.DescribeRegionsCommand({
      AllRegions: true,
      Filters: [{ Name: 'opt-in-status', Values: ['not-opted-in'] }],
    }),
  );
  expect(all.Regions?.map(({ RegionName }) => RegionName)).toContain('af-south-1');
  const unknown = client.send(new ec2.DescribeRegionsCommand({ RegionNames: ['xx-1'] }));
  expect(await errorNameOf(unknown)).toBe('InvalidParameterValue');
});

test('a disabled region does not know the caller', async () => {
  const { of } = open();
  expect(await refusalOf(of('af-south-1').send(new ec2.DescribeVpcsCommand({})))).toEqual({
    name: 'AuthFailure',
    message: 'AWS was not able to validate the provided access credentials',
    status: 401,
  });
  expect((await of('eu-south-1').send(new ec2.DescribeVpcsCommand({}))).Vpcs).toHaveLength(1);
});

test('zones have names and ids', async () => {
  const { client } = open();
  const { AvailabilityZones } = await client.send(new ec2.DescribeAvailabilityZonesCommand({}));
  expect(AvailabilityZones?.map(({ ZoneName, ZoneId }) => [ZoneName, ZoneId])).toEqual([
    ['eu-west-1a', 'euw1-az1'],
    ['eu-west-1b', 'euw1-az2'],
    ['eu-west-1c', 'euw1-az3'],
  ]);
});

test('every region begins with a default VPC that can be deleted piece by piece', async () => {
  const { client } = open();
  const isDefault = [{ Name: 'is-default', Values: ['true'] }];
  const { Vpcs } = await client.send(new ec2.DescribeVpcsCommand({ Filters: isDefault }));
  const VpcId = Vpcs?.[0]?.VpcId ?? '';
  const ofVpc = [{ Name: 'vpc-id', Values: [VpcId] }];
  const remove = () => client.send(new ec2.DeleteVpcCommand({ VpcId }));
  expect(await errorNameOf(remove())).toBe('DependencyViolation');
  const attached = [{ Name: 'attachment.vpc-id', Values: [VpcId] }];
  const gateways = await client.send(
    new ec2.DescribeInternetGatewaysCommand({ Filters: attached }),
  );
  for (const { InternetGatewayId = '' } of gateways.InternetGateways ?? []) {
    await client.send(new ec2.DetachInternetGatewayCommand({ InternetGatewayId, VpcId }));
    await client.send(new ec2.DeleteInternetGatewayCommand({ InternetGatewayId }));
  }
  const subnets = await client.send(new ec2.DescribeSubnetsCommand({ Filters: ofVpc }));
  expect(subnets.Subnets).toHaveLength(3);
  for (const { SubnetId } of subnets.Subnets ?? []) {
    await client.send(new ec2.DeleteSubnetCommand({ SubnetId }));
  }
  await remove();
  expect((await client.send(new ec2.DescribeVpcsCommand({}))).Vpcs).toEqual([]);
  const deleted = await refusalOf(client.send(new ec2.DescribeVpcsCommand({ VpcIds: [VpcId] })));
  expect(deleted.message).toBe(`The vpc ID '${VpcId}' does not exist`);
  await client.send(new ec2.CreateDefaultVpcCommand({}));
  expect(await errorNameOf(client.send(new ec2.CreateDefaultVpcCommand({})))).toBe(
    'DefaultVpcAlreadyExists',
  );
});

test('an instance starts, stops and terminates as the clock advances', async () => {
  const { clock, client } = open();
  const [id = ''] = await run(client);
  const InstanceIds = [id];
  const seen = [await stateOf(client, id)];
  const look = async (ms: number) => {
    await clock.advance(ms);
    seen.push(await stateOf(client, id));
  };
  await look(10_000);
  await client.send(new ec2.StopInstancesCommand({ InstanceIds }));
  await look(0);
  await look(20_000);
  await client.send(new ec2.StartInstancesCommand({ InstanceIds }));
  await look(10_000);
  await client.send(new ec2.TerminateInstancesCommand({ InstanceIds }));
  await look(0);
  await look(20_000);
  expect(seen).toEqual([
    'pending',
    'running',
    'stopping',
    'stopped',
    'running',
    'shutting-down',
    'terminated',
  ]);
  const start = client.send(new ec2.StartInstancesCommand({ InstanceIds }));
  expect(await errorNameOf(start)).toBe('IncorrectInstanceState');
  expect((await client.send(new ec2.DescribeVolumesCommand({}))).Volumes).toEqual([]);
  await clock.advance(3_600_000);
  expect(await errorNameOf(stateOf(client, id))).toBe('InvalidInstanceID.NotFound');
});

test('an instance that is terminated while it starts never runs', async () => {
  const { clock, client } = open();
  const [id = ''] = await run(client);
  await clock.advance(9_000);
  await client.send(new ec2.TerminateInstancesCommand({ InstanceIds: [id] }));
  await clock.advance(1_000);
  expect(await stateOf(client, id)).toBe('shutting-down');
});

test('instances of one launch form a reservation, and a token launches once', async () => {
  const { client } = open();
  const launch = { MinCount: 1, MaxCount: 3, ClientToken: 'once' };
  const first = await run(client, launch);
  expect(await run(client, launch)).toEqual(first);
  const { Reservations } = await client.send(new ec2.DescribeInstancesCommand({}));
  expect(Reservations?.map(({ Instances }) => Instances?.length)).toEqual([3]);
  const refused = await refusalOf(run(client, { MinCount: 2, MaxCount: 1 }));
  expect(refused.name).toBe('InvalidParameterValue');
});

test('filters and pages can be combined', async () => {
  const { client } = open(5);
  const tagged = (Value: string) => [
    { ResourceType: 'instance' as const, Tags: [{ Key: 'team', Value }] },
  ];
  await run(client, { MaxCount: 7, TagSpecifications: tagged('red') });
  await run(client, { MaxCount: 2, TagSpecifications: tagged('blue') });
  const sizes: number[] = [];
  const Filters = [{ Name: 'tag:team', Values: ['r*'] }];
  for await (const page of ec2.paginateDescribeInstances({ client }, { Filters })) {
    sizes.push((page.Reservations ?? []).flatMap(({ Instances }) => Instances ?? []).length);
  }
  expect(sizes).toEqual([5, 2]);
  const wrong = [{ Name: 'colour', Values: ['red'] }];
  const describe = (input: ec2.DescribeInstancesCommandInput) =>
    client.send(new ec2.DescribeInstancesCommand(input));
  expect(await errorNameOf(describe({ Filters: wrong }))).toBe('InvalidParameterValue');
  expect(await errorNameOf(describe({ MaxResults: 4 }))).toBe('InvalidParameterValue');
});

test('tags are set, seen and removed', async () => {
  const { client } = open();
  const [id = ''] = await run(client);
  const Resources = [id];
  const Tags = [
    { Key: 'Name', Value: 'web' },
    { Key: 'team', Value: 'red' },
  ];
  await client.send(new ec2.CreateTagsCommand({ Resources, Tags }));
  await client.send(new ec2.DeleteTagsCommand({ Resources, Tags: [{ Key: 'team' }] }));
  const all = await client.send(new ec2.DescribeTagsCommand({}));
  expect(all.Tags).toEqual([
    { Key: 'Name', Value: 'web', ResourceId: id, ResourceType: 'instance' },
  ]);
  const missing = new ec2.CreateTagsCommand({ Resources: ['vol-00000000'], Tags });
  expect(await errorNameOf(client.send(missing))).toBe('InvalidVolume.NotFound');
});

test('rules of security groups are neither duplicated nor lost', async () => {
  const { client } = open();
  const { GroupId } = await client.send(
    new ec2.CreateSecurityGroupCommand({ GroupName: 'web', Description: 'web servers' }),
  );
  const IpPermissions = [
    {
      IpProtocol: 'tcp',
      FromPort: 443,
      ToPort: 443,
      IpRanges: [{ CidrIp: '0.0.0.0/0' }, { CidrIp: '10.0.0.0/8', Description: 'inside' }],
    },
  ];
  const rules = { GroupId, IpPermissions };
  await client.send(new ec2.AuthorizeSecurityGroupIngressCommand(rules));
  const again = client.send(new ec2.AuthorizeSecurityGroupIngressCommand(rules));
  expect(await errorNameOf(again)).toBe('InvalidPermission.Duplicate');
  const describe = new ec2.DescribeSecurityGroupsCommand({ GroupIds: [GroupId ?? ''] });
  const { SecurityGroups } = await client.send(describe);
  expect(SecurityGroups?.[0]?.IpPermissions).toEqual([
    { ...IpPermissions[0], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] },
  ]);
  await client.send(new ec2.RevokeSecurityGroupIngressCommand(rules));
  const twice = client.send(new ec2.RevokeSecurityGroupIngressCommand(rules));
  expect(await errorNameOf(twice)).toBe('InvalidPermission.NotFound');
  await client.send(new ec2.DeleteSecurityGroupCommand({ GroupId }));
  expect(await errorNameOf(client.send(describe))).toBe('InvalidGroup.NotFound');
});

test('a volume in use cannot be deleted', async () => {
  const { client } = open();
  const created = await client.send(
    new ec2.CreateVolumeCommand({ AvailabilityZone: 'eu-west-1a', Size: 10 }),
  );
  const { VolumeId } = created;
  expect(created.State).toBe('available');
  const [InstanceId] = await run(client, { Placement: { AvailabilityZone: 'eu-west-1a' } });
  await client.send(new ec2.AttachVolumeCommand({ VolumeId, InstanceId, Device: '/dev/sdf' }));
  const remove = () => client.send(new ec2.DeleteVolumeCommand({ VolumeId }));
  expect(await errorNameOf(remove())).toBe('VolumeInUse');
  await client.send(new ec2.DetachVolumeCommand({ VolumeId }));
  await remove();
});

test('a dry run reports whether the call would be permitted', async () => {
  const { organization, account, client } = open();
  const dry = new ec2.RunInstancesCommand({ ...one, DryRun: true });
  expect(await refusalOf(client.send(dry))).toMatchObject({ name: 'DryRunOperation', status: 412 });
  organization.deny({ service: 'ec2', account: account.id });
  expect(await refusalOf(client.send(dry))).toMatchObject({
    name: 'UnauthorizedOperation',
    status: 403,
  });
});
