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

/** The resource that a finding is about. */
export type FindingLocation = Pick<InfrastructureFinding, 'accountId' | 'resource'>;

/** Follows changes as they are made, so that an interrupted command can report them. */
export interface FollowOptions {
  /** Once it is aborted, no further resource is started. */
  readonly signal?: AbortSignal | undefined;
  readonly onStart?: ((location: FindingLocation) => void) | undefined;
  readonly onFinding?: ((finding: InfrastructureFinding) => void) | undefined;
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
  { accountId, resource }: FindingLocation,
  error: unknown,
): InfrastructureFinding {
  return { accountId, resource, action: 'failed', differences: [reasonOf(error)] };
}

/**
 * Works through resources one after the other. One that fails costs the others nothing. After an interruption the rest is
 * not started, and a resource that the interruption broke off has no finding.
 */
export async function followEach<Resource extends FindingLocation>(
  resources: readonly Resource[],
  { signal, onStart, onFinding }: FollowOptions,
  work: (resource: Resource) => Promise<readonly InfrastructureFinding[]>,
): Promise<readonly InfrastructureFinding[]> {
  const findings: InfrastructureFinding[] = [];
  for (const resource of resources) {
    if (signal?.aborted) break;
    const { accountId, resource: name } = resource;
    onStart?.({ accountId, resource: name });
    const found = await findingsOf(resource, work);
    if (signal?.aborted && found.some(({ action }) => action === 'failed')) break;
    for (const finding of found) onFinding?.(finding);
    findings.push(...found);
  }
  return findings;
}

async function findingsOf<Resource extends FindingLocation>(
  resource: Resource,
  work: (resource: Resource) => Promise<readonly InfrastructureFinding[]>,
): Promise<readonly InfrastructureFinding[]> {
  try {
    return await work(resource);
  } catch (error) {
    return [failedFinding(resource, error)];
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof FlotillaError) return error.message;
  const { code, message } = classify(error);
  if (error instanceof TypeError || error instanceof ReferenceError) throw error;
  return `${code}: ${message}`;
}
