/** The inventory role of every account: its trust policy, and its least privileges. */

import type { DesiredPolicy } from '../../converge/converge-policy.ts';
import type { DesiredRole } from '../../converge/converge-role.ts';
import { inventoryPolicies } from '../../inventory/catalogue/policy.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { type Installation, originTags } from '../settings.ts';
import { inventoryTrust } from './trusts.ts';

/** Of the role and its policies. */
export const inventoryPath = '/managed/';

/** Maximum that IAM attaches to a role. */
const maxPolicies = 10;

export const inventoryDescription =
  'Reads what there is in this account, for the inventory of the organization';

/** As findings call it: `role managed/inventory`. */
export function inventoryResource({ settings }: Pick<Installation, 'settings'>): string {
  return `role ${inventoryPath.slice(1)}${settings.inventoryRole}`;
}

export interface DesiredInventoryRole {
  readonly role: DesiredRole;
  readonly policies: readonly DesiredPolicy[];
  /** ARNs that other settings may have created, and that are not needed now. */
  readonly formerPolicies: readonly string[];
}

export function desiredInventoryRole(
  installation: Installation,
  accountId: string,
): DesiredInventoryRole {
  const { settings, facts } = installation;
  const policies = policiesOf(installation);
  const arnOf = (name: string) =>
    `arn:${facts.partition}:iam::${accountId}:policy${inventoryPath}${name}`;
  const names = Array.from({ length: maxPolicies }, (_, at) => policyName(settings, at));
  const formerPolicies = names.slice(policies.length).map(arnOf);
  return {
    role: {
      name: settings.inventoryRole,
      path: inventoryPath,
      description: inventoryDescription,
      trust: inventoryTrust(installation),
      managedPolicies: policies.map(({ name }) => arnOf(name)),
      formerPolicies,
      inlinePolicy: undefined,
      // AWS limits a chain of roles to an hour, whatever is configured here.
      maxSessionSeconds: 3_600,
      tags: originTags,
    },
    policies: policies.map((policy) => ({ ...policy, arn: arnOf(policy.name) })),
    formerPolicies,
  };
}

/** Throws a `FlotillaError` when the catalogue needs more than a role can have. */
export function policiesOf({ settings }: Pick<Installation, 'settings'>) {
  const documents = inventoryPolicies(settings.entries);
  if (documents.length > maxPolicies) {
    throw new FlotillaError(
      'InvalidInput',
      `the inventory role would need ${documents.length} policies, and IAM attaches ${maxPolicies}; narrow it with --services or --types`,
    );
  }
  return documents.map((document, at) => ({
    name: policyName(settings, at),
    path: inventoryPath,
    description: 'What an inventory may list',
    document,
    tags: originTags,
  }));
}

function policyName({ inventoryRole }: Installation['settings'], at: number): string {
  return `${inventoryRole}-${at + 1}`;
}
