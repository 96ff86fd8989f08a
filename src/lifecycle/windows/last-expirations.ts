/** When accounts were last expired, from their shadows. */

import type { Lifecycle } from '../lifecycle.ts';
import { expiredAt, type Shadow } from '../metering/shadows.ts';

/** A scan reads about a thousand shadows per call. */
const maxSingleReads = 20;

/** Milliseconds by account id. Accounts that were never expired are missing. */
export async function lastExpirations(
  { shadows }: Lifecycle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const note = (id: string, shadow: Shadow | undefined) => {
    const at = expiredAt(shadow);
    if (at !== undefined) found.set(id, at);
  };
  if (ids.length <= maxSingleReads) {
    for (const id of ids) note(id, await shadows.readNow(id));
    return found;
  }
  const requested = new Set(ids);
  for await (const shadow of shadows.all()) {
    if (shadow.id !== undefined && requested.has(shadow.id)) note(shadow.id, shadow);
  }
  return found;
}
