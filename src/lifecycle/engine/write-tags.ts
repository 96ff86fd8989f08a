/** Tags of an account in AWS Organizations, where its state is stored. */

import { callOrganizations } from '../../organization/call-organizations.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { Observation, ObservedTags } from '../model/observation.ts';

/** Writes only what differs: an account whose tags are correct costs no call. */
export async function writeTags(
  lifecycle: Lifecycle,
  before: Observation,
  set: ObservedTags,
  unset: readonly string[],
): Promise<Observation> {
  const { management } = lifecycle;
  const { account } = before;
  const ResourceId = account.id;
  const changed = Object.entries(set).filter(([key, value]) => account.tags[key] !== value);
  if (unset.length > 0) {
    await callOrganizations(management, 'UntagResource', { ResourceId, TagKeys: [...unset] });
  }
  if (changed.length > 0) {
    const Tags = changed.map(([Key, Value]) => ({ Key, Value }));
    await callOrganizations(management, 'TagResource', { ResourceId, Tags });
  }
  const kept = Object.entries(account.tags).filter(([key]) => !unset.includes(key));
  const tags = { ...Object.fromEntries(kept), ...set };
  return { ...before, account: { ...account, tags } };
}
