/** Access to the two accounts, and facts about them. */

import { S3Client } from '@aws-sdk/client-s3';
import { FollowingS3Client } from '../aws/following-s3-client.ts';
import type { GenericCalls } from '../aws/generic-client.ts';
import { type Fleet, fallbackRegion } from '../aws/open-fleet.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import { readOrganization } from '../organization/call-organizations.ts';
import type { InfrastructureFacts } from './settings.ts';

export interface InfrastructureAccess {
  readonly billing: Fleet;
  readonly security: Fleet;
}

export interface KnownAccess extends InfrastructureAccess {
  readonly facts: InfrastructureFacts;
  /** The management account; often the billing account. */
  readonly managementAccountId: string;
}

/** Throws a `FlotillaError` when credentials are invalid or the organization cannot be read. */
export async function readFacts(access: InfrastructureAccess): Promise<KnownAccess> {
  const [billing, security] = await Promise.all([
    access.billing.caller(),
    access.security.caller(),
  ]);
  const { Organization } = await readOrganization(access.billing, 'DescribeOrganization', {});
  if (billing.partition !== security.partition)
    throw partitionMismatch(billing.partition, security.partition);
  return {
    ...access,
    facts: {
      partition: billing.partition,
      billingAccountId: billing.accountId,
      securityAccountId: security.accountId,
      organizationId: Organization?.Id ?? '',
    },
    managementAccountId: Organization?.MasterAccountId ?? '',
  };
}

function partitionMismatch(one: string, other: string): FlotillaError {
  return new FlotillaError(
    'InvalidInput',
    `the billing account is in "${one}" and the security account in "${other}"; roles cannot be trusted across partitions`,
  );
}

/** With the credentials that the account was opened with. */
export async function iamIn(access: KnownAccess, accountId: string): Promise<GenericCalls> {
  const fleet = fleetOf(access, accountId);
  return fleet.generic('iam', (await fleet.region()) ?? fallbackRegion);
}

/** For a bucket whose region is unknown. */
export async function s3Anywhere({ security }: InfrastructureAccess): Promise<S3Client> {
  return security.client(FollowingS3Client, (await security.region()) ?? fallbackRegion);
}

/** For a bucket whose region is known. */
export function s3In({ security }: InfrastructureAccess, region: string): S3Client {
  return security.client(S3Client, region);
}

function fleetOf({ billing, security, facts }: KnownAccess, accountId: string): Fleet {
  return accountId === facts.billingAccountId ? billing : security;
}
