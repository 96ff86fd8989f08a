/** The bucket that inventories are put into: private, encrypted, versioned, and tidy. */

import type { LifecycleRule, ServerSideEncryptionConfiguration } from '@aws-sdk/client-s3';
import type { Installation } from '../settings.ts';
import type { IamStatement } from './document.ts';
import { bucketArn, orchestratorStatements } from './permissions.ts';
import { orchestratorArns, principals } from './trusts.ts';

export interface DesiredBucket {
  readonly name: string;
  readonly region: string;
  /** The account that it must belong to. */
  readonly ownerId: string;
  readonly encryption: ServerSideEncryptionConfiguration;
  /** Matched by Sid; other statements of the bucket policy are kept. */
  readonly statements: readonly IamStatement[];
  /** Our rules are recognised by the prefix of their ID; others are kept. */
  readonly rules: readonly LifecycleRule[];
}

/** Sids accept letters and digits only. */
export const ownSids = /^Flotilla/;
export const ownRules = /^flotilla-/;

export function desiredBucket(installation: Installation): DesiredBucket {
  const { settings, facts } = installation;
  return {
    name: settings.inventoryBucket,
    region: settings.region,
    ownerId: facts.securityAccountId,
    encryption: encryption(settings.kmsKeyArn),
    statements: statements(installation),
    rules: rules(settings.retentionDays),
  };
}

function encryption(key: string | undefined): ServerSideEncryptionConfiguration {
  if (key === undefined) {
    const byDefault = { SSEAlgorithm: 'AES256' as const };
    return { Rules: [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: false }] };
  }
  const byDefault = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID: key };
  // With a bucket key, KMS is called once and not per object.
  return { Rules: [{ ApplyServerSideEncryptionByDefault: byDefault, BucketKeyEnabled: true }] };
}

function statements(installation: Installation): readonly IamStatement[] {
  const bucket = bucketArn(installation);
  const Principal = { AWS: principals(orchestratorArns(installation)) };
  const withoutTls: IamStatement = {
    Sid: 'FlotillaDenyWithoutTls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucket, `${bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const allowed = orchestratorStatements(bucket).map(({ Sid = '', ...statement }) => ({
    Sid: `FlotillaOrchestrator${Sid}`,
    Principal,
    ...statement,
  }));
  return [withoutTls, ...allowed];
}

function rules(retentionDays: number | undefined): readonly LifecycleRule[] {
  const always: LifecycleRule[] = [
    {
      ID: 'flotilla-abort-incomplete-uploads',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    },
    {
      ID: 'flotilla-expire-noncurrent-versions',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
    },
  ];
  if (retentionDays === undefined) return always;
  const reports = ['inventory/', 'AWSRecon/'].map(
    (Prefix): LifecycleRule => ({
      ID: `flotilla-expire-${Prefix.slice(0, -1)}`,
      Status: 'Enabled',
      Filter: { Prefix },
      Expiration: { Days: retentionDays },
    }),
  );
  return [...always, ...reports];
}
