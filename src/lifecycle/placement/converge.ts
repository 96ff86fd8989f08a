/**
 * Puts into an account what should be there: made where it lacks, put right where it differs, left where it is as it
 * should be. Safe to stop anywhere and to do again.
 */

import type { Session } from '../../aws/session.ts';
import type { Change } from '../../converge/change.ts';
import { convergeRole } from '../../converge/converge-role.ts';
import type { Clock } from '../../model/clock.ts';
import { convergeProject } from './converge-project.ts';
import { convergeRules } from './converge-rules.ts';
import { convergeTopic } from './converge-topic.ts';
import type { Placement } from './placement.ts';

/** What was changed. */
export function converge(
  session: Session,
  placement: Placement,
  clock: Clock,
): Promise<readonly Change[]> {
  return go(session, placement, { dry: false, clock });
}

/** What would be changed. */
export function planPlacement(
  session: Session,
  placement: Placement,
  clock: Clock,
): Promise<readonly Change[]> {
  return go(session, placement, { dry: true, clock });
}

/**
 * The project alone: for an account that was converged a moment ago, or in its last cycle. A role that is not there is
 * refused at once.
 */
export function convergeProjectOnly(
  session: Session,
  { project }: Placement,
): Promise<readonly Change[]> {
  return convergeProject(session.generic('codebuild'), project, { dry: false, clock: undefined });
}

/** Roles before what names them. */
async function go(
  session: Session,
  { roles, topic, project, ...rest }: Placement,
  converging: { readonly dry: boolean; readonly clock: Clock },
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const role of roles) {
    changes.push(...(await convergeRole(session.generic('iam'), role, converging)));
  }
  const placement = { roles, topic, project, ...rest };
  changes.push(...(await convergeRules(session.generic('events'), placement, converging)));
  if (topic) changes.push(...(await convergeTopic(session.generic('sns'), topic, converging)));
  changes.push(...(await convergeProject(session.generic('codebuild'), project, converging)));
  return changes;
}
