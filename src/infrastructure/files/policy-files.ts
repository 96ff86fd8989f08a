/** The input of the role-distribution tool: three files, with the names and keys that it expects. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import { compactPolicy } from '../desired/compact-policy.ts';
import { inventoryDescription, inventoryPath } from '../desired/inventory-role.ts';
import { inventoryTrust } from '../desired/trusts.ts';
import type { Installation } from '../settings.ts';

/** Name below `policyFolder` → content. */
export type PolicyFiles = Readonly<Record<string, object>>;

export const policyFolder = 'aws/iam/inventory-role/';

/** Of all inline policies of a role together, whitespace not counted. */
const maxCharacters = 10_240;

/** Throws a `FlotillaError` for permissions that exceed the one policy that the tool creates. */
export function policyFiles(installation: Installation): PolicyFiles {
  const policy = compactPolicy(installation.settings.entries);
  const { length } = JSON.stringify(policy);
  if (length > maxCharacters) {
    throw new FlotillaError(
      'InvalidInput',
      `the inventory role needs a policy of ${length} characters, and IAM accepts ${maxCharacters} in a role; narrow it with --services or --types, or use --deploy-inventory-role`,
    );
  }
  return {
    'trust.json': inventoryTrust(installation),
    'policy.json': policy,
    'properties.json': {
      description: inventoryDescription,
      // The former value of 28,800 never took effect: AWS limits a chain of roles to an hour.
      sessionDuration: 3_600,
      path: inventoryPath,
      managedPolicies: [],
    },
  };
}
