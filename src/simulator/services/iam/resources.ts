/** The IAM resources of one account, as data. */

import type { Random } from '../../../model/random.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import type { World } from '../../world/world.ts';

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

export interface IamCreationContext {
  readonly world: World;
  readonly account: SimulatedAccount;
  readonly state: IamState;
  readonly random: Random;
  readonly now: number;
}
