/** The configuration of an inventory installation: the operator's settings and facts from AWS. */

import type { CatalogueEntry } from '../inventory/catalogue/entry.ts';

export interface InfrastructureSettings {
  /** In the billing account: reads the organization, starts runs. */
  readonly orchestratorRole: string;
  /** In the security account: writes the bucket, reads accounts by their inventory role. */
  readonly runnerRole: string;
  /** In every account, below `/managed/`. */
  readonly inventoryRole: string;
  readonly inventoryBucket: string;
  /** Host and path of the cluster's OpenID Connect provider, without scheme. */
  readonly oidcProvider: string;
  /** Of the test cluster: creates a second set of roles. */
  readonly oidcProviderTest: string | undefined;
  /** External ID required by the inventory role's trust policy. */
  readonly externalId: string;
  /** Default: keys of S3's own. */
  readonly kmsKeyArn: string | undefined;
  /** Days after which reports expire. Default: never. */
  readonly retentionDays: number | undefined;
  /** Bucket of the role-distribution tool, which receives the inventory role as files. Default: none. */
  readonly filesBucket: string | undefined;
  /** Where the bucket is. */
  readonly region: string;
  /** What the inventory role may list. */
  readonly entries: readonly CatalogueEntry[];
}

export interface InfrastructureFacts {
  /** `aws`, `aws-cn`, … */
  readonly partition: string;
  readonly billingAccountId: string;
  readonly securityAccountId: string;
  /** `o-…`. */
  readonly organizationId: string;
}

/** The input of everything desired. */
export interface Installation {
  readonly settings: InfrastructureSettings;
  readonly facts: InfrastructureFacts;
}

/** Identifies managed resources, which may be deleted. */
export const originTags = { origin: 'flotilla' } as const;

/** Name of a role of the test cluster. */
export const testRoleName = (role: string) => `${role}-Test`;
