/** A Job's podFailurePolicy for a failed pod. The first matching rule decides; without one the failure counts. */

import type { Job, Pod, PodFailureRule } from '../object.ts';

export interface PodFailureDecision {
  readonly action: 'FailJob' | 'Ignore' | 'Count';
  /** Why the Job fails. */
  readonly message: string;
}

export function judge({ spec }: Job, pod: Pod): PodFailureDecision {
  for (const [index, rule] of (spec.podFailurePolicy?.rules ?? []).entries()) {
    const what = matched(rule, pod);
    if (what === undefined) continue;
    return {
      action: rule.action,
      message: `${what} matching ${rule.action} rule at index ${index}`,
    };
  }
  return { action: 'Count', message: '' };
}

function matched({ onExitCodes, onPodConditions = [] }: PodFailureRule, pod: Pod) {
  return onExitCodes ? exitMatched(onExitCodes, pod) : conditionMatched(onPodConditions, pod);
}

function exitMatched(
  { containerName, operator, values }: NonNullable<PodFailureRule['onExitCodes']>,
  { status, metadata }: Pod,
): string | undefined {
  for (const { name, state } of [
    ...(status.containerStatuses ?? []),
    ...(status.initContainerStatuses ?? []),
  ]) {
    if (!('terminated' in state) || (containerName ?? name) !== name) continue;
    const { exitCode } = state.terminated;
    // A container that succeeded never matches, whatever the operator.
    if (exitCode === 0 || values.includes(exitCode) !== (operator === 'In')) continue;
    const pod = `${metadata.namespace}/${metadata.name}`;
    return `Container ${name} for pod ${pod} failed with exit code ${exitCode}`;
  }
  return undefined;
}

function conditionMatched(
  expected: NonNullable<PodFailureRule['onPodConditions']>,
  { status, metadata }: Pod,
): string | undefined {
  const found = expected.find(({ type, status: value = 'True' }) =>
    status.conditions?.some((one) => one.type === type && one.status === value),
  );
  return found && `Pod ${metadata.namespace}/${metadata.name} has condition ${found.type}`;
}
