/** What stands in `src/aws/models/*.json`, and a way to walk it: paths of the catalogue are checked by walking. */

export interface StoredModel {
  readonly operations: Readonly<Record<string, StoredOperation>>;
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

export type Node =
  | { readonly kind: 'text' | 'scalar' | 'any' }
  | { readonly kind: 'list' | 'map'; readonly element: () => Node }
  | {
      readonly kind: 'structure';
      readonly members: ReadonlyMap<string, () => Node>;
      readonly required: readonly string[];
    };

/** Anything may be below: parsed JSON, documents. */
export const any: Node = { kind: 'any' };
export const text: Node = { kind: 'text' };

export function structureOf(members: Readonly<Record<string, Node>>): Node {
  const entries = Object.entries(members).map(([name, node]) => [name, () => node] as const);
  return { kind: 'structure', members: new Map(entries), required: [] };
}

export function nodeOf(model: StoredModel, member: Member): Node {
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

/** The SDK's numbers: 0 is a string, 15 a document, 64 and 128 are added for a list and a map of it. */
function simple(type: number): Node {
  if (type >= 128) return { kind: 'map', element: () => simple(type - 128) };
  if (type >= 64) return { kind: 'list', element: () => simple(type - 64) };
  if (type === 0) return text;
  return type === 15 ? any : { kind: 'scalar' };
}

/** What stands at a path, or a sentence that says why nothing does. */
export function walk(from: Node, path: string): Node | string {
  let node = from;
  for (const step of path === '' ? [] : path.split('.')) {
    const found = take(node, step);
    if (typeof found === 'string') return `"${path}": ${found}`;
    node = found;
  }
  return node;
}

function take(node: Node, step: string): Node | string {
  const [, name = '', list, last] = /^([^[\]@]*)(\[\])?(@.)?$/.exec(step) ?? [];
  const member = name === '' ? node : memberOf(node, name);
  if (member === undefined) return `there is no member "${name}"`;
  if (member.kind === 'any') return any;
  if (last !== undefined && member.kind !== 'text') return `"${name}" is no text`;
  if (list === undefined) return member;
  return member.kind === 'list' ? member.element() : `"${name}" is no list`;
}

export function memberOf(node: Node, name: string): Node | undefined {
  if (node.kind === 'any') return any;
  if (node.kind === 'map') return node.element();
  return node.kind === 'structure' ? node.members.get(name)?.() : undefined;
}
