/** The result for one resource: changes, resources that are kept, and errors. */

import { classify } from '../aws/failures.ts';
import type { ResourceChange } from '../converge/change.ts';
import { FlotillaError } from '../model/flotilla-error.ts';

export interface InfrastructureFinding {
  readonly accountId: string;
  /** `role Inventory-Runner`. */
  readonly resource: string;
  /** `failed`: not read or not changed. `keep`: not removed, because it is not ours. */
  readonly action: ResourceChange['action'] | 'keep' | 'failed';
  /** The differences; or why it failed or is kept. */
  readonly differences: readonly string[];
}

/** Why a resource is kept. */
export const notOurs = 'it does not carry our tag, origin=flotilla';

export function findingsIn(
  accountId: string,
  changes: readonly ResourceChange[],
): readonly InfrastructureFinding[] {
  return changes.map((change) => ({ accountId, ...change }));
}

/** An account that does not cooperate is reported; a bug is thrown. */
export function failedFinding(
  { accountId, resource }: Pick<InfrastructureFinding, 'accountId' | 'resource'>,
  error: unknown,
): InfrastructureFinding {
  return { accountId, resource, action: 'failed', differences: [reasonOf(error)] };
}

function reasonOf(error: unknown): string {
  if (error instanceof FlotillaError) return error.message;
  const { code, message } = classify(error);
  if (error instanceof TypeError || error instanceof ReferenceError) throw error;
  return `${code}: ${message}`;
}
