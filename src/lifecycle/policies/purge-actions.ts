/**
 * How aws-nuke lists and deletes resources of a type: the types that are purged by default. Others, which the settings may
 * add, are not checked.
 */

const actions: Readonly<Record<string, readonly string[]>> = {
  CloudFormationStack: [
    'cloudformation: DescribeStacks @ *',
    'cloudformation: DeleteStack @ stack/x/x',
  ],
  DynamoDBTable: ['dynamodb: ListTables @ *', 'dynamodb: DeleteTable @ table/x'],
  EC2Address: [
    'ec2: DescribeAddresses @ *',
    'ec2: ReleaseAddress @ elastic-ip/eipalloc-00000000000000000',
  ],
  EC2Image: ['ec2: DescribeImages @ *', 'ec2: DeregisterImage @ image/ami-00000000000000000'],
  EC2Instance: [
    'ec2: DescribeInstances @ *',
    'ec2: TerminateInstances @ instance/i-00000000000000000',
  ],
  EC2NATGateway: [
    'ec2: DescribeNatGateways @ *',
    'ec2: DeleteNatGateway @ natgateway/nat-00000000000000000',
  ],
  EC2Snapshot: [
    'ec2: DescribeSnapshots @ *',
    'ec2: DeleteSnapshot @ snapshot/snap-00000000000000000',
  ],
  EC2Volume: ['ec2: DescribeVolumes @ *', 'ec2: DeleteVolume @ volume/vol-00000000000000000'],
  EFSFileSystem: [
    'elasticfilesystem: DescribeFileSystems @ *',
    'elasticfilesystem: DeleteFileSystem @ file-system/fs-00000000000000000',
  ],
  FSxFileSystem: [
    'fsx: DescribeFileSystems @ *',
    'fsx: DeleteFileSystem @ file-system/fs-00000000000000000',
  ],
  LambdaFunction: ['lambda: ListFunctions @ *', 'lambda: DeleteFunction @ function:x'],
  RDSDBCluster: ['rds: DescribeDBClusters @ *', 'rds: DeleteDBCluster @ cluster:x'],
  RDSInstance: ['rds: DescribeDBInstances @ *', 'rds: DeleteDBInstance @ db:x'],
  RDSSnapshot: ['rds: DescribeDBSnapshots @ *', 'rds: DeleteDBSnapshot @ snapshot:x'],
  Route53HostedZone: ['route53: ListHostedZones @ *', 'route53: DeleteHostedZone @ hostedzone/x'],
  SNSTopic: ['sns: ListTopics @ *', 'sns: DeleteTopic @ x'],
};

export function actionsOfTypes(types: readonly string[]): readonly string[] {
  return types.flatMap((type) => actions[type] ?? []);
}
