/** Sets the state of an account for an operator, and continues the life cycle from there. */

import type { LifecycleState } from '../../model/lifecycle-state.ts';
import { tagAccount } from '../../organization/tags-of-account.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { tagKeys } from '../model/observation.ts';
import { type AdvanceResult, advance } from './advance.ts';
import type { KnownAccount } from './observe.ts';

/** Options of `setState`. */
export interface SetStateOptions {
  readonly state: LifecycleState;
  /** Once it is aborted, the account stops after its current step. */
  readonly signal?: AbortSignal;
}

/**
 * Sets the tag as the console would, and then advances the account at once. If another worker holds its lease, that
 * worker or the sweep continues from the new tag.
 */
export async function setState(
  lifecycle: Lifecycle,
  known: KnownAccount,
  { state, signal }: SetStateOptions,
): Promise<AdvanceResult> {
  const { management, settings } = lifecycle;
  const key = tagKeys(settings.features.withTagPrefix).state;
  await tagAccount(management, known.id, { [key]: state });
  return advance(lifecycle, known.id, { cause: 'operator', known, ...(signal && { signal }) });
}
