/** An operator sets the state of an account, and the life cycle goes on from there. */

import { TagResourceCommand } from '@aws-sdk/client-organizations';
import type { LifecycleState } from '../../model/lifecycle-state.ts';
import { organizationsClient } from '../../organization/organization-client.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { type AdvanceResult, advance } from './advance.ts';
import { tagKeys } from './observation.ts';
import type { KnownAccount } from './observe.ts';

/**
 * The same as setting the tag in the console: the account is then moved at once. An account that another hand is moving
 * right now gets the tag, and that hand or the sweep goes on from it.
 */
export async function setState(
  lifecycle: Lifecycle,
  known: KnownAccount,
  state: LifecycleState,
): Promise<AdvanceResult> {
  const { management, settings } = lifecycle;
  const client = await organizationsClient(management);
  const Key = tagKeys(settings.features.withTagPrefix).state;
  const Tags = [{ Key, Value: state }];
  await client.send(new TagResourceCommand({ ResourceId: known.id, Tags }));
  return advance(lifecycle, known.id, { cause: 'operator', known });
}
