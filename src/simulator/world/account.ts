/** An account of the simulated organization. Small: there may be ten thousand. */

import type { AccountState } from '../../model/account.ts';
import { accountId } from './ids.ts';
import type { RegionStatus } from './regions.ts';
import type { World } from './world.ts';

export interface SimulatedAccount {
  readonly id: string;
  name: string;
  email: string;
  state: AccountState;
  readonly joinedAt: number;
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

export interface FirstRole {
  /** Default `OrganizationAccountAccessRole`. */
  readonly name?: string;
  /** Default: the management account. */
  readonly trustPolicy?: object;
  /** ARNs. Default: AdministratorAccess. */
  readonly managedPolicies?: readonly string[];
  readonly inlinePolicies?: Readonly<Record<string, object>>;
  /** Default 3,600. */
  readonly maxSessionSeconds?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

export const defaultRoleName = 'OrganizationAccountAccessRole';

export interface NewAccount {
  readonly id?: string;
  readonly name: string;
  readonly email?: string;
  readonly parentId: string;
  readonly state?: AccountState;
  readonly joinedAt: number;
  readonly joinedMethod?: 'CREATED' | 'INVITED';
  readonly tags?: Readonly<Record<string, string>>;
  readonly firstRole: FirstRole | undefined;
  readonly seeded?: boolean;
  /** Enabled from the start. */
  readonly regions?: readonly string[];
}

/** Adds an account to the organization. The caller keeps ids and addresses unique. */
export function addAccount(world: World, options: NewAccount): SimulatedAccount {
  const { organization } = world;
  const id = options.id ?? accountId(world.random, (taken) => world.accounts.has(taken));
  const account: SimulatedAccount = {
    id,
    name: options.name,
    email: options.email ?? `${id}@example.com`,
    state: options.state ?? 'ACTIVE',
    joinedAt: options.joinedAt,
    joinedMethod: options.joinedMethod ?? 'CREATED',
    parentId: options.parentId,
    ...(options.tags && { tags: new Map(Object.entries(options.tags)) }),
    ...(options.regions && { regions: new Map(options.regions.map((name) => [name, 'ENABLED'])) }),
    firstRole: options.firstRole,
    seeded: options.seeded ?? false,
  };
  world.accounts.set(id, account);
  organization.accounts.push(account);
  organization.emails.add(account.email.toLowerCase());
  organization.nodes.get(account.parentId)?.accountIds.add(id);
  for (const arrived of world.arrivals) arrived(account);
  return account;
}
