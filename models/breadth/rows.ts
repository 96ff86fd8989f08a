/** A type that Cloud Control lists, as stored in `breadth.json`: the facts that differ between types. */

import type { BreadthRow } from '../../src/inventory/catalogue/breadth-row.ts';
import type { CatalogueEntry } from '../../src/inventory/catalogue/entry.ts';
import { isListable } from './listable.ts';
import { listingScopeOf } from './listing-scopes.ts';
import { isSameName, modelsOf, natives, snakeCase } from './names.ts';
import { partsOf, type RegisteredType } from './registry.ts';

/** Sorted by type. Throws when a table names a type that does not exist. */
export function breadthRows(
  registered: readonly RegisteredType[],
  entries: readonly CatalogueEntry[],
): readonly BreadthRow[] {
  const namesIn = Map.groupBy(registered, (type) => partsOf(type).namespace);
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const models = new Set(entries.map(({ model }) => model));
  const unknown = Object.values(natives).filter((key) => !byKey.has(key));
  if (unknown.length > 0) throw new Error(`the catalogue has no ${unknown.join(', ')}`);
  const taken = new Set(byKey.keys());
  return registered
    .filter((type) => isListable(type, siblingsIn(namesIn, type)))
    .map((type) => {
      const native = nativeOf(type, entries, models);
      const row = toRow(type, { native, entries, models, taken });
      taken.add(row.key);
      return row;
    });
}

function siblingsIn(
  namesIn: ReadonlyMap<string, readonly RegisteredType[]>,
  type: RegisteredType,
): ReadonlySet<string> {
  const all = namesIn.get(partsOf(type).namespace) ?? [];
  return new Set(all.map((one) => partsOf(one).name));
}

function nativeOf(
  type: RegisteredType,
  entries: readonly CatalogueEntry[],
  models: ReadonlySet<string>,
): CatalogueEntry | undefined {
  const { namespace, name } = partsOf(type);
  const named = natives[type.cloudFormationType];
  if (named !== undefined) return entries.find(({ key }) => key === named);
  const own = modelsOf(namespace, models);
  return entries.find((entry) => own.includes(entry.model) && isSameName(name, entry.type));
}

interface BreadthContext {
  readonly native: CatalogueEntry | undefined;
  readonly entries: readonly CatalogueEntry[];
  readonly models: ReadonlySet<string>;
  readonly taken: ReadonlySet<string>;
}

function toRow(
  type: RegisteredType,
  { native, entries, models, taken }: BreadthContext,
): BreadthRow {
  const { namespace, name } = partsOf(type);
  const [model] = modelsOf(namespace, models);
  const service = native?.service ?? entries.find((one) => one.model === model)?.service;
  const prefix = (native?.model ?? model ?? namespace.toLowerCase()).replaceAll('-', '_');
  const own = freeName(snakeCase(name), namespace, (one) => taken.has(`${prefix}_${one}`));
  const { scope, askIn } = native ?? listingScopeOf(namespace);
  const arn = arnOf(type);
  const tags = type.tagInformation?.tagPropertyName;
  return {
    cloudFormation: type.cloudFormationType,
    key: `${prefix}_${own}`,
    service: service ?? namespace,
    type: own,
    ...(scope === 'global' && { scope }),
    ...(scope === 'global' && askIn !== undefined && { askIn }),
    ...(arn !== undefined && { arn }),
    ...(tags !== undefined && { tags }),
    ...(native && { native: native.key }),
  };
}

/** Names of the catalogue's own types take precedence. */
function freeName(name: string, namespace: string, isTaken: (name: string) => boolean): string {
  const names = [name, `${name}_cfn`, `${namespace.toLowerCase()}_${name}`];
  return names.find((one) => !isTaken(one)) ?? name;
}

const placeholders: Readonly<Record<string, string>> = {
  Partition: '{partition}',
  Region: '{region}',
  Account: '{account}',
};

/** A path into Cloud Control's response, or a template; undefined when unknown. */
function arnOf(type: RegisteredType): string | undefined {
  const { primaryIdentifier: [id = ''] = [], arnTemplate, properties, attributes } = type;
  if (/Arn$/i.test(id)) return 'Identifier';
  const { name } = partsOf(type);
  const member = ['Arn', `${name}Arn`].find((one) => attributes[one] ?? properties[one]);
  if (member !== undefined) return `Properties.${member}`;
  const template = arnTemplate?.replace(/\$\{(\w+)\}/g, (all, word: string) =>
    word === id ? '{Identifier}' : (placeholders[word] ?? all),
  );
  return template === undefined || template.includes('$') ? undefined : template;
}
