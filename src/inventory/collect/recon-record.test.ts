import { expect, test } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import type { InventoryRecord } from '../record.ts';
import { reconRecord, snakeCase } from './recon-record.ts';

const { byKey } = loadCatalogue();

function recon(
  key: string,
  resource: Record<string, unknown>,
  more: Partial<InventoryRecord> = {},
) {
  const entry = byKey.get(key);
  if (!entry) throw new Error(`${key} is not in the catalogue`);
  return reconRecord(entry, {
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
  });
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
  expect(recon('eks_addon', {}) ?? undefined).toBeUndefined();
});

test.each([
  ['DBInstanceArn', 'db_instance_arn'],
  ['SSEKMSKeyId', 'ssekms_key_id'],
  ['VPCs', 'vp_cs'],
  ['ETag', 'etag'],
  ['Ipv6CidrBlock', 'ipv_6_cidr_block'],
  ['CodeSha256', 'code_sha_256'],
  ['S3BucketName', 's3_bucket_name'],
  ['ec2InstanceId', 'ec2_instance_id'],
  ['access_logs.s3.enabled', 'access_logs.s3.enabled'],
])("%s is %s in the Ruby SDK's spelling", (name, snaked) => {
  expect(snakeCase(name)).toBe(snaked);
});
