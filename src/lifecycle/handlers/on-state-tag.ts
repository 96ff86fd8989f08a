/** Handles a change of the state tag of an account. */

import { decodeTagEvent, type TagEvent } from '../../model/aws-event.ts';
import type { LifecycleState } from '../../model/lifecycle-state.ts';
import { advance } from '../engine/advance.ts';
import { type Lifecycle, sessionName } from '../lifecycle.ts';
import { tagKeys } from '../model/observation.ts';
import type { EventHandler } from './event-handler.ts';
import { advanced, ignored } from './handler-result.ts';

export function onStateTag(expected: LifecycleState): EventHandler {
  return async (lifecycle, event) => {
    const decoded = decodeTagEvent(event);
    if ('rejected' in decoded) return ignored(decoded.rejected);
    const { value } = decoded;
    const key = tagKeys(lifecycle.settings.features.withTagPrefix).state;
    const state = value.tags[key];
    if (state === undefined) return ignored(`Missing tag '${key}' in this event`);
    if (state !== expected) return ignored(`Unexpected state '${state}' for this function`);
    if (isEcho(lifecycle, value)) return ignored(`Account ${value.accountId} was tagged by us`);
    // An operator who sets a state wants it to continue, even after failures.
    return advanced(await advance(lifecycle, value.accountId, { cause: 'operator' }));
  };
}

/**
 * Whether the tag was set by this system, which has already continued from there. If it was interrupted, the sweep
 * finds the account.
 */
function isEcho({ settings }: Lifecycle, { by }: TagEvent): boolean {
  const role = settings.automation.roleArnToManageAccounts.split('/').at(-1) ?? '';
  return by?.endsWith(`:assumed-role/${role}/${sessionName}`) ?? false;
}
