/**
 * Applies the baseline of an account: missing resources are created, different ones are updated. It can be stopped at
 * any point and repeated.
 */

import type { Session } from '../../aws/session.ts';
import type { ResourceChange } from '../../converge/change.ts';
import { convergeRole } from '../../converge/converge-role.ts';
import type { Clock } from '../../model/clock.ts';
import type { Baseline } from './baseline.ts';
import { convergeProject } from './converge-project.ts';
import { convergeRules } from './converge-rules.ts';
import { convergeTopic } from './converge-topic.ts';

/** Applies the baseline and returns the changes. */
export function applyBaseline(
  session: Session,
  baseline: Baseline,
  clock: Clock,
): Promise<readonly ResourceChange[]> {
  return convergeBaseline(session, baseline, { dry: false, clock });
}

/** Returns the planned changes. */
export function planBaseline(
  session: Session,
  baseline: Baseline,
  clock: Clock,
): Promise<readonly ResourceChange[]> {
  return convergeBaseline(session, baseline, { dry: true, clock });
}

/**
 * Converges the project alone, for an account whose baseline is known to be applied. A missing role is an error at
 * once.
 */
export function convergeProjectOnly(
  session: Session,
  { project }: Baseline,
): Promise<readonly ResourceChange[]> {
  return convergeProject(session.generic('codebuild'), project, { dry: false, clock: undefined });
}

/** Roles before the resources that refer to them. */
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
  changes.push(...(await convergeRules(session, baseline, converging)));
  if (topic) changes.push(...(await convergeTopic(session.generic('sns'), topic, converging)));
  changes.push(...(await convergeProject(session.generic('codebuild'), project, converging)));
  return changes;
}
