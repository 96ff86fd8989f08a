/**
 * An organization of twelve accounts, whose management account is the billing account and whose `security`
 * account has the bucket.
 */

import { S3Client } from '@aws-sdk/client-s3';
import type { GenericCalls } from '../aws/generic-client.ts';
import { type Fleet, openFleet } from '../aws/open-fleet.ts';
import type { InfrastructureSettings } from '../infrastructure/settings.ts';
import { loadCatalogue } from '../inventory/catalogue/catalogue.ts';
import type { Clock } from '../model/clock.ts';
import type { Access as SimulatedAccess } from '../simulator/index.ts';
import {
  noLimits,
  type SimulatedOrganization,
  simulateOrganization,
  type VirtualClock,
  virtualClock,
} from '../simulator/index.ts';
import { administratorArn } from './account-access.ts';

export const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/PRODUCTION';
export const testIssuer = 'oidc.eks.eu-west-1.amazonaws.com/id/TEST';
export const bucket = 'acme-inventory';
export const region = 'eu-west-1';

export interface InfrastructureEnvironment {
  readonly organization: SimulatedOrganization;
  readonly clock: Clock;
  readonly billing: string;
  readonly security: string;
  /** Ids of the other ten accounts, all in `unit`. */
  readonly members: readonly string[];
  readonly unit: string;
  /** Credentials of an administrator there. */
  accessTo(accountId: string): SimulatedAccess;
  fleet(accountId: string): Fleet;
  as(accountId: string, service: string): GenericCalls;
  s3(accountId: string, at?: string): S3Client;
}

export interface InfrastructureEnvironmentOptions {
  /** Default: the management account is the billing account. */
  readonly billingIsMember?: boolean;
}

export function openInfrastructureEnvironment({
  billingIsMember = false,
}: InfrastructureEnvironmentOptions = {}): InfrastructureEnvironment {
  const virtual = virtualClock();
  const organization = simulateOrganization({ clock: virtual, limits: noLimits, pageSize: 5 });
  const clock = passing(virtual, organization);
  const unit = organization.addOu({ name: 'Workloads' }).id;
  const { managementAccountId } = organization;
  const billing = billingIsMember
    ? organization.addAccount({ name: 'billing' }).id
    : managementAccountId;
  const security = organization.addAccount({ name: 'security' }).id;
  const members = Array.from(
    { length: 10 },
    (_, at) => organization.addAccount({ name: `member-${at}`, ou: unit }).id,
  );
  const accessTo = (id: string) =>
    organization.access(id === managementAccountId ? undefined : administratorArn(id));
  const fleet = (id: string) => openFleet({ ...accessTo(id), region, clock });
  return {
    organization,
    clock,
    billing,
    security,
    members,
    unit,
    accessTo,
    fleet,
    as: (id, service) => fleet(id).generic(service, region),
    s3: (id, at = region) => fleet(id).client(S3Client, at),
  };
}

/** Settings with the defaults of the command line. */
export function settingsWith(
  differing: Partial<InfrastructureSettings> = {},
): InfrastructureSettings {
  return {
    orchestratorRole: 'Inventory-Orchestrator',
    runnerRole: 'Inventory-Runner',
    inventoryRole: 'inventory',
    inventoryBucket: bucket,
    oidcProvider: issuer,
    oidcProviderTest: undefined,
    externalId: 'flotilla-inventory',
    kmsKeyArn: undefined,
    retentionDays: undefined,
    filesBucket: undefined,
    region,
    entries: loadCatalogue().entries,
    ...differing,
  };
}

/** Sleeping advances the clock: nothing else would. */
function passing(clock: VirtualClock, organization: SimulatedOrganization): Clock {
  return {
    now: clock.now,
    async sleep(ms) {
      await clock.advance(ms);
      organization.settle();
    },
  };
}
