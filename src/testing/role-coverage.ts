/** The permissions of a statement, and which of them a call needs. */

import type { CheckedPermission } from '../simulator/index.ts';

interface CoveredStatement {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

export function covers(
  { Action, Resource }: CoveredStatement,
  { action, resource }: Pick<CheckedPermission, 'action' | 'resource'>,
): boolean {
  return Action.includes(action) && Resource.some((pattern) => patternOf(pattern).test(resource));
}

function patternOf(resource: string): RegExp {
  const escaped = resource.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`);
}
