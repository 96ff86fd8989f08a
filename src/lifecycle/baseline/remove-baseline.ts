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
  signal?: AbortSignal,
): Promise<BaselineRemoval> {
  return walkRemovals(removals(session, settings), async () => {}, signal);
}

export interface BaselineRemovalOptions {
  /** Once it is aborted, no further resource is deleted, and its reason is thrown. */
  readonly signal?: AbortSignal;
  readonly onChange?: (change: ResourceChange) => void;
}

/** Removes the baseline and returns the changes. */
export function removeBaseline(
  session: Session,
  settings: RemovalSettings,
  { signal, onChange }: BaselineRemovalOptions = {},
): Promise<BaselineRemoval> {
  const remove = async (removal: Removal) => {
    await removal.remove();
    onChange?.(changeOf(removal));
  };
  return walkRemovals(removals(session, settings), remove, signal);
}

async function walkRemovals(
  all: readonly Removal[],
  act: (removal: Removal) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<BaselineRemoval> {
  const changes: ResourceChange[] = [];
  const absent: string[] = [];
  for (const removal of all) {
    signal?.throwIfAborted();
    const { resource } = removal;
    if (!(await removal.isThere())) {
      absent.push(resource);
      continue;
    }
    await act(removal);
    changes.push(changeOf(removal));
  }
  return { changes, absent };
}

function changeOf({ resource }: Removal): ResourceChange {
  return { resource, action: 'delete', differences: [] };
}
