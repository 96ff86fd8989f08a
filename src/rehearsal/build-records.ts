/** Records the builds of a rehearsal as CodeBuild runs them, with their minutes and cost. */

import type { BaselineNames } from '../lifecycle/baseline/baseline-names.ts';
import type { BuildPurpose } from '../lifecycle/model/lifecycle-record.ts';
import type { BuildChange } from '../simulator/index.ts';

export interface EndedBuild {
  readonly accountId: string;
  readonly purpose: BuildPurpose;
  readonly status: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface BuildCounts {
  readonly succeeded: number;
  readonly failed: number;
  /** As AWS bills them: every minute that was begun. */
  readonly minutes: number;
}

export interface BuildRecords {
  /** Records a change. Returns the purpose of the build; undefined for projects of others. */
  read(
    change: BuildChange,
  ): { readonly purpose: BuildPurpose; readonly ended?: EndedBuild } | undefined;
  /** Returns when a build for the purpose last succeeded in the account. */
  succeededAt(accountId: string, purpose: BuildPurpose): number | undefined;
  isRunning(accountId: string): boolean;
  counts(): Readonly<Record<BuildPurpose, BuildCounts>>;
}

export function createBuildRecords(
  names: Pick<BaselineNames, 'preparation' | 'purge'>,
): BuildRecords {
  const purposes = new Map<string, BuildPurpose>([
    [names.preparation, 'preparation'],
    [names.purge, 'purge'],
  ]);
  const running = new Map<string, Map<string, number>>();
  const succeeded = new Map<string, number>();
  const counts = { preparation: newCounts(), purge: newCounts() };
  return {
    read({ accountId, project, buildId, status, at }) {
      const purpose = purposes.get(project);
      if (!purpose) return undefined;
      const builds = running.get(accountId) ?? new Map<string, number>();
      running.set(accountId, builds);
      if (status === 'IN_PROGRESS') {
        builds.set(buildId, at);
        return { purpose };
      }
      const startedAt = builds.get(buildId) ?? at;
      builds.delete(buildId);
      const count = counts[purpose];
      count.minutes += Math.ceil((at - startedAt) / 60_000);
      if (status === 'SUCCEEDED') count.succeeded++;
      else count.failed++;
      if (status === 'SUCCEEDED') succeeded.set(`${accountId} ${purpose}`, at);
      return { purpose, ended: { accountId, purpose, status, startedAt, endedAt: at } };
    },
    succeededAt: (accountId, purpose) => succeeded.get(`${accountId} ${purpose}`),
    isRunning: (accountId) => (running.get(accountId)?.size ?? 0) > 0,
    counts: () => counts,
  };
}

function newCounts() {
  return { succeeded: 0, failed: 0, minutes: 0 };
}
