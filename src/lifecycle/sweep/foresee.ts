/** What a sweep would decide about an account, from a listing alone: it makes no call. */

import type { Settings } from '../../settings/settings.ts';
import { decide } from '../engine/decide.ts';
import type { AccountDecision } from '../model/decision.ts';
import { tagKeys } from '../model/observation.ts';
import type { SnapshotAccount } from './snapshot.ts';

/** A build that the account waits for is taken for running: its result is in the account. */
export function foresee(
  { account, item, row }: SnapshotAccount,
  { features }: Settings,
  now: number,
): AccountDecision {
  const { transaction, work } = row ?? {};
  const build = work?.step && { id: work.step.buildId, status: 'IN_PROGRESS' };
  const observation = { account, item, transaction, work, build, interrupted: false, now };
  return decide({ ...observation, cause: 'sweep' }, tagKeys(features.withTagPrefix));
}
