/** The content of `src/aws/models/*.json`, and a way to walk it: paths of the catalogue are checked by walking. */

export interface StoredModel {
  readonly operations: Readonly<Record<string, StoredOperation>>;
  /** Names of the errors that the service declares. */
  readonly errors: readonly string[];
  readonly shapes: Readonly<Record<string, StoredShape>>;
}

type Reference = number | string;
type Member = Reference | readonly [Reference, unknown];
type StoredOperation = readonly [
  traits: unknown,
  input: Reference,
  output: Reference,
  pages: readonly string[] | 0,
];
export type StoredShape = readonly [kind: number, traits: unknown, ...rest: readonly unknown[]];

export type ModelNode =
  | { readonly kind: 'text' | 'scalar' | 'any' }
  | { readonly kind: 'list' | 'map'; readonly element: () => ModelNode }
  | {
      readonly kind: 'structure';
      readonly members: ReadonlyMap<string, () => ModelNode>;
      readonly required: readonly string[];
    };

/** Untyped content: parsed JSON, documents. */
export const any: ModelNode = { kind: 'any' };
export const text: ModelNode = { kind: 'text' };

export function structureOf(members: Readonly<Record<string, ModelNode>>): ModelNode {
  const entries = Object.entries(members).map(([name, node]) => [name, () => node] as const);
  return { kind: 'structure', members: new Map(entries), required: [] };
}

export function nodeOf(model: StoredModel, member: Member): ModelNode {
  const reference = typeof member === 'object' ? member[0] : member;
  if (typeof reference === 'number') return simple(reference);
  const shape = model.shapes[reference];
  if (!shape) return structureOf({});
  const [kind, , ...rest] = shape;
  if (kind === 0) return simple(rest[0] as number);
  if (kind === 1) return { kind: 'list', element: () => nodeOf(model, rest[0] as Member) };
  if (kind === 2) return { kind: 'map', element: () => nodeOf(model, rest[1] as Member) };
  const [names, members, required] = rest as unknown as [string[], Member[], number];
  const entries = names.map(
    (name, index) => [name, () => nodeOf(model, members[index] ?? 0)] as const,
  );
  return { kind: 'structure', members: new Map(entries), required: names.slice(0, required) };
}

/** The SDK's numbers: 0 is a string, 15 a document; 64 and 128 are added for a list and a map of it. */
function simple(type: number): ModelNode {
  if (type >= 128) return { kind: 'map', element: () => simple(type - 128) };
  if (type >= 64) return { kind: 'list', element: () => simple(type - 64) };
  if (type === 0) return text;
  return type === 15 ? any : { kind: 'scalar' };
}

/** The node at a path, or a sentence that explains why there is none. */
export function walk(from: ModelNode, path: string): ModelNode | string {
  let node = from;
  for (const step of path === '' ? [] : path.split('.')) {
    const found = take(node, step);
    if (typeof found === 'string') return `"${path}": ${found}`;
    node = found;
  }
  return node;
}

function take(node: ModelNode, step: string): ModelNode | string {
  const [, name = '', list, last] = /^([^[\]@]*)(\[\])?(@.)?$/.exec(step) ?? [];
  const member = name === '' ? node : memberOf(node, name);
  if (member === undefined) return `there is no member "${name}"`;
  if (member.kind === 'any') return any;
  if (last !== undefined && member.kind !== 'text') return `"${name}" is not a text`;
  if (list === undefined) return member;
  return member.kind === 'list' ? member.element() : `"${name}" is not a list`;
}

export function memberOf(node: ModelNode, name: string): ModelNode | undefined {
  if (node.kind === 'any') return any;
  if (node.kind === 'map') return node.element();
  return node.kind === 'structure' ? node.members.get(name)?.() : undefined;
}
