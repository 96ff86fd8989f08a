/** Each setting of the bucket: how to compare it, and how to correct it. */

import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type LifecycleRule,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
  type ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3';
import { classify } from '../../aws/failures.ts';
import { sameDocument } from '../../converge/change.ts';
import { retryUntilRoleIsKnown } from '../../converge/retry-until-role-is-known.ts';
import { missingTags } from '../../converge/tags.ts';
import type { Clock } from '../../model/clock.ts';
import { type DesiredBucket, ownRules, ownSids } from '../desired/bucket.ts';
import { documentOf, type IamStatement } from '../desired/document.ts';
import { originTags } from '../settings.ts';

export interface BucketSetting {
  /** `versioning`. */
  readonly what: string;
  /** Returns a function that corrects it; undefined where nothing differs. */
  compare(): Promise<(() => Promise<unknown>) | undefined>;
}

/** The public access block comes first, so that no later setting can open the bucket. */
export function bucketSettings(
  s3: S3Client,
  desired: DesiredBucket,
  clock: Clock | undefined,
): readonly BucketSetting[] {
  const own = { Bucket: desired.name, ExpectedBucketOwner: desired.ownerId };
  const context = { s3, own, desired, clock };
  return [
    publicAccess(context),
    ownership(context),
    encryption(context),
    versioning(context),
    lifecycle(context),
    policy(context),
    tagging(context),
  ];
}

interface BucketSettingContext {
  readonly s3: S3Client;
  readonly own: { readonly Bucket: string; readonly ExpectedBucketOwner: string };
  readonly desired: DesiredBucket;
  readonly clock: Clock | undefined;
}

function publicAccess({ s3, own }: BucketSettingContext): BucketSetting {
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  };
  const put = { ...own, PublicAccessBlockConfiguration };
  return {
    what: 'public access',
    async compare() {
      const found = await unlessAbsent(s3.send(new GetPublicAccessBlockCommand(own)));
      const block = found?.PublicAccessBlockConfiguration;
      if (same(block, PublicAccessBlockConfiguration)) return undefined;
      return () => s3.send(new PutPublicAccessBlockCommand(put));
    },
  };
}

function ownership({ s3, own }: BucketSettingContext): BucketSetting {
  const Rules = [{ ObjectOwnership: 'BucketOwnerEnforced' as const }];
  return {
    what: 'object ownership',
    async compare() {
      const found = await unlessAbsent(s3.send(new GetBucketOwnershipControlsCommand(own)));
      if (same(found?.OwnershipControls?.Rules, Rules)) return undefined;
      const put = { ...own, OwnershipControls: { Rules } };
      return () => s3.send(new PutBucketOwnershipControlsCommand(put));
    },
  };
}

function encryption({ s3, own, desired }: BucketSettingContext): BucketSetting {
  const put = { ...own, ServerSideEncryptionConfiguration: desired.encryption };
  return {
    what: 'encryption',
    async compare() {
      const found = await unlessAbsent(s3.send(new GetBucketEncryptionCommand(own)));
      const there = found?.ServerSideEncryptionConfiguration;
      if (same(keysOf(there), keysOf(desired.encryption))) return undefined;
      return () => s3.send(new PutBucketEncryptionCommand(put));
    },
  };
}

/** The configured values; S3 also returns what it adds. */
function keysOf(configuration: ServerSideEncryptionConfiguration | undefined) {
  return configuration?.Rules?.map((rule) => [
    rule.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
    rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID ?? null,
    rule.BucketKeyEnabled === true,
  ]);
}

function versioning({ s3, own }: BucketSettingContext): BucketSetting {
  const put = { ...own, VersioningConfiguration: { Status: 'Enabled' as const } };
  return {
    what: 'versioning',
    async compare() {
      const { Status } = await s3.send(new GetBucketVersioningCommand(own));
      return Status === 'Enabled' ? undefined : () => s3.send(new PutBucketVersioningCommand(put));
    },
  };
}

function lifecycle({ s3, own, desired }: BucketSettingContext): BucketSetting {
  return {
    what: 'life-cycle rules',
    async compare() {
      const found = await unlessAbsent(s3.send(new GetBucketLifecycleConfigurationCommand(own)));
      const there = found?.Rules ?? [];
      const isOurs = ({ ID = '' }: LifecycleRule) => ownRules.test(ID);
      if (same(there.filter(isOurs).map(plainRule), desired.rules.map(plainRule))) return undefined;
      // The call replaces all rules.
      const Rules = [...desired.rules, ...there.filter((rule) => !isOurs(rule))];
      const put = { ...own, LifecycleConfiguration: { Rules } };
      return () => s3.send(new PutBucketLifecycleConfigurationCommand(put));
    },
  };
}

/** S3 returns an empty filter in more than one form. */
function plainRule({ Filter, Prefix, ...rule }: LifecycleRule) {
  return { ...rule, prefix: Filter?.Prefix ?? Prefix ?? '' };
}

function policy({ s3, own, desired, clock }: BucketSettingContext): BucketSetting {
  return {
    what: 'bucket policy',
    async compare() {
      const found = await unlessAbsent(s3.send(new GetBucketPolicyCommand(own)));
      const there = statementsIn(found?.Policy);
      const isOurs = ({ Sid = '' }: IamStatement) => ownSids.test(Sid);
      if (same(there.filter(isOurs), desired.statements)) return undefined;
      const all = [...desired.statements, ...there.filter((statement) => !isOurs(statement))];
      const put = { ...own, Policy: JSON.stringify(documentOf(all)) };
      return () => retryUntilRoleIsKnown(clock, () => s3.send(new PutBucketPolicyCommand(put)));
    },
  };
}

function statementsIn(text: string | undefined): readonly IamStatement[] {
  const { Statement = [] } = JSON.parse(text ?? '{}') as {
    Statement?: IamStatement | IamStatement[];
  };
  return [Statement].flat();
}

function tagging({ s3, own }: BucketSettingContext): BucketSetting {
  return {
    what: 'tag origin',
    async compare() {
      const found = await unlessAbsent(s3.send(new GetBucketTaggingCommand(own)));
      const there = found?.TagSet ?? [];
      const missing = missingTags({ Tags: there as [] }, originTags);
      if (missing.length === 0) return undefined;
      const kept = there.filter(({ Key }) => !missing.some((tag) => tag.Key === Key));
      const put = { ...own, Tagging: { TagSet: [...kept, ...missing] } };
      return () => s3.send(new PutBucketTaggingCommand(put));
    },
  };
}

function same(found: object | undefined, desired: object | undefined): boolean {
  return (
    found !== undefined && desired !== undefined && sameDocument(JSON.stringify(found), desired)
  );
}

/** Error codes for a setting that is absent, which differ per setting. */
const absent = new Set([
  'NoSuchBucketPolicy',
  'NoSuchLifecycleConfiguration',
  'NoSuchPublicAccessBlockConfiguration',
  'NoSuchTagSet',
  'OwnershipControlsNotFoundError',
  'ServerSideEncryptionConfigurationNotFoundError',
]);

export async function unlessAbsent<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (absent.has(classify(error).code)) return undefined;
    throw error;
  }
}
