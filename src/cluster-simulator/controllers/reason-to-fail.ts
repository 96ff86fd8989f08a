/** The reason for which a Job fails: its deadline or its back-off limit. */

import type { Job, Pod } from '../object.ts';

export interface JobFailure {
  readonly reason: string;
  readonly message: string;
}

/** `failures` counts failed pods that count; restarts within a pod count as well. */
export function reasonToFail(
  now: number,
  { spec, status }: Job,
  failures: number,
  active: readonly Pod[],
): JobFailure | undefined {
  const { backoffLimit = 6, activeDeadlineSeconds } = spec;
  const started = status.startTime === undefined ? undefined : Date.parse(status.startTime);
  if (activeDeadlineSeconds !== undefined && started !== undefined) {
    if (now >= started + activeDeadlineSeconds * 1000) {
      const message = 'Job was active longer than specified deadline';
      return { reason: 'DeadlineExceeded', message };
    }
  }
  const restarts = active.reduce((sum, pod) => sum + restartsOf(pod), 0);
  const hasRestartedTooOften = restarts > 0 && restarts >= backoffLimit;
  if (failures <= backoffLimit && !hasRestartedTooOften) return undefined;
  const message = 'Job has reached the specified backoff limit';
  return { reason: 'BackoffLimitExceeded', message };
}

function restartsOf({ status }: Pod): number {
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  return all.reduce((sum, { restartCount }) => sum + restartCount, 0);
}
