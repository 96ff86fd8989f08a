/**
 * Decides what should happen to one account now, from what was observed. Pure: the same observation gives the same
 * decision on AWS, in a rehearsal and in `explain`.
 */

import { isLifecycleState } from '../../model/lifecycle-state.ts';
import type { EntrySettings } from '../../settings/settings.ts';
import type { AccountDecision } from '../model/decision.ts';
import {
  type ManagedObservation,
  type Observation,
  type ObservedTags,
  stateTag,
  type TagKeys,
} from '../model/observation.ts';
import { decideBuild } from './decide-build.ts';
import { differingTags } from './differing-tags.ts';

/** Decides what should happen to one account now. Pure: it reads nothing and changes nothing. */
export function decide(observation: Observation, keys: TagKeys): AccountDecision {
  const { account, item } = observation;
  const open = observation.work !== undefined || observation.transaction !== undefined;
  const leave = open ? ({ do: 'forget' } as const) : ({ do: 'wait' } as const);
  if (account.isForeign) {
    const why = 'the account is not in this organization';
    return { rule: 'not-in-organization', why, action: leave };
  }
  if (!account.active) {
    return { rule: 'not-active', why: 'the account is not active', action: leave };
  }
  if (!item) {
    return { rule: 'not-managed', why: 'no settings entry matches this account', action: leave };
  }
  return decideManagedAccount({ ...observation, item }, keys);
}

function decideManagedAccount(observation: ManagedObservation, keys: TagKeys): AccountDecision {
  const state = stateTag(observation.account, keys);
  if (state === undefined) {
    return assign(observation, keys, 'new-account', 'it has no state yet');
  }
  if (!isLifecycleState(state)) return unknownState(observation, keys, state);
  if (state === 'vanilla')
    return assign(observation, keys, 'vanilla', 'its state was set to vanilla');
  if (state === 'released') return decideReleased(observation, keys);
  if (observation.cause === 'moved' && !observation.work) {
    return assign(observation, keys, 'moved', 'the account was moved and no transaction is open');
  }
  return decideBuild(observation, keys, state);
}

/** It is published once. A build that is in progress ends its transaction, whatever the tag says meanwhile. */
function unknownState(
  observation: ManagedObservation,
  keys: TagKeys,
  state: string,
): AccountDecision {
  const { work } = observation;
  const why = `its state is "${state}"; set it to vanilla, assigned, released or expired`;
  if (work?.unknownState !== state)
    return { rule: 'unknown-state', why, action: { do: 'report-state', state } };
  if (work.step) return decideBuild(observation, keys, stateOfBuild[work.step.purpose]);
  return { rule: 'unknown-state', why, action: { do: 'wait' } };
}

const stateOfBuild = { preparation: 'assigned', purge: 'expired' } as const;

/** Transitions T1 and T2: the tags of the settings, the holder and the state, in one write. */
function assign(
  observation: ManagedObservation,
  keys: TagKeys,
  rule: AccountDecision['rule'],
  why: string,
): AccountDecision {
  const { account, item } = observation;
  const holder = account.tags[keys.holder] ?? account.email;
  return {
    rule,
    why,
    action: {
      do: 'enter',
      state: 'assigned',
      set: { ...item.accountTags, ...(holder !== undefined && { [keys.holder]: holder }) },
      unset: unsetOf(item, account.tags, keys),
      tell: ['CreatedAccount'],
      begin: 'on-boarding',
    },
  };
}

/** Removes only tags that are present, and never those that the life cycle itself needs. */
function unsetOf(item: EntrySettings, tags: ObservedTags, keys: TagKeys): string[] {
  const kept = new Set([keys.state, keys.holder, ...Object.keys(item.accountTags)]);
  return item.unsetTags.filter((key) => key in tags && !kept.has(key));
}

function decideReleased(observation: ManagedObservation, keys: TagKeys): AccountDecision {
  const { account, item, work, transaction, cause, expiredInWindow } = observation;
  if (transaction) return finish(observation, 'the open transaction has succeeded');
  if (cause === 'operator') return finish(observation, 'its state was set to released');
  if (cause === 'window' && !expiredInWindow) return expire();
  if (work) return { rule: 'settled', why: 'it is released', action: { do: 'forget' } };
  const drifted = differingTags(item.accountTags, account.tags);
  if (cause === 'moved' && Object.keys(drifted).length > 0) {
    return assign(observation, keys, 'moved', 'the account was moved to where the settings differ');
  }
  if (cause === 'sweep' && Object.keys(drifted).length > 0) {
    const why = `its tags ${Object.keys(drifted).join(', ')} differ from the settings`;
    return { rule: 'drifted', why, action: { do: 'retag', set: drifted } };
  }
  return { rule: 'settled', why: 'it is released', action: { do: 'wait' } };
}

/**
 * Transition T6. A step that is still recorded shows that a worker was interrupted between setting the tag and
 * publishing.
 */
function finish({ work, interrupted }: ManagedObservation, why: string): AccountDecision {
  const wasPrepared = interrupted && work?.step?.purpose === 'preparation';
  const tell = wasPrepared ? (['PreparedAccount'] as const) : [];
  return {
    rule: 'released',
    why: `it is released: ${why}`,
    action: { do: 'finish', tell: [...tell, 'ReleasedAccount'] },
  };
}

/** Transition T7. */
function expire(): AccountDecision {
  return {
    rule: 'window',
    why: 'the maintenance window is open',
    action: {
      do: 'enter',
      state: 'expired',
      set: {},
      unset: [],
      // The entry is published when the purge starts, by the same rule as for an account that an operator expired.
      tell: [],
      begin: 'maintenance',
    },
  };
}
