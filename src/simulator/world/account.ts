/** An account of the simulated organization. Small: there may be ten thousand. */

import type { AccountState } from '../../model/account.ts';

export interface SimulatedAccount {
  readonly id: string;
  name: string;
  email: string;
  state: AccountState;
  readonly joinedAt: number;
  /** When it was closed or suspended; absent for an open account, and for one that was closed from the start. */
  closedAt?: number;
  readonly joinedMethod: 'CREATED' | 'INVITED';
  /** The root or an OU. */
  parentId: string;
  /** Absent: never tagged, which the tagging API distinguishes from tagged once. */
  tags?: Map<string, string>;
  /** Absent: no region was enabled. */
  regions?: Map<string, RegionStatus>;
  /** The role for access from other accounts; undefined when it was removed. */
  readonly firstRole: FirstRole | undefined;
  /** Whether the account is seeded, or contains only AWS's defaults. */
  readonly seeded: boolean;
}

/** A role that exists from the start. */
export interface FirstRole {
  /** Default `OrganizationAccountAccessRole`. */
  readonly name?: string;
  /** Trust policy as an object. Default: trusts the management account. */
  readonly trustPolicy?: object;
  /** ARNs of managed policies. Default: AdministratorAccess. */
  readonly managedPolicies?: readonly string[];
  /** Inline policies as objects, by name. Default: none. */
  readonly inlinePolicies?: Readonly<Record<string, object>>;
  /** Maximum duration of a session, in seconds. Default 3,600. */
  readonly maxSessionSeconds?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

export const defaultRoleName = 'OrganizationAccountAccessRole';
/** Status of a region in an account, as the Account Management API shows it. */
export type RegionStatus = 'ENABLED_BY_DEFAULT' | 'ENABLED' | 'ENABLING' | 'DISABLED' | 'DISABLING';
