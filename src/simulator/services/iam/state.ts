/** The IAM state of one account. Names are case-insensitive, so they are keys in lower case. */

import type { SimulatedAccount } from '../../world/account.ts';
import { perAccount } from '../../world/service-state.ts';
import type { World } from '../../world/world.ts';
import type { IamState, Role, User } from './resources.ts';
import { seedIam } from './seed-iam.ts';

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
