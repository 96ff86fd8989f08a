/** Label and field selectors from the query of a list or a watch. */

import type { Labels, StoredObject } from './object.ts';
import type { ApiResource } from './resources.ts';
import { badRequest } from './status.ts';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'exists' | 'absent';
  readonly values: readonly string[];
}

export interface FieldRequirement {
  readonly path: string;
  readonly value: string;
  readonly isEqual: boolean;
}

export interface Selection {
  /** Undefined: of all namespaces. */
  readonly namespace?: string | undefined;
  readonly labels: readonly LabelRequirement[];
  readonly fields: readonly FieldRequirement[];
}

export const everything: Selection = { labels: [], fields: [] };

/** `a=b,c!=d,e in (f,g),h notin (i),j,!k`. Throws `BadRequest`. */
export function parseLabelSelector(text: string): readonly LabelRequirement[] {
  if (text.trim() === '') return [];
  // A comma within brackets belongs to its set.
  return text.split(/,(?![^(]*\))/).map((part) => parseLabelRequirement(part.trim(), text));
}

/** Throws `BadRequest` for fields that the resource cannot be selected by. */
export function parseFieldSelector(
  text: string,
  resource: ApiResource,
): readonly FieldRequirement[] {
  if (text === '') return [];
  return text.split(',').map((part) => {
    const found = /^([^=!]+)(==|=|!=)(.*)$/.exec(part);
    if (!found) throw badRequest(`invalid field selector: "${part}"; can't understand "${part}"`);
    const [, path = '', operator, value = ''] = found;
    if (!(path in readersOf(resource))) throw badRequest(`field label not supported: ${path}`);
    return { path, value, isEqual: operator !== '!=' };
  });
}

export function selects(selection: Selection, object: StoredObject): boolean {
  const { namespace, labels, fields } = selection;
  return (
    (namespace === undefined || object.metadata.namespace === namespace) &&
    labels.every((requirement) => matchesLabels(requirement, object.metadata.labels)) &&
    fields.every((requirement) => matchesField(requirement, object))
  );
}

/** Requirements that an index can resolve. */
export function equalities({ labels }: Selection): readonly { key: string; value: string }[] {
  return labels.flatMap(({ key, operator, values }) => {
    const [value] = values;
    return operator === 'in' && values.length === 1 && value !== undefined ? [{ key, value }] : [];
  });
}

export function selectedName({ fields }: Selection): string | undefined {
  return fields.find(({ path, isEqual }) => path === 'metadata.name' && isEqual)?.value;
}

function parseLabelRequirement(part: string, whole: string): LabelRequirement {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(part);
  if (set) {
    const [, key = '', operator = 'in', values = ''] = set;
    const list = values.split(',').map((value) => value.trim());
    return { key, operator: operator === 'in' ? 'in' : 'notin', values: list };
  }
  const pair = /^([^\s=!]+)\s*(==|=|!=)\s*([\w.-]*)$/.exec(part);
  if (pair) {
    const [, key = '', operator, value = ''] = pair;
    return { key, operator: operator === '!=' ? 'notin' : 'in', values: [value] };
  }
  const lone = /^(!?)\s*([\w./-]+)$/.exec(part);
  if (!lone) throw badRequest(`unable to parse requirement: "${part}" of selector "${whole}"`);
  const [, not, key = ''] = lone;
  return { key, operator: not ? 'absent' : 'exists', values: [] };
}

function matchesLabels({ key, operator, values }: LabelRequirement, labels: Labels = {}): boolean {
  const value = labels[key];
  switch (operator) {
    case 'in':
      return value !== undefined && values.includes(value);
    // An object without the label is not in any set.
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case 'absent':
      return value === undefined;
  }
}

function matchesField({ path, value, isEqual }: FieldRequirement, object: StoredObject): boolean {
  const read = everyReader[path];
  return ((read?.(object) ?? '') === value) === isEqual;
}

type Reader = (object: StoredObject) => string | undefined;

const commonReaders: Readonly<Record<string, Reader>> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': ({ metadata }) => metadata.namespace,
};

const at =
  (part: string, name: string): Reader =>
  (object) =>
    (object[part] as Readonly<Record<string, string>> | undefined)?.[name];

const ownReaders: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  pods: {
    'spec.nodeName': at('spec', 'nodeName'),
    'spec.restartPolicy': at('spec', 'restartPolicy'),
    'spec.serviceAccountName': at('spec', 'serviceAccountName'),
    'status.phase': at('status', 'phase'),
    'status.podIP': at('status', 'podIP'),
  },
  events: {
    'involvedObject.kind': at('involvedObject', 'kind'),
    'involvedObject.name': at('involvedObject', 'name'),
    'involvedObject.namespace': at('involvedObject', 'namespace'),
    'involvedObject.uid': at('involvedObject', 'uid'),
    reason: (object) => object.reason as string | undefined,
    type: (object) => object.type as string | undefined,
  },
  namespaces: { 'status.phase': at('status', 'phase') },
};

const everyReader: Readonly<Record<string, Reader>> = Object.assign(
  {},
  commonReaders,
  ...Object.values(ownReaders),
);

function readersOf({ plural }: ApiResource): Readonly<Record<string, Reader>> {
  return { ...commonReaders, ...ownReaders[plural] };
}
