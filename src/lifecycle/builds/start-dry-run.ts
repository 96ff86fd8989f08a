/**
 * Starts a purge that deletes nothing, for a list of what the next one would delete. It reports under an environment of
 * its own, so that neither its report nor the build is taken for a purge of the life cycle.
 */

import { createHash } from 'node:crypto';
import { dryRunEnvironment } from '../../model/account-event.ts';
import type { EntrySettings } from '../../settings/settings.ts';
import { baselineFor } from '../baseline/baseline.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { convergeForPurge, type StartedBuild, triggerBuild } from './start-build.ts';

export interface DryRunRequest {
  readonly accountId: string;
  readonly item: EntrySettings;
  /** The same for every attempt of one dry run. */
  readonly name: string;
}

/** The project runs one build at a time, and a window must not wait for this one. */
const timeoutMinutes = 60;

/** A dry run has ended, or was never started, after this time. */
export const dryRunMs = 2 * timeoutMinutes * 60_000;

export async function startDryRun(
  lifecycle: Lifecycle,
  { accountId, item, name }: DryRunRequest,
): Promise<StartedBuild> {
  const { hub, settings } = lifecycle;
  const session = lifecycle.enter(accountId);
  const baseline = baselineFor({ hub, settings, item, accountId, holder: '', purpose: 'purge' });
  await convergeForPurge(lifecycle, session, baseline);
  const variables = {
    PURGE_MODE: '--dry-run',
    ENVIRONMENT_IDENTIFIER: dryRunEnvironment(hub.environment),
  };
  return triggerBuild(session, {
    projectName: baseline.project.name,
    idempotencyToken: createHash('sha256').update(`${accountId} ${name}`).digest('hex'),
    timeoutInMinutesOverride: timeoutMinutes,
    queuedTimeoutInMinutesOverride: timeoutMinutes,
    environmentVariablesOverride: Object.entries(variables).map(([key, value]) => ({
      name: key,
      value,
    })),
  });
}
