/** Finds resources by the ids in a request, or throws the operation's error. */

import { isAccountId, isOuId, isRootId } from '../../../model/account.ts';
import type { SimulatedAccount } from '../../world/account.ts';
import type { OrganizationNode, OrganizationPolicy } from '../../world/organization.ts';
import type { World } from '../../world/world.ts';
import { invalidInput, notFound } from './errors.ts';

export function accountOf(world: World, id: string, kind = 'Account'): SimulatedAccount {
  if (!isAccountId(id)) throw invalidInput('INVALID_PATTERN');
  const account = world.accounts.get(id);
  if (!account) throw notFound(kind);
  return account;
}

/** The root or an OU. */
export function parentOf(world: World, id: string, kind = 'Parent'): OrganizationNode {
  if (!isRootId(id) && !isOuId(id)) throw invalidInput('INVALID_PATTERN');
  const node = world.organization.nodes.get(id);
  if (!node) throw notFound(kind);
  return node;
}

export function ouOf(world: World, id: string): OrganizationNode {
  if (!isOuId(id)) throw invalidInput('INVALID_PATTERN');
  const node = world.organization.nodes.get(id);
  if (!node) throw notFound('OrganizationalUnit');
  return node;
}

export function organizationPolicyOf(world: World, id: string): OrganizationPolicy {
  if (!/^p-[0-9a-zA-Z_]{8,128}$/.test(id)) throw invalidInput('INVALID_PATTERN');
  const policy = world.organization.policies.get(id);
  if (!policy) throw notFound('Policy');
  return policy;
}

/** Possible targets of policies: the root, an OU, an account. */
export function targetOf(world: World, id: string): 'ROOT' | 'ORGANIZATIONAL_UNIT' | 'ACCOUNT' {
  if (isAccountId(id) && world.accounts.has(id)) return 'ACCOUNT';
  if (isRootId(id) && world.organization.nodes.has(id)) return 'ROOT';
  if (isOuId(id) && world.organization.nodes.has(id)) return 'ORGANIZATIONAL_UNIT';
  if (isAccountId(id) || isRootId(id) || isOuId(id)) throw notFound('Target');
  throw invalidInput('INVALID_PATTERN_TARGET_ID');
}
