/**
 * Removes the baseline from an account, including what the existing system and builds created there. It can be stopped
 * at any point and repeated; absent resources are reported.
 */

import type { Session } from '../../aws/session.ts';
import type { ResourceChange } from '../../converge/change.ts';
import { type Removal, type RemovalSettings, removals } from './removals.ts';

export interface BaselineRemoval {
  readonly changes: readonly ResourceChange[];
  /** Resources that do not exist: `topic SpaAlertTopic`. */
  readonly absent: readonly string[];
}

/** Returns what would be removed. */
export function planBaselineRemoval(
  session: Session,
  settings: RemovalSettings,
): Promise<BaselineRemoval> {
  return walkRemovals(session, settings, async () => {});
}

/** Removes the baseline and returns the changes. */
export function removeBaseline(
  session: Session,
  settings: RemovalSettings,
): Promise<BaselineRemoval> {
  return walkRemovals(session, settings, (removal) => removal.remove());
}

async function walkRemovals(
  session: Session,
  settings: RemovalSettings,
  act: (removal: Removal) => Promise<void>,
): Promise<BaselineRemoval> {
  const changes: ResourceChange[] = [];
  const absent: string[] = [];
  for (const removal of removals(session, settings)) {
    const { resource } = removal;
    if (!(await removal.isThere())) {
      absent.push(resource);
      continue;
    }
    await act(removal);
    changes.push({ resource, action: 'delete', differences: [] });
  }
  return { changes, absent };
}
