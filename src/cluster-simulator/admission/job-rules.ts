/**
 * The API server's checks of Jobs beyond the schema, immutable fields, and features that this cluster does not
 * support.
 */

import { isDeepStrictEqual } from 'node:util';
import type { Job, JobSpec, NewObject, PodFailureRule } from '../object.ts';
import { type StatusCause, unsupported } from '../status.ts';
import { labelCauses, notSupported, required, wrong } from './names.ts';
import { podSpecCauses } from './pod-rules.ts';

export function jobCauses(spec: JobSpec, at: string): StatusCause[] {
  const template = `${at}.template`;
  return [
    ...counts.flatMap((field) => {
      const value = spec[field] ?? 0;
      const why = 'must be greater than or equal to 0';
      return value < 0 ? [wrong(`${at}.${field}`, value, why)] : [];
    }),
    ...labelCauses(spec.template.metadata?.labels, `${template}.labels`),
    ...restartCauses(spec, `${template}.spec.restartPolicy`),
    ...(spec.podFailurePolicy?.rules ?? []).flatMap((rule, index) =>
      ruleCauses(rule, spec, `${at}.podFailurePolicy.rules[${index}]`),
    ),
    ...podSpecCauses(spec.template.spec, `${template}.spec`),
  ];
}

/** Throws an error that names the unsupported feature. */
export function checkJobSupported(spec: JobSpec & { readonly [field: string]: unknown }): void {
  for (const field of ['completions', 'parallelism'] as const) {
    const value = spec[field] ?? 1;
    if (value !== 1) throw unsupported(`Jobs with ${field} ${value}`);
  }
  if (spec.completionMode === 'Indexed') throw unsupported('Jobs with completionMode "Indexed"');
  if (spec.manualSelector === true) throw unsupported('Jobs with manualSelector');
  for (const field of ['successPolicy', 'backoffLimitPerIndex', 'maxFailedIndexes', 'managedBy']) {
    if (spec[field] !== undefined) throw unsupported(`Jobs with ${field}`);
  }
  const rule = spec.podFailurePolicy?.rules.find(
    ({ action }) => !knownActions.includes(action as string),
  );
  if (rule) throw unsupported(`the podFailurePolicy action "${rule.action}"`);
}

/** Immutable fields. */
export function jobUpdateCauses(previous: Job, next: NewObject): StatusCause[] {
  const [before, after] = [previous.spec, next.spec] as [object, object] as [Fields, Fields];
  return ['completions', 'selector', 'template', 'completionMode', 'podFailurePolicy'].flatMap(
    (field) =>
      isDeepStrictEqual(before[field], after[field])
        ? []
        : [wrong(`spec.${field}`, after[field], 'field is immutable')],
  );
}

type Fields = Readonly<Record<string, unknown>>;

const counts = ['backoffLimit', 'activeDeadlineSeconds', 'ttlSecondsAfterFinished'] as const;
const knownActions: readonly string[] = ['FailJob', 'Ignore', 'Count'];

function restartCauses({ template, podFailurePolicy }: JobSpec, field: string): StatusCause[] {
  const policy = template.spec.restartPolicy ?? 'Always';
  if (policy === 'Always') return [required(field, 'valid values: "OnFailure", "Never"')];
  const why = 'only "Never" is supported when podFailurePolicy is specified';
  return podFailurePolicy && policy !== 'Never' ? [wrong(field, policy, why)] : [];
}

function ruleCauses(rule: PodFailureRule, { template }: JobSpec, at: string): StatusCause[] {
  const { onExitCodes, onPodConditions = [] } = rule;
  if (!onExitCodes && onPodConditions.length === 0) {
    return [wrong(at, rule, 'specifying one of OnExitCodes and OnPodConditions is required')];
  }
  if (!onExitCodes) return [];
  const { containerName, operator, values } = onExitCodes;
  const names = [...(template.spec.initContainers ?? []), ...template.spec.containers];
  const isUnknown =
    containerName !== undefined && !names.some(({ name }) => name === containerName);
  const field = `${at}.onExitCodes`;
  return [
    ...(isUnknown
      ? [
          wrong(
            `${field}.containerName`,
            containerName,
            'must be one of the container or initContainer names in the pod template',
          ),
        ]
      : []),
    ...(values.length === 0
      ? [wrong(`${field}.values`, values, 'at least one value is required')]
      : []),
    ...values.flatMap((value, index) => {
      const place = `${field}.values[${index}]`;
      const before = values[index - 1];
      if (operator === 'In' && value === 0) {
        return [wrong(place, 0, 'must not be 0 for the In operator')];
      }
      return before !== undefined && before >= value
        ? [wrong(`${field}.values`, values, 'must be ordered, each value once')]
        : [];
    }),
    ...(['In', 'NotIn'].includes(operator)
      ? []
      : [notSupported(`${field}.operator`, operator, ['In', 'NotIn'])]),
  ];
}
