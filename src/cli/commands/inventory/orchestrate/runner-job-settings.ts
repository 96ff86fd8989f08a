/** The command lines of a runner's containers: the options of the orchestrator that concern them. */

import type { RunSettings } from '../../../../fleet/run-options.ts';
import type { OrchestratorPod } from '../../../../inventory/orchestrate/orchestrator-pod.ts';
import type { RunnerJobSettings } from '../../../../inventory/orchestrate/runner-job.ts';
import type { CatalogueValues } from '../catalogue-options.ts';
import type { ClusterValues } from './options.ts';

export interface OrchestratedRun {
  readonly runId: string;
  readonly namespace: string;
  readonly pod: OrchestratorPod;
  readonly settings: RunSettings;
  readonly bucket: string;
  /** The account that the bucket must belong to. */
  readonly owner: string;
  /** The orchestrator's own region: the runners' pods may have none. */
  readonly region: string | undefined;
}

type RunnerValues = ClusterValues &
  CatalogueValues & { readonly format: readonly string[]; readonly reconCompat: boolean };

export function runnerJobSettings(
  options: RunnerValues,
  { runId, namespace, pod, settings, bucket, owner, region }: OrchestratedRun,
): RunnerJobSettings {
  const { image = pod.image, jobDeadline, retries, keepLogs, runnerCpu, runnerMemory } = options;
  const everywhere = region === undefined ? [] : [`--region=${region}`];
  return {
    runId,
    namespace,
    image,
    imagePullPolicy: pod.imagePullPolicy,
    placement: pod.placement,
    owner: pod.owner,
    assume: [...everywhere, ...roleOptionsOf(settings)],
    collect: [...everywhere, ...collectOptionsOf(options, settings)],
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

function collectOptionsOf(
  { services, types, breadth, format, reconCompat }: RunnerValues,
  { regions }: RunSettings,
) {
  const listed = { services, types, regions: regions === 'enabled' ? [regions] : regions, format };
  return [
    ...Object.entries(listed).flatMap(([name, values]) =>
      values === undefined ? [] : [`--${name}=${values.join(',')}`],
    ),
    ...(breadth ? ['--breadth'] : []),
    ...(reconCompat ? ['--recon-compat'] : []),
  ];
}
