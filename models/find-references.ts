/** Declares which members of each entry refer to other resources: texts at any depth, outside of maps and documents. */

import type { CatalogueEntry, ResourceReference } from '../src/inventory/catalogue/entry.ts';
import { ruleFor, withoutReferences } from './catalogue/references.ts';
import { type Models, resourceNode } from './check-catalogue.ts';
import type { ModelNode } from './stored-model.ts';

/** Structures of some services contain themselves. */
const maxDepth = 6;

export function withReferences(
  entries: readonly CatalogueEntry[],
  models: Models,
): readonly CatalogueEntry[] {
  const keys = new Set(entries.map(({ key }) => key));
  return entries.map((entry) => {
    if (withoutReferences.has(entry.key)) return entry;
    const own = ownNames(entry);
    const references = textsIn(resourceNode(entry, { entries, models }))
      .filter((path) => !own.has(path))
      .flatMap((path) => referenceAt(path, entry, keys));
    return references.length === 0 ? entry : { ...entry, references };
  });
}

/** A resource does not refer to itself. */
function ownNames({ id, arn }: CatalogueEntry): ReadonlySet<string> {
  return new Set([id, arn && 'path' in arn ? arn.path : '']);
}

function referenceAt(
  path: string,
  entry: CatalogueEntry,
  keys: ReadonlySet<string>,
): readonly ResourceReference[] {
  const found = ruleFor(path, entry.model);
  if (!found) return [];
  const { kind, to } = found;
  if (to !== undefined && !keys.has(to)) throw new Error(`references name no entry "${to}"`);
  // Of one type, only members inside can refer to another resource of it: a group of a rule of a group.
  if (to === entry.key && !path.includes('.')) return [];
  return [{ path, kind, ...(to !== undefined && { to }) }];
}

/** Paths of texts: `SubnetIds[]`. */
function textsIn(node: ModelNode, path: readonly string[] = []): readonly string[] {
  if (path.length > maxDepth) return [];
  if (node.kind === 'text') return [path.join('.')];
  if (node.kind === 'list') {
    const last = path.at(-1);
    if (last === undefined || last.endsWith('[]')) return [];
    return textsIn(node.element(), [...path.slice(0, -1), `${last}[]`]);
  }
  if (node.kind !== 'structure') return [];
  return [...node.members].flatMap(([name, member]) =>
    path.some((step) => step.replace('[]', '') === name) ? [] : textsIn(member(), [...path, name]),
  );
}
