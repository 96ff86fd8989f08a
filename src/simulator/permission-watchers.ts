/** Who is called for every permission that is checked: with them, a test finds what a role needs. */

import { perWorld } from './world/service-state.ts';

/** A permission that a call required. */
export interface CheckedPermission {
  /** ARN of the caller. */
  readonly principal: string;
  /** `dynamodb:GetItem`. */
  readonly action: string;
  /** ARN, or `*` where the action does not support resources. */
  readonly resource: string;
  readonly allowed: boolean;
}

export const permissionWatchers = perWorld(() => new Set<(checked: CheckedPermission) => void>());
