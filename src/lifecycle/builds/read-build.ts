/** Reads the status of builds in an account. */

import type { Session } from '../../aws/session.ts';
import type { ObservedBuild } from '../model/observation.ts';

interface Build {
  readonly id?: string;
  readonly buildStatus?: string;
  readonly startTime?: Date;
}

/** `LOST` when AWS does not know it. Throws when it cannot be read. */
export async function readBuild(session: Session, buildId: string): Promise<ObservedBuild> {
  const [build] = await readBuilds(session, [buildId]);
  return { id: buildId, status: build?.buildStatus ?? 'LOST' };
}

/** Returns the newest build of a project that was started since, or undefined. */
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
  return builds.find(({ startTime }) => (startTime?.getTime() ?? 0) >= sinceMs)?.id;
}

async function readBuilds(session: Session, ids: readonly string[]): Promise<readonly Build[]> {
  const { builds } = await session.generic('codebuild').call('BatchGetBuilds', { ids });
  return (builds ?? []) as readonly Build[];
}
