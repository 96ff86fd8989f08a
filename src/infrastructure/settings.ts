/** What an installation of the inventory is called and how it is narrowed: what the operator says, and what AWS says. */

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
  /** Of the cluster that tests: the roles have twins then. */
  readonly oidcProviderTest: string | undefined;
  /** What the inventory role asks of whoever assumes it. */
  readonly externalId: string;
  /** Default: keys of S3's own. */
  readonly kmsKeyArn: string | undefined;
  /** After so many days reports expire. Default: never. */
  readonly retentionDays: number | undefined;
  /** Bucket of the role-distribution tool, which is given the inventory role as files. Default: it is not. */
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

/** Everything desired follows from these two. */
export interface Installation {
  readonly settings: InfrastructureSettings;
  readonly facts: InfrastructureFacts;
}

/** By it we know what we may take away. */
export const originTags = { origin: 'flotilla' } as const;

/** What the roles of the test cluster are called beside those of production. */
export const testRoleName = (role: string) => `${role}-Test`;
