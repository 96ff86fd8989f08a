/**
 * Takes out of an account everything that was put there, by today's system or by this one, and that builds have made on
 * our behalf. Safe to stop anywhere and to do again; what is not there is said.
 */

import type { Session } from '../../aws/session.ts';
import type { Change } from '../../converge/change.ts';
import { type Removal, removals, type Withdrawn } from './removals.ts';

export interface Withdrawal {
  readonly changes: readonly Change[];
  /** What was not there any more, or never: `topic SpaAlertTopic`. */
  readonly absent: readonly string[];
}

/** What would be removed. */
export function planWithdrawal(session: Session, settings: Withdrawn): Promise<Withdrawal> {
  return go(session, settings, async () => {});
}

/** What was removed. */
export function withdraw(session: Session, settings: Withdrawn): Promise<Withdrawal> {
  return go(session, settings, (removal) => removal.remove());
}

async function go(
  session: Session,
  settings: Withdrawn,
  act: (removal: Removal) => Promise<void>,
): Promise<Withdrawal> {
  const changes: Change[] = [];
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
