/** Tags of an account in AWS Organizations, where its state is stored. */

import type { Observation, ObservedTags } from '../model/observation.ts';
import type { EngineAccess } from './engine-access.ts';

/** Writes only what differs: an account whose tags are correct costs no call. */
export async function writeTags(
  { organization }: EngineAccess,
  before: Observation,
  set: ObservedTags,
  unset: readonly string[],
): Promise<Observation> {
  const { account } = before;
  const changed = Object.entries(set).filter(([key, value]) => account.tags[key] !== value);
  if (unset.length > 0) await organization.untag(account.id, unset);
  if (changed.length > 0) await organization.tag(account.id, Object.fromEntries(changed));
  const kept = Object.entries(account.tags).filter(([key]) => !unset.includes(key));
  const tags = { ...Object.fromEntries(kept), ...set };
  return { ...before, account: { ...account, tags } };
}
