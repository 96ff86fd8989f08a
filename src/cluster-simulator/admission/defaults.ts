/** The defaults that the API server sets for omitted fields. */

import type { Container, JobSpec, NewObject, PodSpec, PodTemplate, Quantities } from '../object.ts';
import type { ResourceName } from '../resources.ts';

export function withDefaults(name: ResourceName, object: NewObject): NewObject {
  switch (name) {
    case 'pods':
      return { ...object, spec: podDefaults(object.spec as PodSpec) };
    case 'jobs':
      return { ...object, spec: jobDefaults(object.spec as JobSpec) };
    case 'cronjobs':
      return { ...object, spec: cronJobDefaults(object.spec as CronJobSpec) };
    case 'secrets':
      return secretDefaults(object);
    default:
      return object;
  }
}

export interface CronJobSpec {
  readonly schedule: string;
  readonly suspend?: boolean;
  readonly concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
  readonly jobTemplate: {
    readonly metadata?: NewObject['metadata'];
    readonly spec: JobSpec;
  };
}

function cronJobDefaults(spec: CronJobSpec): object {
  const { jobTemplate } = spec;
  return {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    ...spec,
    jobTemplate: {
      ...jobTemplate,
      spec: { ...jobTemplate.spec, template: templateDefaults(jobTemplate.spec.template) },
    },
  };
}

function jobDefaults(spec: JobSpec): object {
  return {
    parallelism: 1,
    completions: 1,
    backoffLimit: 6,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    // A policy that inspects failed pods must not count those that are still ending.
    podReplacementPolicy: spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed',
    ...spec,
    template: templateDefaults(spec.template),
  };
}

function templateDefaults(template: PodTemplate): PodTemplate {
  return { ...template, spec: podDefaults(template.spec) };
}

function podDefaults(spec: PodSpec): PodSpec {
  const account = spec.serviceAccountName ?? spec.serviceAccount;
  const all = {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
    securityContext: {},
    ...spec,
    ...(account !== undefined && { serviceAccountName: account, serviceAccount: account }),
    containers: spec.containers.map(containerDefaults),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(containerDefaults) }),
    ...(spec.volumes && { volumes: spec.volumes.map(volumeDefaults) }),
  };
  return all as PodSpec;
}

function containerDefaults(container: Container): Container {
  const isLatest =
    !/[:@][^/]*$/.test(container.image ?? '') || container.image?.endsWith(':latest');
  const all = {
    imagePullPolicy: isLatest ? 'Always' : 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    ...container,
    resources: resourceDefaults(container.resources),
  };
  return all as Container;
}

/** A container with a limit requests as much, unless it says otherwise. */
function resourceDefaults(
  submitted: Container['resources'] = {},
): NonNullable<Container['resources']> {
  if (!submitted.limits) return submitted;
  const requests: Quantities = { ...submitted.limits, ...submitted.requests };
  return { ...submitted, requests };
}

const modes = ['configMap', 'secret', 'projected', 'downwardAPI'] as const;

function volumeDefaults(volume: NonNullable<PodSpec['volumes']>[number]) {
  const mode = modes.find((name) => volume[name]);
  return mode === undefined
    ? volume
    : { ...volume, [mode]: { defaultMode: 0o644, ...volume[mode] } };
}

/** `stringData` is write-only. */
function secretDefaults({ stringData, ...secret }: NewObject): NewObject {
  const plain = Object.entries((stringData ?? {}) as Readonly<Record<string, string>>);
  const encoded = plain.map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  const data = { ...(secret.data as object | undefined), ...Object.fromEntries(encoded) };
  return { type: 'Opaque', ...secret, ...(Object.keys(data).length > 0 && { data }) };
}
