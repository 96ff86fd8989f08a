/** Adds OUs and moves accounts. */

import type { SimulatedAccount } from './account.ts';
import { ouId } from './ids.ts';
import type { OrganizationNode } from './organization.ts';
import type { World } from './world.ts';

export function addOu(
  world: World,
  name: string,
  parentId: string,
  wantedId?: string,
): OrganizationNode {
  const { nodes, rootId } = world.organization;
  const id = wantedId ?? ouId(rootId, world.random);
  const node = { id, name, parentId, ouIds: new Set<string>(), accountIds: new Set<string>() };
  nodes.set(id, node);
  nodes.get(parentId)?.ouIds.add(id);
  return node;
}

export function moveAccount(world: World, account: SimulatedAccount, destination: string): void {
  const { nodes } = world.organization;
  nodes.get(account.parentId)?.accountIds.delete(account.id);
  nodes.get(destination)?.accountIds.add(account.id);
  account.parentId = destination;
  for (const arrived of world.arrivals) arrived(account);
}
