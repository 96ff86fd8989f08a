/** Reads the status of builds in an account. */

import type { Session } from '../../aws/session.ts';
import { isDryRunEnvironment } from '../../model/account-event.ts';
import type { ObservedBuild } from '../model/observation.ts';

interface Build {
  readonly id?: string;
  readonly buildStatus?: string;
  readonly startTime?: Date;
  readonly environment?: {
    readonly environmentVariables?: readonly { readonly name?: string; readonly value?: string }[];
  };
}

/** `LOST` when AWS does not know it. Throws when it cannot be read. */
export async function readBuild(session: Session, buildId: string): Promise<ObservedBuild> {
  const [build] = await readBuilds(session, [buildId]);
  return { id: buildId, status: build?.buildStatus ?? 'LOST' };
}

/** Returns the newest build of a project that was started since, or undefined. Dry runs for a list do not count. */
export async function findBuildSince(
  session: Session,
  project: string,
  sinceMs: number,
): Promise<string | undefined> {
  const { ids = [] } = (await session
    .generic('codebuild')
    .call('ListBuildsForProject', { projectName: project, sortOrder: 'DESCENDING' })) as {
    readonly ids?: readonly string[];
  };
  if (ids.length === 0) return undefined;
  const builds = await readBuilds(session, ids.slice(0, 10));
  const isSince = ({ startTime }: Build) => (startTime?.getTime() ?? 0) >= sinceMs;
  return builds.find((build) => isSince(build) && !isDryRun(build))?.id;
}

function isDryRun({ environment }: Build): boolean {
  return (environment?.environmentVariables ?? []).some(
    ({ name, value = '' }) => name === 'ENVIRONMENT_IDENTIFIER' && isDryRunEnvironment(value),
  );
}

async function readBuilds(session: Session, ids: readonly string[]): Promise<readonly Build[]> {
  const { builds } = await session.generic('codebuild').call('BatchGetBuilds', { ids });
  return (builds ?? []) as readonly Build[];
}
