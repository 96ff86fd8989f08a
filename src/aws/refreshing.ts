/** Credentials that are shared by all callers, and refreshed before they expire. */

import type { AwsCredentialIdentity } from '@smithy/types';
import type { Clock } from '../model/clock.ts';

/** As early as the SDK does it, so that a long call does not outlive its credentials. */
const refreshBeforeMs = 5 * 60_000;

/** One request at a time for all callers. A failure is not cached: the next call tries again. */
export function refreshing(
  clock: Clock,
  take: () => Promise<AwsCredentialIdentity>,
): () => Promise<AwsCredentialIdentity> {
  let current: Promise<AwsCredentialIdentity> | undefined;
  let freshUntil = Number.POSITIVE_INFINITY;
  return () => {
    if (current && clock.now() < freshUntil) return current;
    freshUntil = Number.POSITIVE_INFINITY;
    current = take();
    current.then(
      ({ expiration }) => {
        if (expiration) freshUntil = expiration.getTime() - refreshBeforeMs;
      },
      () => {
        current = undefined;
      },
    );
    return current;
  };
}
