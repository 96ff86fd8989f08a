/**
 * Takes out of an account everything that was put there, by today's system or by this one, and that builds have made on
 * our behalf. Safe to stop anywhere and to do again; what is not there is said.
 */

import type { Session } from '../../aws/session.ts';
import type { ResourceChange } from '../../converge/change.ts';
import { type Removal, type RemovalSettings, removals } from './removals.ts';

export interface BaselineRemoval {
  readonly changes: readonly ResourceChange[];
  /** What was not there any more, or never: `topic SpaAlertTopic`. */
  readonly absent: readonly string[];
}

/** What would be removed. */
export function planBaselineRemoval(
  session: Session,
  settings: RemovalSettings,
): Promise<BaselineRemoval> {
  return walkRemovals(session, settings, async () => {});
}

/** What was removed. */
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
