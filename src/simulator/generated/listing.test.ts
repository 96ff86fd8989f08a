import { expect, test } from 'vitest';
import { openServiceClient } from '../../testing/account-access.ts';
import { type SimulationOptions, simulateOrganization } from '../index.ts';

type Values = Readonly<Record<string, unknown>>;

/** A client of the administrator, in the management account. */
function clientOf(service: string, options: SimulationOptions = {}, region = 'us-east-1') {
  const organization = simulateOrganization({ seed: 7, ...options });
  return openServiceClient(organization, service, { region });
}

/** The first seed under which the account uses the service. */
async function inUse(service: string, operation: string, list: string) {
  for (let seed = 1; seed < 50; seed++) {
    const page = await clientOf(service, { seed }).call(operation);
    const found = page[list] as readonly unknown[] | undefined;
    if (found && found.length > 1) return { seed, found };
  }
  throw new Error(`${service} is never in use`);
}

test('the same seed lists the same resources, another region others', async () => {
  const { seed, found } = await inUse('batch', 'DescribeJobQueues', 'jobQueues');

  expect((await clientOf('batch', { seed }).call('DescribeJobQueues')).jobQueues).toEqual(found);
  const elsewhere = await clientOf('batch', { seed }, 'eu-west-1').call('DescribeJobQueues');
  expect(elsewhere.jobQueues).not.toEqual(found);
});

test('listed resources have names and ARNs of the calling account', async () => {
  const { seed, found } = await inUse('batch', 'DescribeJobQueues', 'jobQueues');
  const { managementAccountId } = simulateOrganization({ seed });

  expect(
    (found as Values[]).map(({ jobQueueName, jobQueueArn }) => [jobQueueName, jobQueueArn]),
  ).toEqual(
    found.map((_, index) => [
      `job-queue-${index + 1}`,
      `arn:aws:batch:us-east-1:${managementAccountId}:job-queue/job-queue-${index + 1}`,
    ]),
  );
});

test('pages of one add up to the whole', async () => {
  const { seed, found } = await inUse('batch', 'DescribeJobQueues', 'jobQueues');
  const pages = await Array.fromAsync(
    clientOf('batch', { seed, pageSize: 1 }).pages('DescribeJobQueues'),
  );

  expect(pages.flatMap(({ jobQueues }) => jobQueues)).toEqual(found);
  expect(pages.length).toBe(found.length);
});

test('a resource requested by name has that name', async () => {
  const { seed } = await inUse('eks', 'ListClusters', 'clusters');
  const { cluster } = (await clientOf('eks', { seed }).call('DescribeCluster', {
    name: 'cluster-1',
  })) as { cluster: Values };

  expect(cluster).toMatchObject({
    name: 'cluster-1',
    arn: expect.stringMatching(/:cluster\/cluster-1$/),
  });
});

test.for([
  ['eks', 'DescribeCluster', { name: 'nope' }, 'ResourceNotFoundException'],
  ['kms', 'DescribeKey', { KeyId: 'nope' }, 'NotFoundException'],
  ['rds', 'DescribeDBInstances', { DBInstanceIdentifier: 'nope' }, 'DBInstanceNotFoundFault'],
  ['iam', 'GetLoginProfile', { UserName: 'nope' }, 'NoSuchEntityException'],
  ['cloudformation', 'DescribeStacks', { StackName: 'nope' }, 'ValidationError'],
  ['cloudwatch', 'GetDashboard', { DashboardName: 'nope' }, 'ResourceNotFound'],
  ['events', 'DescribeArchive', { ArchiveName: 'nope' }, 'ResourceNotFoundException'],
  ['ec2', 'DescribeSnapshots', { SnapshotIds: ['snap-1'] }, 'InvalidSnapshot.NotFound'],
  ['ec2', 'DescribeRouteTables', { RouteTableIds: ['rtb-1'] }, 'InvalidRouteTableID.NotFound'],
] as const)('%s:%s of what does not exist is an error of the service', async (lookup) => {
  const [service, operation, input, code] = lookup;

  await expect(clientOf(service).call(operation, input)).rejects.toMatchObject({ name: code });
});

test('ids of snapshots are unique', async () => {
  const ids: unknown[] = [];
  for (let seed = 1; seed < 20; seed++) {
    const { Snapshots = [] } = await clientOf('ec2', { seed }).call('DescribeSnapshots');
    for (const { SnapshotId } of Snapshots as Values[]) ids.push(SnapshotId);
  }

  expect(ids.length).toBeGreaterThan(5);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(ids.map(() => expect.stringMatching(/^snap-[0-9a-f]{17}$/)));
});

test('filters select by members of the resources, or are refused by name', async () => {
  const { seed, found } = await inUse('ec2', 'DescribeSnapshots', 'Snapshots');
  const ec2 = clientOf('ec2', { seed });
  const [{ SnapshotId } = {}] = found as Values[];
  const by = (Name: string, value: unknown) =>
    ec2.call('DescribeSnapshots', { Filters: [{ Name, Values: [value] }] });

  expect((await by('snapshot-id', SnapshotId)).Snapshots).toEqual([found[0]]);
  expect((await by('snapshot-id', 'snap-1')).Snapshots ?? []).toEqual([]);
  await expect(by('colour', 'red')).rejects.toThrow(
    'The simulator does not know the filter colour of ec2:DescribeSnapshots yet.',
  );
});

test('changes are refused by name', async () => {
  const ec2 = clientOf('ec2');

  await expect(ec2.call('CreateVpnGateway', { Type: 'ipsec.1' })).rejects.toThrow(
    'The simulator does not know ec2:CreateVpnGateway yet.',
  );
});

test('runtimes of layers are runtimes', async () => {
  const { found } = await inUse('lambda', 'ListLayers', 'Layers');

  expect((found as Values[]).map(({ LatestMatchingVersion }) => LatestMatchingVersion)).toEqual(
    found.map(() => expect.objectContaining({ CompatibleRuntimes: ['nodejs24.x'] })),
  );
});

test('an image that is listed is available', async () => {
  const { seed, found } = await inUse('ec2', 'DescribeImages', 'Images');
  const filter = { Filters: [{ Name: 'state', Values: ['available'] }] };

  expect((await clientOf('ec2', { seed }).call('DescribeImages', filter)).Images).toEqual(found);
});

test('clusters of Neptune are those of RDS with its engine', async () => {
  const engines = new Set<unknown>();
  const neptunes: unknown[] = [];
  for (let seed = 1; seed < 50; seed++) {
    const filter = { Filters: [{ Name: 'engine', Values: ['neptune'] }] };
    const rds = await clientOf('rds', { seed }).call('DescribeDBClusters');
    const own = await clientOf('neptune', { seed }).call('DescribeDBClusters', filter);
    for (const { Engine } of (rds.DBClusters ?? []) as Values[]) engines.add(Engine);
    neptunes.push(...((own.DBClusters ?? []) as Values[]).map(({ Engine }) => Engine));
  }

  expect([...engines].sort()).toEqual(['aurora-mysql', 'aurora-postgresql', 'docdb', 'neptune']);
  expect(new Set(neptunes)).toEqual(new Set(['neptune']));
});

test('an identity pool can be described, although its listing requires the size of a page', async () => {
  for (let seed = 1; seed < 50; seed++) {
    const cognito = clientOf('cognito-identity', { seed });
    const { IdentityPools = [] } = await cognito.call('ListIdentityPools', { MaxResults: 60 });
    const [{ IdentityPoolId } = {}] = IdentityPools as Values[];
    if (IdentityPoolId === undefined) continue;

    expect(await cognito.call('DescribeIdentityPool', { IdentityPoolId })).toMatchObject({
      IdentityPoolId,
    });
    return;
  }
  expect.unreachable('no seed has identity pools');
});
