import { expect, test } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import type { InventoryRecord } from '../record.ts';
import { snakeCase } from './recon-names.ts';
import { type ReconOptions, reconRecords } from './recon-record.ts';

const { byKey } = loadCatalogue();

function recon(
  key: string,
  resource: Record<string, unknown>,
  more: Partial<InventoryRecord> = {},
) {
  return reconAll(key, resource, more)[0];
}

const ireland: ReconOptions = { regions: ['eu-west-1'], compatible: false };

function reconAll(
  key: string,
  resource: Record<string, unknown>,
  more: Partial<InventoryRecord> = {},
  options = ireland,
) {
  const entry = byKey.get(key);
  if (!entry) throw new Error(`${key} is not in the catalogue`);
  const record: InventoryRecord = {
    accountId: '111111111111',
    region: 'eu-west-1',
    service: entry.service,
    type: entry.type,
    id: 'x',
    tags: {},
    collectedAt: '2026-01-31T09:12:05.678Z',
    catalogueVersion: 'v',
    resource,
    ...more,
  };
  return reconRecords(entry, record, options);
}

test('a record has the keys, the names and the time of the reference', () => {
  const resource = {
    InstanceId: 'i-1',
    VpcId: 'vpc-1',
    PrivateDnsNameOptions: { EnableResourceNameDnsAAAARecord: true },
    NetworkInterfaces: [{ Ipv6Addresses: [{ Ipv6Address: '::1' }] }],
    EbsOptimized: true,
  };

  expect(
    recon('ec2_instance', resource, { arn: 'arn:aws:ec2:eu-west-1:111111111111:instance/i-1' }),
  ).toEqual({
    account: '111111111111',
    service: 'EC2',
    region: 'eu-west-1',
    resource: {
      instance_id: 'i-1',
      vpc_id: 'vpc-1',
      private_dns_name_options: { enable_resource_name_dns_aaaa_record: true },
      network_interfaces: [{ ipv_6_addresses: [{ ipv_6_address: '::1' }] }],
      ebs_optimized: true,
      arn: 'arn:aws:ec2:eu-west-1:111111111111:instance/i-1',
      type: 'instance',
    },
    timestamp: '2026-01-31 09:12:05 UTC',
  });
});

test('the schema identifies keys that are data: those of maps, and of documents', () => {
  const resource = {
    FunctionName: 'f',
    Tags: { CostCenter: '7' },
    Environment: { Variables: { LogLevel: 'debug' } },
    Policy: { Version: '2012-10-17', Statement: [] },
  };

  expect(recon('lambda_function', resource)?.resource).toEqual({
    function_name: 'f',
    tags: { CostCenter: '7' },
    environment: { variables: { LogLevel: 'debug' } },
    policy: { Version: '2012-10-17', Statement: [] },
    layers: [],
    type: 'function',
  });
  expect(recon('iam_account_summary', { UsersQuota: 5000 })?.resource).toEqual({
    UsersQuota: 5000,
    type: 'account_summary',
  });
});

test('members of a structure are renamed and keys of a map are not, whatever their names', () => {
  const job = {
    Name: 'j',
    DefaultArguments: { TempDir: 's3://t' },
    Command: { ScriptLocation: 's' },
  };

  expect(recon('glue_job', job)?.resource).toEqual({
    name: 'j',
    default_arguments: { TempDir: 's3://t' },
    command: { script_location: 's' },
    type: 'job',
  });
  const version = { PolicyVersionList: [{ VersionId: 'v1', Document: { Version: '2012-10-17' } }] };
  expect(recon('iam_policy', version)?.resource).toEqual({
    policy_version_list: [{ version_id: 'v1', document: { Version: '2012-10-17' } }],
    type: 'policy',
  });
});

test('what the reference names differently has its name, misspelling included', () => {
  expect(
    recon('cloudformation_stack', { StackName: 's', Template: { TemplateBody: '{}' } })?.resource,
  ).toEqual({
    stack_name: 's',
    tempate: { template_body: '{}' },
    type: 'stack',
  });
});

test('global types have the region global, and types that the reference does not know are left out', () => {
  expect(recon('s3_bucket', { Name: 'b' }, { region: 'global' })?.region).toBe('global');
  expect(reconAll('eks_addon', {})).toEqual([]);
});

test('the body of a template is a text, also when it is JSON', () => {
  const template = { TemplateBody: { Resources: {} } };

  expect(recon('cloudformation_stack', { StackName: 's', Template: template })?.resource).toEqual({
    stack_name: 's',
    tempate: { template_body: '{"Resources":{}}' },
    type: 'stack',
  });
});

test('a provisioned cluster of Kafka has the members of the first version of the API; a serverless one, its own', () => {
  const provisioned = {
    ClusterName: 'bus',
    ClusterType: 'PROVISIONED',
    Provisioned: { NumberOfBrokerNodes: 3 },
  };
  const serverless = { ClusterName: 'x', ClusterType: 'SERVERLESS', Serverless: {} };

  expect(recon('kafka_cluster', provisioned)?.resource).toEqual({
    cluster_name: 'bus',
    number_of_broker_nodes: 3,
    type: 'cluster',
  });
  expect(recon('kafka_cluster', serverless)?.resource).toEqual({
    cluster_name: 'x',
    serverless: {},
    cluster_type: 'SERVERLESS',
    type: 'cluster',
  });
});

test('a time that AWS sends as a number in JSON has an offset; one in XML or as a text has UTC', () => {
  const at = '2026-01-31T09:12:05.678Z';

  expect(recon('ecr_repository', { createdAt: at })?.resource.created_at).toBe(
    '2026-01-31 09:12:05 +0000',
  );
  expect(recon('ec2_instance', { LaunchTime: at })?.resource.launch_time).toBe(
    '2026-01-31 09:12:05 UTC',
  );
  expect(recon('kafka_cluster', { CreationTime: at })?.resource.creation_time).toBe(
    '2026-01-31 09:12:05 UTC',
  );
  // The reference calls it by a protocol in XML, and we do not.
  expect(
    recon('cloudwatch_metric_alarm', { StateUpdatedTimestamp: at })?.resource
      .state_updated_timestamp,
  ).toBe('2026-01-31 09:12:05 UTC');
});

test('global resources that the reference lists in regions have one, and with compatibility all of them', () => {
  const at = (key: string, options: ReconOptions) =>
    reconAll(key, { Name: 'z' }, { region: 'global', arn: 'a' }, options).map(
      ({ region, resource }) => [region, resource.arn],
    );
  const two = { regions: ['eu-west-1', 'us-east-1'], compatible: false };

  expect(at('route53_zone', ireland)).toEqual([['eu-west-1', 'a']]);
  expect(at('route53_zone', two)).toEqual([['us-east-1', 'a']]);
  expect(at('route53_zone', { ...two, compatible: true })).toEqual([
    ['eu-west-1', 'arn:aws:route53:eu-west-1:111111111111:zone/z'],
    ['us-east-1', 'arn:aws:route53:us-east-1:111111111111:zone/z'],
  ]);
  expect(at('cloudfront_distribution', { ...two, compatible: true })).toEqual([
    ['eu-west-1', 'a'],
    ['us-east-1', 'a'],
  ]);
  expect(at('ecr_public_repository', ireland)).toEqual([['us-east-1', 'a']]);
});

test('with compatibility the ARNs that the reference makes up are back, and no others', () => {
  const compatible = { ...ireland, compatible: true };
  const arnOf = (key: string, resource: Record<string, unknown>) =>
    reconAll(key, resource, { arn: 'arn:of:aws' }, compatible)[0]?.resource.arn;

  expect(arnOf('ec2_security_group', { GroupId: 'sg-1' })).toBe(
    'arn:aws:ec2:eu-west-1:111111111111:security_group/sg-1',
  );
  expect(arnOf('redshift_cluster', { ClusterIdentifier: 'c' })).toBe('c');
  expect(arnOf('emr_security_configuration', { Name: 'n', SecurityConfiguration: {} })).toBe(
    'arn:aws:emr:eu-west-1:111111111111:security-configuration/n',
  );
  expect(arnOf('ec2_vpc', { VpcId: 'vpc-1' })).toBe('arn:of:aws');
  // An address without an allocation has nothing to make it of.
  expect(arnOf('ec2_eip_address', { PublicIp: '192.0.2.1' })).toBe('arn:of:aws');
});

/** What the reference adds where AWS returns nothing at all. */
const whenAbsent: Readonly<Record<string, unknown>> = {
  autoscaling_auto_scaling_group: { policies: [] },
  cloudtrail_cloud_trail: { tags: [] },
  ec2_snapshot: { create_volume_permissions: [] },
  ec2_vpc: { flow_logs: {} },
  elb_load_balancer: { policies: [], tags: [], load_balancer_version: 'v1' },
  elbv2_load_balancer: {
    attributes: [],
    tags: [],
    listeners: [],
    target_groups: [],
    load_balancer_version: 'v2',
    load_balancer_type: null,
  },
  glue_database: { tables: { table_list: [] } },
  iam_attached_aws_policy: { policy_version_list: [] },
  iam_user: { mfa_devices: [], ssh_keys: [], user_policy_list: null },
  lambda_function: { layers: [] },
  rds_db_cluster_snapshot: { parent_id: null },
  rds_db_instance: { parent_id: null },
  rds_db_snapshot: { parent_id: null },
  route53_zone: { logging_config: {} },
  s3_bucket: { location: 'us-east-1', logging: {} },
  sns_topic: { subscriptions: [] },
  ssm_parameter: { string_type: null },
};

test.each([...byKey.values()].filter(({ recon: reference }) => reference).map(({ key }) => key))(
  '%s without any member has the lists that the reference adds, and no others',
  (key) => {
    const { type, arn: _, ...resource } = recon(key, {})?.resource ?? {};

    expect([type, resource]).toEqual([byKey.get(key)?.recon?.type, whenAbsent[key] ?? {}]);
  },
);

test('what could not be read is left out, not an empty list', () => {
  const unread = [{ operation: 'ListMFADevices', kind: 'denied', code: 'AccessDenied' }];
  const user = recon('iam_user', { UserName: 'u' }, { unread })?.resource;

  expect(user).toMatchObject({ user_name: 'u', ssh_keys: [] });
  expect(user).not.toHaveProperty('mfa_devices');
});

test.each([
  ['DBInstanceArn', 'db_instance_arn'],
  ['SSEKMSKeyId', 'ssekms_key_id'],
  ['VPCs', 'vp_cs'],
  ['ETag', 'etag'],
  ['TargetGroupARNs', 'target_group_arns'],
  ['NotificationARNs', 'notification_arns'],
  ['Ipv6CidrBlock', 'ipv_6_cidr_block'],
  ['ipv6Addresses', 'ipv6_addresses'],
  ['Ec2SubnetId', 'ec2_subnet_id'],
  ['OAuth2Properties', 'o_auth_2_properties'],
  ['PrivateIPv4Address', 'private_i_pv_4_address'],
  ['CodeSha256', 'code_sha_256'],
  ['S3BucketName', 's3_bucket_name'],
  ['ec2InstanceId', 'ec2_instance_id'],
  ['access_logs.s3.enabled', 'access_logs.s3.enabled'],
])("%s is %s in the Ruby SDK's spelling", (name, snaked) => {
  expect(snakeCase(name)).toBe(snaked);
});
