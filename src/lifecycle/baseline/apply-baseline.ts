/**
 * Puts into an account what should be there: made where it lacks, put right where it differs, left where it is as it
 * should be. Safe to stop anywhere and to do again.
 */

import type { Session } from '../../aws/session.ts';
import type { ResourceChange } from '../../converge/change.ts';
import { convergeRole } from '../../converge/converge-role.ts';
import type { Clock } from '../../model/clock.ts';
import type { Baseline } from './baseline.ts';
import { convergeProject } from './converge-project.ts';
import { convergeRules } from './converge-rules.ts';
import { convergeTopic } from './converge-topic.ts';

/** What was changed. */
export function applyBaseline(
  session: Session,
  baseline: Baseline,
  clock: Clock,
): Promise<readonly ResourceChange[]> {
  return convergeBaseline(session, baseline, { dry: false, clock });
}

/** What would be changed. */
export function planBaseline(
  session: Session,
  baseline: Baseline,
  clock: Clock,
): Promise<readonly ResourceChange[]> {
  return convergeBaseline(session, baseline, { dry: true, clock });
}

/**
 * The project alone: for an account that was converged a moment ago, or in its last cycle. A role that is not there is
 * refused at once.
 */
export function convergeProjectOnly(
  session: Session,
  { project }: Baseline,
): Promise<readonly ResourceChange[]> {
  return convergeProject(session.generic('codebuild'), project, { dry: false, clock: undefined });
}

/** Roles before what names them. */
async function convergeBaseline(
  session: Session,
  { roles, topic, project, ...rest }: Baseline,
  converging: { readonly dry: boolean; readonly clock: Clock },
): Promise<readonly ResourceChange[]> {
  const changes: ResourceChange[] = [];
  for (const role of roles) {
    changes.push(...(await convergeRole(session.generic('iam'), role, converging)));
  }
  const baseline = { roles, topic, project, ...rest };
  changes.push(...(await convergeRules(session.generic('events'), baseline, converging)));
  if (topic) changes.push(...(await convergeTopic(session.generic('sns'), topic, converging)));
  changes.push(...(await convergeProject(session.generic('codebuild'), project, converging)));
  return changes;
}
