/**
 * The permissions of the inventory role in one short policy: Describe and List actions are joined by a wildcard per
 * service. Get actions are listed one by one, because they also read data: objects, parameters, secrets.
 */

import type { CatalogueEntry } from '../../inventory/catalogue/entry.ts';
import {
  type InventoryPolicyDocument,
  inventoryPolicies,
} from '../../inventory/catalogue/policy.ts';

/** Verbs that only read metadata. */
const looking = ['Describe', 'List'] as const;

export function compactPolicy(entries: readonly CatalogueEntry[]): InventoryPolicyDocument {
  const exact = inventoryPolicies(entries).flatMap(({ Statement }) =>
    Statement.flatMap(({ Action }) => Action),
  );
  const Action = [...new Set(exact.map(widenAction))].sort();
  const statement = { Sid: 'Inventory', Effect: 'Allow', Action, Resource: '*' } as const;
  return { Version: '2012-10-17', Statement: [statement] };
}

function widenAction(action: string): string {
  const [service = '', name = ''] = action.split(':');
  const verb = looking.find((one) => name.startsWith(one));
  return verb === undefined ? action : `${service}:${verb}*`;
}
