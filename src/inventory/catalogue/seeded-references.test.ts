/** The resources of a seeded account are consistent: what they refer to exists, in the account and the region. */

import { expect, test } from 'vitest';
import { noLimits, simulateOrganization } from '../../simulator/index.ts';
import { collectRecords } from '../../testing/collect-records.ts';
import { isStructure } from '../collect/path.ts';
import type { InventoryRecord } from '../record.ts';

const accountId = '111111111111';
const regions = ['us-east-1', 'eu-west-1'];

/** Members by their names → the type that they refer to, and its field. */
const references = [
  [/(^|[a-z])RoleArn$/, 'IAM role', 'arn'],
  [/^(vpcId|VpcId|VPCId)$/, 'EC2 vpc', 'id'],
  [/^(subnetIds?|SubnetIds?|SubnetIdentifier)$/, 'EC2 subnet', 'id'],
  [/^(securityGroupIds?|SecurityGroupIds?|VpcSecurityGroupId)$/, 'EC2 security_group', 'id'],
  [/^(kmsKeyArn|KmsKeyArn|KmsKeyId|kmsKeyId)$/, 'KMS key', 'arn'],
  [/^(logGroupArn|LogGroupArn|CloudWatchLogsLogGroupArn)$/, 'CloudWatchLogs log_group', 'arn'],
  [/^(S3BucketName|s3BucketName|BucketName)$/, 'S3 bucket', 'id'],
  [/^(SnsTopicArn|snsTopicArn)$/, 'SNS topic', 'arn'],
] as const;

const whole = await collect();

async function collect(): Promise<readonly InventoryRecord[]> {
  const clock = { now: () => Date.UTC(2026, 0, 30), sleep: async () => {} };
  const organization = simulateOrganization({ clock, limits: noLimits });
  organization.addAccount({ name: 'alpha', id: accountId, seeded: true });
  const { records } = await collectRecords({ organization, accountId, regions });
  return records;
}

test.each(references)('every %s of a seeded account is the one of an %s', (pattern, type, held) => {
  const there = whole.filter((record) => `${record.service} ${record.type}` === type);
  const known = new Set(there.flatMap((one) => [one[held], `${one.region} ${one[held]}`]));
  const isGlobal = there.every(({ region }) => region === 'global');
  const found = whole
    .filter(({ service }) => service !== type.split(' ')[0] || service === 'EC2')
    .flatMap(({ service, type: ofType, region, resource }) => {
      const place = isGlobal || region === 'global' ? '' : `${region} `;
      const texts = textsOf(resource, pattern).filter((text) => text !== '(redacted)');
      return texts.map((text) => ({ text: `${place}${text}`, of: `${service} ${ofType}` }));
    });

  expect(found.length).toBeGreaterThan(0);
  expect(found.filter(({ text }) => !known.has(text))).toEqual([]);
});

test('a seeded account has something of many services', () => {
  const types = new Set(whole.map(({ service, type }) => `${service} ${type}`));

  expect(types.size).toBeGreaterThan(40);
});

/** Values of members of that name, lists included, at any depth. */
function textsOf(value: unknown, pattern: RegExp, name = ''): string[] {
  if (typeof value === 'string') return pattern.test(name) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((element) => textsOf(element, pattern, name));
  if (!isStructure(value)) return [];
  return Object.entries(value).flatMap(([member, of]) => textsOf(of, pattern, member));
}
