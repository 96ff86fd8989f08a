/** Access to one account of a simulated organization: a client of any service, and a session as operations receive it. */

import type { GenericCalls } from '../aws/generic-client.ts';
import { type Fleet, openFleet } from '../aws/open-fleet.ts';
import { openRole } from '../aws/open-role.ts';
import { type RoleOptions, roleSchema } from '../aws/role.ts';
import { openSession, type Session } from '../aws/session.ts';
import type { Account } from '../model/account.ts';
import type { SimulatedOrganization } from '../simulator/index.ts';

export function administratorArn(accountId: string, partition = 'aws'): string {
  return `arn:${partition}:iam::${accountId}:role/OrganizationAccountAccessRole`;
}

export interface ServiceClientOptions {
  /** ARN of the caller. Default: an administrator of the management account. */
  readonly principal?: string | undefined;
  /** Default: the region of the organization's access. */
  readonly region?: string | undefined;
}

export function openServiceClient(
  organization: SimulatedOrganization,
  service: string,
  { principal, region }: ServiceClientOptions = {},
): GenericCalls {
  return openOrganizationFleet(organization, principal).generic(service, region);
}

export interface AccountSessionOptions {
  readonly account: Account;
  /** Default: us-east-1. */
  readonly region?: string;
  readonly role?: RoleOptions;
}

/** Assumes the role from the management account. */
export async function openAccountSession(
  organization: SimulatedOrganization,
  { account, region = 'us-east-1', role = {} }: AccountSessionOptions,
): Promise<Session> {
  const fleet = openOrganizationFleet(organization);
  const { signal } = new AbortController();
  const entered = (await openRole(fleet, roleSchema.parse(role))).enter(account, signal);
  return openSession({ fleet, target: { account, region }, role: entered, signal });
}

function openOrganizationFleet(organization: SimulatedOrganization, principal?: string): Fleet {
  return openFleet({ ...organization.access(principal), clock: organization.clock });
}
