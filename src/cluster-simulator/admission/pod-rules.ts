/** The API server's checks of pods beyond the schema, and features that this cluster does not support. */

import { type Container, containersOf, type PodSpec, type Volume } from '../object.ts';
import { parseQuantity } from '../quantity.ts';
import { type StatusCause, unsupported } from '../status.ts';
import { isLabelName, labelRule, required, wrong } from './names.ts';

/** `at` is the path of the pod's spec in the object: `spec.template.spec`, for example. */
export function podSpecCauses(spec: PodSpec, at: string): StatusCause[] {
  if (spec.containers.length === 0) return [required(`${at}.containers`, '')];
  const names = new Map<string, number>();
  return [
    ...['initContainers' as const, 'containers' as const].flatMap((list) =>
      (spec[list] ?? []).flatMap((container, index) => {
        const field = `${at}.${list}[${index}]`;
        return [
          ...containerCauses(container, spec, field),
          ...twice(names, container.name, `${field}.name`),
        ];
      }),
    ),
    ...volumeCauses(spec.volumes ?? [], `${at}.volumes`),
  ];
}

/** Throws an error that names the unsupported feature. */
export function checkSupported(spec: PodSpec): void {
  for (const container of containersOf(spec)) {
    const isSidecar =
      container.restartPolicy === 'Always' && spec.initContainers?.includes(container);
    if (container.restartPolicy !== undefined && !isSidecar) {
      throw unsupported(
        `restartPolicy "${container.restartPolicy}" of container "${container.name}"`,
      );
    }
    const unknown = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'].find(
      (field) => field in container,
    );
    if (unknown !== undefined) throw unsupported(`${unknown} of container "${container.name}"`);
    const mount = container.volumeMounts?.find((one) => 'subPathExpr' in one);
    if (mount) throw unsupported(`subPathExpr of mount "${mount.mountPath}"`);
  }
  if (spec.restartPolicy === 'Always') throw unsupported('pods with restartPolicy "Always"');
  for (const volume of spec.volumes ?? []) {
    const kind = kindOf(volume);
    if (!knownVolumes.includes(kind)) throw unsupported(`volumes of type ${kind}`);
  }
}

export function kindOf(volume: Volume): string {
  return Object.keys(volume).find((field) => field !== 'name') ?? 'emptyDir';
}

const knownVolumes: readonly string[] = [
  'emptyDir',
  'configMap',
  'secret',
  'downwardAPI',
  'projected',
];

function containerCauses(container: Container, spec: PodSpec, at: string): StatusCause[] {
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  const paths = new Map<string, number>();
  return [
    ...(isLabelName(container.name) ? [] : [wrong(`${at}.name`, container.name, labelRule)]),
    ...(container.image ? [] : [required(`${at}.image`, '')]),
    ...(container.volumeMounts ?? []).flatMap(({ name, mountPath }, index) => {
      const field = `${at}.volumeMounts[${index}]`;
      const found = volumes.has(name) ? [] : [notFoundCause(`${field}.name`, name)];
      return [...found, ...twice(paths, mountPath, `${field}.mountPath`, 'must be unique')];
    }),
    ...resourceCauses(container, `${at}.resources`),
  ];
}

function resourceCauses({ resources = {} }: Container, at: string): StatusCause[] {
  const malformed = (['requests', 'limits'] as const).flatMap((side) =>
    Object.entries(resources[side] ?? {})
      .filter(([, quantity]) => parseQuantity(quantity) === undefined)
      .map(([name, quantity]) =>
        wrong(`${at}.${side}[${name}]`, quantity, 'quantities must match the regular expression'),
      ),
  );
  const above = Object.entries(resources.requests ?? {}).flatMap(([name, quantity]) => {
    const limit = resources.limits?.[name];
    const isAbove =
      limit !== undefined && (parseQuantity(quantity) ?? 0) > (parseQuantity(limit) ?? 0);
    const why = `must be less than or equal to ${name} limit of ${limit}`;
    return isAbove ? [wrong(`${at}.requests`, quantity, why)] : [];
  });
  return [...malformed, ...above];
}

function volumeCauses(volumes: readonly Volume[], at: string): StatusCause[] {
  const names = new Map<string, number>();
  return volumes.flatMap((volume, index) => {
    const field = `${at}[${index}]`;
    const kinds = Object.keys(volume).filter((name) => name !== 'name');
    const [, second] = kinds;
    const name = volume.name;
    return [
      ...(isLabelName(name) ? [] : [wrong(`${field}.name`, name, labelRule)]),
      ...(second === undefined
        ? []
        : [forbiddenCause(`${field}.${second}`, 'may not specify more than 1 volume type')]),
      ...(kinds.length === 0 ? [required(field, 'must specify a volume type')] : []),
      ...twice(names, name, `${field}.name`),
    ];
  });
}

function twice(
  seen: Map<string, number>,
  value: string,
  field: string,
  why?: string,
): StatusCause[] {
  const times = (seen.get(value) ?? 0) + 1;
  seen.set(value, times);
  if (times === 1) return [];
  if (why !== undefined) return [wrong(field, value, why)];
  const message = `Duplicate value: ${JSON.stringify(value)}`;
  return [{ reason: 'FieldValueDuplicate', message, field }];
}

function notFoundCause(field: string, value: string): StatusCause {
  const message = `Not found: ${JSON.stringify(value)}`;
  return { reason: 'FieldValueNotFound', message, field };
}

export function forbiddenCause(field: string, why: string): StatusCause {
  return { reason: 'FieldValueForbidden', message: `Forbidden: ${why}`, field };
}
