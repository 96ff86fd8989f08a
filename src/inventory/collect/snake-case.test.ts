import { expect, test } from 'vitest';
import { snakeCase } from './snake-case.ts';

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
])('%s is %s', (name, snaked) => {
  expect(snakeCase(name)).toBe(snaked);
});
