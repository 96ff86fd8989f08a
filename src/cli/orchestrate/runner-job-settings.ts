/** The command lines of a runner's containers: what the orchestrator was told, as far as it is theirs. */

import type { RunSettings } from '../../fleet/run-options.ts';
import type { OrchestratorPod } from '../../inventory/orchestrate/orchestrator-pod.ts';
import type { RunnerJobSettings } from '../../inventory/orchestrate/runner-job.ts';
import type { Narrowing } from '../options/collect.ts';
import type { ClusterGiven } from '../options/orchestrate.ts';

export interface Surroundings {
  readonly runId: string;
  readonly namespace: string;
  readonly self: OrchestratorPod;
  readonly settings: RunSettings;
  readonly bucket: string;
  /** The account that the bucket must belong to. */
  readonly owner: string;
  /** The region that is configured here: the runners' pods may know none. */
  readonly region: string | undefined;
}

type Asked = ClusterGiven & Narrowing & { readonly format: readonly string[] };

export function runnerJobSettings(
  given: Asked,
  { runId, namespace, self, settings, bucket, owner, region }: Surroundings,
): RunnerJobSettings {
  const { image = self.image, jobDeadline, retries, keepLogs, runnerCpu, runnerMemory } = given;
  const everywhere = region === undefined ? [] : [`--region=${region}`];
  return {
    runId,
    namespace,
    image,
    imagePullPolicy: self.imagePullPolicy,
    placement: self.placement,
    owner: self.owner,
    assume: [...everywhere, ...roleOptionsOf(settings)],
    collect: [...everywhere, ...collectOptionsOf(given, settings)],
    upload: [...everywhere, `--bucket=${bucket}`, `--bucket-owner=${owner}`],
    deadlineSeconds: Math.ceil(jobDeadline / 1000),
    retries,
    keepSeconds: Math.ceil(keepLogs / 1000),
    cpu: runnerCpu,
    memory: runnerMemory,
  };
}

function roleOptionsOf({
  roleName,
  externalId,
  roleSessionName,
  durationSeconds,
}: RunSettings): string[] {
  return [
    `--role-name=${roleName}`,
    ...(externalId === undefined ? [] : [`--external-id=${externalId}`]),
    ...(roleSessionName === undefined ? [] : [`--role-session-name=${roleSessionName}`]),
    ...(durationSeconds === undefined ? [] : [`--duration=${durationSeconds}s`]),
  ];
}

function collectOptionsOf({ services, types, breadth, format }: Asked, { regions }: RunSettings) {
  const listed = { services, types, regions: regions === 'enabled' ? [regions] : regions, format };
  return [
    ...Object.entries(listed).flatMap(([name, values]) =>
      values === undefined ? [] : [`--${name}=${values.join(',')}`],
    ),
    ...(breadth ? ['--breadth'] : []),
  ];
}
