/**
 * Which services are extracted, and what the SDK's packages do not say about them: a person's table.
 * `all` takes every operation; a list takes those and all shapes they reach.
 */

export interface ServiceEntry {
  /** npm package that carries the schemas. */
  readonly package: string;
  /** Prefix of IAM actions (`organizations:ListAccounts`). */
  readonly iamPrefix: string;
  /** Where the IAM action is not `prefix:OperationName`. Source: AWS's service authorization reference. */
  readonly actions?: Readonly<Record<string, string>>;
}

export const services: Readonly<Record<string, ServiceEntry>> = {
  account: { package: '@aws-sdk/client-account', iamPrefix: 'account' },
  cloudwatch: { package: '@aws-sdk/client-cloudwatch', iamPrefix: 'cloudwatch' },
  ec2: { package: '@aws-sdk/client-ec2', iamPrefix: 'ec2' },
  iam: { package: '@aws-sdk/client-iam', iamPrefix: 'iam' },
  organizations: { package: '@aws-sdk/client-organizations', iamPrefix: 'organizations' },
  s3: {
    package: '@aws-sdk/client-s3',
    iamPrefix: 's3',
    actions: {
      AbortMultipartUpload: 's3:AbortMultipartUpload',
      CompleteMultipartUpload: 's3:PutObject',
      CopyObject: 's3:PutObject',
      CreateMultipartUpload: 's3:PutObject',
      DeleteBucketCors: 's3:PutBucketCORS',
      DeleteBucketEncryption: 's3:PutEncryptionConfiguration',
      DeleteBucketLifecycle: 's3:PutLifecycleConfiguration',
      DeleteBucketOwnershipControls: 's3:PutBucketOwnershipControls',
      DeleteBucketReplication: 's3:PutReplicationConfiguration',
      DeleteBucketTagging: 's3:PutBucketTagging',
      DeleteObjects: 's3:DeleteObject',
      DeletePublicAccessBlock: 's3:PutBucketPublicAccessBlock',
      GetBucketCors: 's3:GetBucketCORS',
      GetBucketEncryption: 's3:GetEncryptionConfiguration',
      GetBucketLifecycleConfiguration: 's3:GetLifecycleConfiguration',
      GetBucketNotificationConfiguration: 's3:GetBucketNotification',
      GetBucketReplication: 's3:GetReplicationConfiguration',
      GetObjectLockConfiguration: 's3:GetBucketObjectLockConfiguration',
      GetPublicAccessBlock: 's3:GetBucketPublicAccessBlock',
      HeadBucket: 's3:ListBucket',
      HeadObject: 's3:GetObject',
      ListBuckets: 's3:ListAllMyBuckets',
      ListMultipartUploads: 's3:ListBucketMultipartUploads',
      ListObjectVersions: 's3:ListBucketVersions',
      ListObjects: 's3:ListBucket',
      ListObjectsV2: 's3:ListBucket',
      ListParts: 's3:ListMultipartUploadParts',
      PutBucketCors: 's3:PutBucketCORS',
      PutBucketEncryption: 's3:PutEncryptionConfiguration',
      PutBucketLifecycleConfiguration: 's3:PutLifecycleConfiguration',
      PutBucketNotificationConfiguration: 's3:PutBucketNotification',
      PutBucketReplication: 's3:PutReplicationConfiguration',
      PutObjectLockConfiguration: 's3:PutBucketObjectLockConfiguration',
      PutPublicAccessBlock: 's3:PutBucketPublicAccessBlock',
      UploadPart: 's3:PutObject',
      UploadPartCopy: 's3:PutObject',
    },
  },
  sqs: {
    package: '@aws-sdk/client-sqs',
    iamPrefix: 'sqs',
    actions: {
      ChangeMessageVisibilityBatch: 'sqs:ChangeMessageVisibility',
      DeleteMessageBatch: 'sqs:DeleteMessage',
      SendMessageBatch: 'sqs:SendMessage',
    },
  },
  sts: { package: '@aws-sdk/client-sts', iamPrefix: 'sts' },
  tagging: { package: '@aws-sdk/client-resource-groups-tagging-api', iamPrefix: 'tag' },
};
