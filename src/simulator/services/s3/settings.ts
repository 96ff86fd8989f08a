/** Settings of a bucket: each is put, got and deleted as a whole, and has its own error when it is not set. */

import type { S3 } from '@aws-sdk/client-s3';
import { PolicySyntaxError, parsePolicy } from '../../../policy/document.ts';
import type { CallContext, Handlers } from '../../service.ts';
import { unknownPrincipal } from '../../unknown-principal.ts';
import type { Bucket } from './bucket.ts';
import { isPublic, noSuchPolicy } from './buckets.ts';
import { accessDenied, s3Error } from './errors.ts';
import { bucketOf } from './find.ts';
import { defaultEncryption } from './make.ts';
import { readBucketTags } from './tag-set.ts';

type Input = Parameters<typeof bucketOf>[1];

export const settingHandlers: Handlers<S3> = {
  GetBucketEncryption: (input, context) => ({
    ServerSideEncryptionConfiguration: read(input, context, 'encryption'),
  }),
  PutBucketEncryption: (input, context) =>
    write(input, context, 'encryption', input.ServerSideEncryptionConfiguration),
  // Encryption cannot be disabled: the default remains.
  DeleteBucketEncryption: (input, context) =>
    write(input, context, 'encryption', defaultEncryption),

  GetPublicAccessBlock: (input, context) => ({
    PublicAccessBlockConfiguration: read(input, context, 'publicAccessBlock'),
  }),
  PutPublicAccessBlock: (input, context) =>
    write(input, context, 'publicAccessBlock', input.PublicAccessBlockConfiguration),
  DeletePublicAccessBlock: (input, context) => remove(input, context, 'publicAccessBlock'),

  GetBucketOwnershipControls: (input, context) => ({
    OwnershipControls: read(input, context, 'ownership'),
  }),
  PutBucketOwnershipControls: (input, context) =>
    write(input, context, 'ownership', input.OwnershipControls),
  DeleteBucketOwnershipControls: (input, context) => remove(input, context, 'ownership'),

  GetBucketReplication: (input, context) => ({
    ReplicationConfiguration: read(input, context, 'replication'),
  }),
  PutBucketReplication: (input, context) => {
    if (bucketOf(context, input).versioning !== 'Enabled') {
      const message =
        'Versioning must be Enabled on the bucket to apply a replication configuration';
      throw s3Error('InvalidRequest', message, 400);
    }
    return write(input, context, 'replication', input.ReplicationConfiguration);
  },
  DeleteBucketReplication: (input, context) => remove(input, context, 'replication'),

  GetObjectLockConfiguration: (input, context) => ({
    ObjectLockConfiguration: read(input, context, 'objectLock'),
  }),
  PutObjectLockConfiguration: (input, context) => {
    if (bucketOf(context, input).versioning !== 'Enabled') {
      const message =
        "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration";
      throw s3Error('InvalidBucketState', message, 409);
    }
    return write(input, context, 'objectLock', input.ObjectLockConfiguration);
  },

  GetBucketWebsite: (input, context) => read(input, context, 'website'),
  PutBucketWebsite: (input, context) =>
    write(input, context, 'website', input.WebsiteConfiguration),
  DeleteBucketWebsite: (input, context) => remove(input, context, 'website'),

  GetBucketLifecycleConfiguration: (input, context) => read(input, context, 'lifecycle'),
  PutBucketLifecycleConfiguration: (input, context) =>
    write(input, context, 'lifecycle', input.LifecycleConfiguration),
  DeleteBucketLifecycle: (input, context) => remove(input, context, 'lifecycle'),

  GetBucketCors: (input, context) => read(input, context, 'cors'),
  PutBucketCors: (input, context) => write(input, context, 'cors', input.CORSConfiguration),
  DeleteBucketCors: (input, context) => remove(input, context, 'cors'),

  GetBucketLogging: (input, context) => bucketOf(context, input).settings.get('logging') ?? {},
  PutBucketLogging: (input, context) => write(input, context, 'logging', input.BucketLoggingStatus),

  GetBucketNotificationConfiguration: (input, context) =>
    bucketOf(context, input).settings.get('notification') ?? {},
  PutBucketNotificationConfiguration: (input, context) =>
    write(input, context, 'notification', input.NotificationConfiguration),

  GetBucketRequestPayment: (input, context) =>
    bucketOf(context, input).settings.get('payment') ?? { Payer: 'BucketOwner' },
  PutBucketRequestPayment: (input, context) =>
    write(input, context, 'payment', input.RequestPaymentConfiguration),

  GetBucketAccelerateConfiguration: (input, context) =>
    bucketOf(context, input).settings.get('accelerate') ?? {},
  PutBucketAccelerateConfiguration: (input, context) =>
    write(input, context, 'accelerate', input.AccelerateConfiguration),

  GetBucketVersioning: (input, context) => {
    const { versioning } = bucketOf(context, input);
    return versioning === undefined ? {} : { Status: versioning };
  },
  PutBucketVersioning: (input, context) => {
    const bucket = bucketOf(context, input);
    const status = input.VersioningConfiguration.Status;
    if (status !== 'Enabled' && status !== 'Suspended') {
      const message = 'The Versioning element must be specified';
      throw s3Error('IllegalVersioningConfigurationException', message, 400);
    }
    bucket.versioning = status;
    return {};
  },

  GetBucketTagging: (input, context) => {
    const { tags } = bucketOf(context, input);
    if (!tags || tags.size === 0) throw absent('tagging', input.Bucket);
    return { TagSet: [...tags].map(([Key, Value]) => ({ Key, Value })) };
  },
  PutBucketTagging: (input, context) => {
    const bucket = bucketOf(context, input);
    bucket.tags = readBucketTags(input.Tagging.TagSet, bucket.tags);
    return {};
  },
  DeleteBucketTagging: (input, context) => {
    const bucket = bucketOf(context, input);
    bucket.tags = readBucketTags([], bucket.tags);
    return {};
  },

  GetBucketPolicy: (input, context) => {
    const { policy } = bucketOf(context, input);
    if (policy === undefined) throw noSuchPolicy(input.Bucket);
    return { Policy: policy };
  },
  PutBucketPolicy: (input, context) => {
    const bucket = bucketOf(context, input);
    checkPolicy(context, bucket, input.Policy);
    bucket.policy = input.Policy;
    return {};
  },
  DeleteBucketPolicy: (input, context) => {
    delete bucketOf(context, input).policy;
    return {};
  },
};

const absences: Readonly<Record<string, readonly [code: string, message: string]>> = {
  encryption: [
    'ServerSideEncryptionConfigurationNotFoundError',
    'The server side encryption configuration was not found',
  ],
  publicAccessBlock: [
    'NoSuchPublicAccessBlockConfiguration',
    'The public access block configuration was not found',
  ],
  ownership: ['OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'],
  replication: [
    'ReplicationConfigurationNotFoundError',
    'The replication configuration was not found',
  ],
  objectLock: [
    'ObjectLockConfigurationNotFoundError',
    'Object Lock configuration does not exist for this bucket',
  ],
  website: [
    'NoSuchWebsiteConfiguration',
    'The specified bucket does not have a website configuration',
  ],
  lifecycle: ['NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'],
  cors: ['NoSuchCORSConfiguration', 'The CORS configuration does not exist'],
  tagging: ['NoSuchTagSet', 'The TagSet does not exist'],
};

function absent(name: string, bucket: string) {
  const [code, message] = absences[name] ?? ['NoSuchConfiguration', `There is no ${name}`];
  return s3Error(code, message, 404, { BucketName: bucket });
}

function read(input: Input, context: CallContext, name: string) {
  const value = bucketOf(context, input).settings.get(name);
  if (!value) throw absent(name, input.Bucket);
  // Returns the stored value: its type is that of the put.
  return value as never;
}

function write(input: Input, context: CallContext, name: string, value: object | undefined) {
  if (!value) throw s3Error('MalformedXML', `The request must contain the ${name}`, 400);
  bucketOf(context, input).settings.set(name, value);
  return {};
}

function remove(input: Input, context: CallContext, name: string) {
  bucketOf(context, input).settings.delete(name);
  return {};
}

function checkPolicy({ world }: CallContext, bucket: Bucket, text: string): void {
  try {
    parsePolicy(text, 'resource');
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    throw s3Error('MalformedPolicy', error.message, 400);
  }
  if (unknownPrincipal(world, text, 'resource') !== undefined) {
    throw s3Error('MalformedPolicy', 'Invalid principal in policy', 400);
  }
  const { BlockPublicPolicy } = (bucket.settings.get('publicAccessBlock') ?? {}) as {
    readonly BlockPublicPolicy?: boolean;
  };
  if (BlockPublicPolicy && isPublic(text)) throw accessDenied();
}
