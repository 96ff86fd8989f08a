/** The IAM state of one account. Names are case-insensitive, so they are keys in lower case. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perAccount } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import { seedIam } from './seed-iam.ts';

export interface Identity {
  readonly id: string;
  readonly name: string;
  /** `/`, `/service-role/`. */
  readonly path: string;
  readonly arn: string;
  readonly createdAt: number;
  /** ARNs of managed policies. */
  readonly managed: Set<string>;
  /** Name → document. */
  readonly inline: Map<string, string>;
}

export interface Role extends Identity {
  trustPolicy: string;
  description: string;
  maxSessionSeconds: number;
  /** ARN. */
  boundary?: string;
  readonly tags: Map<string, string>;
  lastUsed?: { readonly at: number; readonly region: string };
}

export interface User extends Identity {
  boundary?: string;
  readonly tags: Map<string, string>;
  readonly keys: Map<string, UserKey>;
  /** Names of groups. */
  readonly groups: Set<string>;
}

export interface UserKey {
  readonly id: string;
  readonly createdAt: number;
  status: 'Active' | 'Inactive';
  lastUsed?: { readonly at: number; readonly region: string; readonly service: string };
}

export type Group = Identity;

export interface ManagedPolicy {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly description: string;
  readonly createdAt: number;
  updatedAt: number;
  /** Oldest first; at most five. */
  versions: readonly PolicyVersion[];
  defaultVersionId: string;
  nextVersion: number;
  readonly tags: Map<string, string>;
}

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
}

export interface OidcProvider {
  readonly arn: string;
  /** Without `https://`. */
  readonly url: string;
  clientIds: readonly string[];
  thumbprints: readonly string[];
  readonly createdAt: number;
  readonly tags: Map<string, string>;
}

export interface InstanceProfile {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly createdAt: number;
  roleName?: string;
  readonly tags: Map<string, string>;
}

export interface IamState {
  readonly roles: Map<string, Role>;
  readonly users: Map<string, User>;
  readonly groups: Map<string, Group>;
  /** By ARN. */
  readonly policies: Map<string, ManagedPolicy>;
  /** By ARN. */
  readonly oidcProviders: Map<string, OidcProvider>;
  readonly instanceProfiles: Map<string, InstanceProfile>;
  alias?: string;
  passwordPolicy?: Readonly<Record<string, boolean | number>>;
  credentialReport?: { readonly text: string; readonly at: number };
}

/** The account's IAM: with the role for access from other accounts, and seeded if the account is. */
export const iamOf = perAccount((world: World, account: SimulatedAccount): IamState => {
  const state: IamState = {
    roles: new Map(),
    users: new Map(),
    groups: new Map(),
    policies: new Map(),
    oidcProviders: new Map(),
    instanceProfiles: new Map(),
  };
  seedIam(world, account, state);
  return state;
});

export function findRole(state: IamState, name: string | undefined): Role | undefined {
  return name === undefined ? undefined : state.roles.get(name.toLowerCase());
}

export function findUser(state: IamState, name: string | undefined): User | undefined {
  return name === undefined ? undefined : state.users.get(name.toLowerCase());
}
