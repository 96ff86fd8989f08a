import { expect, test } from 'vitest';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import type { InventoryRecord } from '../record.ts';
import { reconRecord } from './recon-record.ts';

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
    DBInstanceArn: 'a',
    CIDRBlock: 'b',
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
      db_instance_arn: 'a',
      cidr_block: 'b',
      ebs_optimized: true,
      arn: 'arn:aws:ec2:eu-west-1:111111111111:instance/i-1',
      type: 'instance',
    },
    timestamp: '2026-01-31 09:12:05 UTC',
  });
});

test('keys that are data stay as they are: tags, variables, policies, maps of attributes', () => {
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
    type: 'function',
  });
  expect(recon('iam_account_summary', { UsersQuota: 5000 })?.resource).toEqual({
    UsersQuota: 5000,
    type: 'account_summary',
  });
});

test('what the reference calls otherwise is called so, misspelling included', () => {
  expect(
    recon('cloudformation_stack', { StackName: 's', Template: { TemplateBody: '{}' } })?.resource,
  ).toEqual({
    stack_name: 's',
    tempate: { template_body: '{}' },
    type: 'stack',
  });
});

test('global types say global, and types that the reference does not know are left out', () => {
  expect(recon('s3_bucket', { Name: 'b' }, { region: 'global' })?.region).toBe('global');
  expect(recon('eks_addon', {}) ?? undefined).toBeUndefined();
});
