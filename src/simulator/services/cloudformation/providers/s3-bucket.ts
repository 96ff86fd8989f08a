/** AWS::S3::Bucket */

import { findBucket } from '../../s3/state.ts';
import { TemplateError } from '../template/template-error.ts';
import { membersOf, type TemplateMembers } from '../template/value.ts';
import {
  alreadyExists,
  booleanOf,
  type ExistingResource,
  listOf,
  numberOf,
  type ProvidedResource,
  type ProviderAccess,
  type ResourceProvider,
  type ResourceRequest,
} from './provider.ts';

export const s3Bucket: ResourceProvider = {
  properties: [
    'AccessControl',
    'BucketEncryption',
    'BucketName',
    'LifecycleConfiguration',
    'LoggingConfiguration',
    'NotificationConfiguration',
    'OwnershipControls',
    'PublicAccessBlockConfiguration',
    'Tags',
    'VersioningConfiguration',
  ],
  replacedBy: ['BucketName'],

  create: (request) => {
    const { access, properties, type } = request;
    checkAccessControl(request);
    const name = String(properties.BucketName ?? request.generateName(63).toLowerCase());
    const { world, region } = access.context;
    if (findBucket(world, name)) throw alreadyExists(type, name);
    access.call('s3', 'CreateBucket', {
      Bucket: name,
      ...(region !== world.partition.globalRegion && {
        CreateBucketConfiguration: { LocationConstraint: region },
      }),
    });
    const made = { physicalId: name, properties: {}, tags: [] };
    try {
      configure(request, made);
    } catch (error) {
      access.call('s3', 'DeleteBucket', { Bucket: name });
      throw error;
    }
    return provided(access, name);
  },

  findExisting: ({ access, properties }) => {
    if (properties.BucketName === undefined) return undefined;
    const name = String(properties.BucketName);
    if (!findBucket(access.context.world, name)) return undefined;
    access.call('s3', 'HeadBucket', { Bucket: name });
    return provided(access, name);
  },

  update: (request, before) => {
    checkAccessControl(request);
    configure(request, before);
    return provided(request.access, before.physicalId);
  },

  remove: (access, { physicalId }) => {
    access.call('s3', 'DeleteBucket', { Bucket: physicalId });
  },
};

/** Buckets are private; every other list is refused by name. */
function checkAccessControl({ properties: { AccessControl = 'Private' } }: ResourceRequest): void {
  if (AccessControl === 'Private') return;
  throw new TemplateError(
    `The simulator does not know the AccessControl ${AccessControl} of AWS::S3::Bucket yet.`,
  );
}

interface BucketSetting {
  readonly property: string;
  readonly put: readonly [operation: string, input: (value: TemplateMembers) => object];
  /** Absent for settings that cannot be removed. */
  readonly remove?: string;
  /** The value that means none, where there is no operation that removes it. */
  readonly none?: TemplateMembers;
}

const settings: readonly BucketSetting[] = [
  {
    property: 'OwnershipControls',
    put: ['PutBucketOwnershipControls', (OwnershipControls) => ({ OwnershipControls })],
    remove: 'DeleteBucketOwnershipControls',
  },
  {
    property: 'BucketEncryption',
    put: ['PutBucketEncryption', encryptionInput],
    remove: 'DeleteBucketEncryption',
  },
  {
    property: 'PublicAccessBlockConfiguration',
    put: [
      'PutPublicAccessBlock',
      (block) => ({
        PublicAccessBlockConfiguration: Object.fromEntries(
          Object.entries(block).map(([name, value]) => [name, booleanOf(value)]),
        ),
      }),
    ],
    remove: 'DeletePublicAccessBlock',
  },
  {
    property: 'VersioningConfiguration',
    put: ['PutBucketVersioning', (VersioningConfiguration) => ({ VersioningConfiguration })],
  },
  {
    property: 'LifecycleConfiguration',
    put: [
      'PutBucketLifecycleConfiguration',
      ({ Rules }) => ({ LifecycleConfiguration: { Rules: listOf(Rules).map(lifecycleRule) } }),
    ],
    remove: 'DeleteBucketLifecycle',
  },
  {
    property: 'NotificationConfiguration',
    put: [
      'PutBucketNotificationConfiguration',
      (value) => ({ NotificationConfiguration: notificationOf(value) }),
    ],
    none: {},
  },
  {
    property: 'LoggingConfiguration',
    put: [
      'PutBucketLogging',
      ({ DestinationBucketName, LogFilePrefix = '' }) => ({
        BucketLoggingStatus: {
          LoggingEnabled: { TargetBucket: DestinationBucketName, TargetPrefix: LogFilePrefix },
        },
      }),
    ],
  },
];

function configure({ access, properties, tags }: ResourceRequest, before: ExistingResource): void {
  const Bucket = before.physicalId;
  for (const { property, put, remove, none } of settings) {
    const wasSet = before.properties[property] !== undefined;
    const value = properties[property] ?? (wasSet ? none : undefined);
    const [operation, input] = put;
    if (value !== undefined) access.call('s3', operation, { Bucket, ...input(membersOf(value)) });
    else if (remove && wasSet) access.call('s3', remove, { Bucket });
  }
  if (tags.length > 0) access.call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: tags } });
  else if (before.tags.length > 0) access.call('s3', 'DeleteBucketTagging', { Bucket });
}

/** EventBridge alone: other destinations are refused by name. */
function notificationOf(value: TemplateMembers): object {
  const { EventBridgeConfiguration, ...others } = value;
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw new TemplateError(
      `The simulator does not know the ${other} of a bucket's notifications yet.`,
    );
  }
  const isEnabled = membersOf(EventBridgeConfiguration).EventBridgeEnabled ?? true;
  return EventBridgeConfiguration !== undefined && booleanOf(isEnabled)
    ? { EventBridgeConfiguration: {} }
    : {};
}

function encryptionInput({ ServerSideEncryptionConfiguration }: TemplateMembers): object {
  const Rules = listOf(ServerSideEncryptionConfiguration).map(
    ({ ServerSideEncryptionByDefault, BucketKeyEnabled }) => ({
      ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault,
      BucketKeyEnabled: booleanOf(BucketKeyEnabled),
    }),
  );
  return { ServerSideEncryptionConfiguration: { Rules } };
}

/** The rule in S3's own form, which nests what templates write flat. */
function lifecycleRule(rule: TemplateMembers): object {
  const { Id, Status, Prefix = '', Transitions, AbortIncompleteMultipartUpload } = rule;
  const { ExpirationInDays, ExpiredObjectDeleteMarker } = rule;
  const noncurrent =
    membersOf(rule.NoncurrentVersionExpiration).NoncurrentDays ??
    rule.NoncurrentVersionExpirationInDays;
  const abort = membersOf(AbortIncompleteMultipartUpload).DaysAfterInitiation;
  const marker = ExpiredObjectDeleteMarker !== undefined && {
    ExpiredObjectDeleteMarker: booleanOf(ExpiredObjectDeleteMarker),
  };
  const expiration = {
    ...(ExpirationInDays !== undefined && { Days: numberOf(ExpirationInDays) }),
    ...marker,
  };
  return {
    ID: Id,
    Status,
    Filter: { Prefix },
    ...(Object.keys(expiration).length > 0 && { Expiration: expiration }),
    ...(noncurrent !== undefined && {
      NoncurrentVersionExpiration: { NoncurrentDays: numberOf(noncurrent) },
    }),
    ...(abort !== undefined && {
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: numberOf(abort) },
    }),
    ...(Transitions !== undefined && {
      Transitions: listOf(Transitions).map(({ StorageClass, TransitionInDays }) => ({
        StorageClass,
        Days: numberOf(TransitionInDays),
      })),
    }),
  };
}

function provided({ context: { world, region } }: ProviderAccess, name: string): ProvidedResource {
  const { name: partition, dnsSuffix } = world.partition;
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:${partition}:s3:::${name}`,
      DomainName: `${name}.s3.${dnsSuffix}`,
      RegionalDomainName: `${name}.s3.${region}.${dnsSuffix}`,
      DualStackDomainName: `${name}.s3.dualstack.${region}.${dnsSuffix}`,
    },
  };
}
