/** The bucket of reports. */

import { CfnBucket, CfnBucketPolicy } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { DeployedBucket } from '../../src/deployment/deployment.ts';
import { acknowledge } from '../acknowledge.ts';
import { type RetainOption, removalPolicyOf } from './retain.ts';

const abortUploadsDays = 7;

export function addBucket(
  scope: Construct,
  id: string,
  { deployed, retain }: { readonly deployed: DeployedBucket } & RetainOption,
): CfnBucket {
  const { name, statements, earlierVersionsDays } = deployed;
  const bucket = new CfnBucket(scope, id, {
    bucketName: name,
    versioningConfiguration: { status: 'Enabled' },
    bucketEncryption: {
      serverSideEncryptionConfiguration: [
        { serverSideEncryptionByDefault: { sseAlgorithm: 'AES256' } },
      ],
    },
    publicAccessBlockConfiguration: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    ownershipControls: { rules: [{ objectOwnership: 'BucketOwnerEnforced' }] },
    lifecycleConfiguration: {
      rules: [
        {
          id: 'EarlierVersions',
          status: 'Enabled',
          noncurrentVersionExpiration: { noncurrentDays: earlierVersionsDays },
          abortIncompleteMultipartUpload: { daysAfterInitiation: abortUploadsDays },
        },
      ],
    },
    // Consumers of reports have rules for them.
    notificationConfiguration: { eventBridgeConfiguration: { eventBridgeEnabled: true } },
  });
  bucket.applyRemovalPolicy(removalPolicyOf({ retain }));
  // Kept with its bucket: without it, requests without TLS are accepted.
  const policy = new CfnBucketPolicy(scope, `${id}Policy`, {
    bucket: name,
    policyDocument: { Version: '2012-10-17', Statement: statements },
  });
  policy.addResourceDependency(bucket);
  policy.applyRemovalPolicy(removalPolicyOf({ retain }));
  acknowledge(
    bucket,
    'AwsSolutions-S1',
    'CloudTrail records who reads reports, where data events are switched on; a bucket of logs would be a second one to keep',
  );
  return bucket;
}
