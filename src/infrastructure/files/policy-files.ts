/** What the role-distribution tool makes the inventory role from: three files, with the names and keys that it knows. */

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

/** Throws a `FlotillaError` for permissions that do not fit the one policy that the tool makes. */
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
      // The 28,800 of before never took effect: AWS grants a chain of roles an hour.
      sessionDuration: 3_600,
      path: inventoryPath,
      managedPolicies: [],
    },
  };
}
