/** Builds catalogue entries from the rows of the tables: derives keys, actions, ARNs and references. */

import type {
  CallArgument,
  CatalogueEntry,
  DetailDefinition,
} from '../src/inventory/catalogue/entry.ts';
import { goneCodes } from './catalogue/gone.ts';
import { type CatalogueGroup, nothingFor, type RowOptions } from './catalogue/rows.ts';
import { actionOf, type ServiceEntry } from './services.ts';

export type Services = Readonly<Record<string, ServiceEntry>>;

/** Sorted by key. */
export function buildCatalogue(
  groups: readonly CatalogueGroup[],
  services: Services,
): readonly CatalogueEntry[] {
  return groups
    .flatMap((group) =>
      Object.entries(group.types).map(([type, row]) => {
        const [words, more] = typeof row === 'string' ? [row, {}] : row;
        return toEntry({ group, type, words, more, service: services[group.model] });
      }),
    )
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

export function keyOf(model: string, type: string): string {
  return `${model.replaceAll('-', '_')}_${type}`;
}

/** The operations that a model must contain. */
export function operationsOf(entry: CatalogueEntry): readonly string[] {
  const { list, details = [] } = entry;
  const after = list.after ? [list.after.operation] : [];
  return [list.operation, ...after, ...details.map(({ operation }) => operation)];
}

interface Source {
  readonly group: CatalogueGroup;
  readonly type: string;
  readonly words: string;
  readonly more: RowOptions;
  readonly service: ServiceEntry | undefined;
}

function toEntry({ group, type, words, more, service }: Source): CatalogueEntry {
  const [operation = '', items, id, arn, tags] = words.split(' ');
  const {
    input,
    variants,
    after,
    tokens,
    member,
    carry,
    details,
    parent,
    actions = [],
    ...rest
  } = more;
  const entry: CatalogueEntry = {
    key: keyOf(group.model, type),
    model: group.model,
    service: group.service,
    type,
    scope: group.scope ?? 'regional',
    ...(group.askIn && { askIn: group.askIn }),
    list: {
      operation,
      ...(input && { input: toReferences(input) }),
      ...(variants && { variants: variants.map(toReferences) }),
      ...(after && { after }),
      ...(tokens && { tokens }),
      items: nothingFor(items),
      ...(member && { member }),
      ...(carry && { carry }),
    },
    id: nothingFor(id),
    ...(arn !== undefined && arn !== '-' && { arn: toArn(arn, group, service) }),
    ...(tags !== undefined && { tags }),
    ...(parent && { parent: keyOf(group.model, parent) }),
    ...rest,
    ...(details && { details: details.map(toDetail) }),
    ...((details || parent) && toGone(group.model)),
    actions: [],
  };
  return { ...entry, actions: toActions(entry, service, actions), ...toRecon(entry, group) };
}

function toArn(word: string, group: CatalogueGroup, service: ServiceEntry | undefined) {
  if (!/[{/:]/.test(word)) return { path: word };
  if (word.startsWith('arn:')) return { template: word };
  const region = group.scope === 'global' ? '' : '{region}';
  const name = group.arn ?? service?.iamPrefix ?? group.model;
  return { template: `arn:{partition}:${name}:${region}:{account}:${word}` };
}

function toDetail(detail: DetailDefinition): DetailDefinition {
  return { ...detail, input: toReferences(detail.input) };
}

function toReferences(input: Readonly<Record<string, CallArgument>>): Record<string, CallArgument> {
  return Object.fromEntries(Object.entries(input).map(([k, value]) => [k, toReference(value)]));
}

function toReference(value: CallArgument): CallArgument {
  if (Array.isArray(value)) return value.map(toReference);
  if (typeof value === 'object') return toReferences(value as Record<string, CallArgument>);
  const [, scope, path] = /^\{(?:(parent|each):)?([^{}]*)\}$/.exec(String(value)) ?? [];
  if (path === undefined || /^(partition|region|account)$/.test(path)) return value;
  if (scope === 'parent') return { parent: path };
  return scope === 'each' ? { each: path } : { from: path };
}

function toGone(model: string): Pick<CatalogueEntry, 'gone'> {
  const gone = goneCodes[model];
  return gone ? { gone } : {};
}

function toActions(
  entry: CatalogueEntry,
  service: ServiceEntry | undefined,
  more: readonly string[],
): readonly string[] {
  const actions = operationsOf(entry).map((operation) => service && actionOf(service, operation));
  const named = actions.filter((action) => action !== undefined);
  return [...new Set([...named, ...more])].sort();
}

function toRecon({ type, scope }: CatalogueEntry, { service, recon, reconScope }: CatalogueGroup) {
  if (!recon?.split(' ').includes(type)) return {};
  return { recon: { service, type, scope: reconScope ?? scope } };
}
