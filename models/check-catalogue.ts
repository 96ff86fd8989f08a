/** Checks every entry of the catalogue against the models, so that nothing is guessed at run time. */

import type { CatalogueEntry } from '../src/inventory/catalogue/entry.ts';
import { operationsOf } from './build-catalogue.ts';
import { undeclaredCodes } from './catalogue/gone.ts';
import { detailsOf, type ResourceShape } from './check-details.ts';
import { inputMistakes, templateMistakes } from './check-input.ts';
import { undeclaredPages } from './check-pages.ts';
import {
  any,
  type ModelNode,
  nodeOf,
  type StoredModel,
  structureOf,
  text,
  walk,
} from './stored-model.ts';

export type Models = Readonly<Record<string, StoredModel>>;

/** One sentence per mistake, each naming its entry. */
export function checkCatalogue(
  entries: readonly CatalogueEntry[],
  models: Models,
): readonly string[] {
  const check = { entries: new Map(entries.map((entry) => [entry.key, entry])), models };
  const doubled = entries.filter((entry) => check.entries.get(entry.key) !== entry);
  return [
    ...doubled.map(({ key }) => `${key}: there are two of this key`),
    ...entries.flatMap((entry) =>
      mistakesOf(entry, check).map((message) => `${entry.key}: ${message}`),
    ),
  ];
}

/** The ARN of what another account may share has the account that owns it, where the answer says which. */
export function withOwners(
  entries: readonly CatalogueEntry[],
  models: Models,
): readonly CatalogueEntry[] {
  return entries.map((entry) => {
    const { arn } = entry;
    const model = models[entry.model];
    if (!model || !arn || !('template' in arn)) return entry;
    const item = itemOf(entry, model);
    const isOwned = typeof item !== 'string' && item.kind === 'structure';
    if (!isOwned || !item.members.has('OwnerId')) return entry;
    return { ...entry, arn: { template: arn.template.replace('{account}', '{owner}') } };
  });
}

/** The finished item of an entry, after listing and details. */
export function resourceNode(
  entry: CatalogueEntry,
  { entries, models }: { readonly entries: readonly CatalogueEntry[]; readonly models: Models },
): ModelNode {
  const check = { entries: new Map(entries.map((one) => [one.key, one])), models };
  return resourceOf(entry, check).node;
}

interface Check {
  readonly entries: ReadonlyMap<string, CatalogueEntry>;
  readonly models: Models;
}

function mistakesOf(entry: CatalogueEntry, check: Check): readonly string[] {
  const model = check.models[entry.model];
  if (!model) return [`there is no model "${entry.model}"`];
  const unknown = operationsOf(entry).filter((name) => !(name in model.operations));
  if (unknown.length > 0) return unknown.map((name) => `${entry.model} has no operation "${name}"`);
  if (entry.parent !== undefined && !check.entries.has(entry.parent)) {
    return [`its parent "${entry.parent}" is not an entry`];
  }
  if (descendsFromItself(entry, check)) return ['it descends from itself'];
  const resource = resourceOf(entry, check);
  return [
    ...callsOf(entry).flatMap(([name, sent]) => undeclaredPages(model, name, sent)),
    ...listMistakes(entry, check),
    ...resource.mistakes,
    ...placeMistakes(entry, resource.node, parentNode(entry, check)),
    ...entry.actions
      .filter((action) => !/^[a-z0-9-]+:\w+$/.test(action))
      .map((action) => `"${action}" is not an IAM action`),
    ...(entry.actions.length === 0 ? ['it has no IAM actions'] : []),
    ...(entry.gone ?? [])
      .filter((code) => !undeclaredCodes.has(code) && !hasError(model, code))
      .map((code) => `${entry.model} has no error "${code}"`),
  ];
}

function hasError({ errors }: StoredModel, code: string): boolean {
  return errors.some((name) => name === code || name.endsWith(`#${code}`));
}

/** Each operation with its input. */
function callsOf({ list, details = [] }: CatalogueEntry): readonly (readonly [string, object])[] {
  return [
    ...(list.tokens ? [] : [[list.operation, list.input ?? {}] as const]),
    ...details.map(({ operation, input }) => [operation, input] as const),
  ];
}

function descendsFromItself(entry: CatalogueEntry, { entries }: Check): boolean {
  const seen = new Set([entry.key]);
  let at = entry.parent;
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    at = entries.get(at)?.parent;
  }
  return at !== undefined;
}

function listMistakes(entry: CatalogueEntry, check: Check): readonly string[] {
  const model = check.models[entry.model] as StoredModel;
  const { operation, input = {}, variants = [{}], after } = entry.list;
  const parent = parentNode(entry, check);
  const awaited = after && walk(outputOf(model, after.operation), after.path);
  return [
    ...variants.flatMap((variant) =>
      inputMistakes({ model, operation, input: { ...input, ...variant }, scopes: { parent } }),
    ),
    ...(typeof awaited === 'string' ? [`${after?.operation} ${awaited}`] : []),
    ...tokenMistakes(entry.list, model),
  ];
}

/** Each member is accepted in the input and returned in the output. */
function tokenMistakes(
  { operation, tokens = {} }: CatalogueEntry['list'],
  model: StoredModel,
): readonly string[] {
  const input = nodeOf(model, model.operations[operation]?.[1] ?? 'unit');
  const output = outputOf(model, operation);
  return Object.entries(tokens)
    .flatMap(([name, path]) => [walk(input, name), walk(output, path)])
    .filter((found) => typeof found === 'string')
    .map((message) => `${operation} is declared to page by ${message}`);
}

/** The finished item of an entry, and the mistakes found on the way. */
function resourceOf(entry: CatalogueEntry, check: Check): ResourceShape {
  const item = itemOf(entry, check.models[entry.model] as StoredModel);
  if (typeof item === 'string') return { node: any, mistakes: [item] };
  const parsed = withParsed(item, [...(entry.json ?? []), ...(entry.csv ?? [])]);
  const model = check.models[entry.model] as StoredModel;
  const details = entry.details ?? [];
  const resource = detailsOf({
    details,
    item: parsed.node,
    model,
    parent: parentNode(entry, check),
  });
  return { node: resource.node, mistakes: [...parsed.mistakes, ...resource.mistakes] };
}

function itemOf({ list }: CatalogueEntry, model: StoredModel): ModelNode | string {
  const { operation, items, member, carry = [] } = list;
  const found = walk(outputOf(model, operation), items);
  if (typeof found === 'string') return `${operation} ${found}`;
  if (found.kind === 'list') return `"${items}" is a list; append [] to select its elements`;
  if (member !== undefined) {
    return found.kind === 'text'
      ? structureOf({ [member]: text })
      : `"${items}" is not a list of texts`;
  }
  if (found.kind === 'any' || found.kind === 'map') return found;
  if (found.kind !== 'structure')
    return `"${items}" is not a list of structures; name their member`;
  const above = walk(outputOf(model, operation), items.split('.').slice(0, -1).join('.'));
  const carried = carry.map((name) => [
    name,
    typeof above === 'string' ? above : walk(above, name),
  ]);
  const missing = carried.find(([, node]) => typeof node === 'string');
  if (missing) return `${operation} carries "${missing[0]}": ${missing[1]}`;
  const added = carried.map(([name, node]) => [name, () => node] as [string, () => ModelNode]);
  return { ...found, members: new Map([...found.members, ...added]) };
}

function withParsed(item: ModelNode, paths: readonly string[]): ResourceShape {
  const mistakes = paths
    .map((path) => walk(item, path))
    .filter((found) => typeof found === 'string');
  const top = Object.fromEntries(paths.map((path) => [path.split(/[.[]/)[0] ?? '', any]));
  if (item.kind !== 'structure') return { node: item, mistakes };
  const parsed = Object.entries(top).map(([name, node]) => [name, () => node] as const);
  return { node: { ...item, members: new Map([...item.members, ...parsed]) }, mistakes };
}

function placeMistakes(
  entry: CatalogueEntry,
  resource: ModelNode,
  parent: ModelNode | undefined,
): readonly string[] {
  const scopes = { item: resource, parent };
  const { id, arn, tags, home } = entry;
  const template = arn && 'template' in arn ? arn.template : '';
  const paths = [id.includes('{') ? '' : id, arn && 'path' in arn ? arn.path : '', tags, home];
  return [
    ...paths
      .flatMap((path) => (path ? [walk(resource, path)] : []))
      .filter((f) => typeof f === 'string'),
    ...templateMistakes(template, scopes),
    ...templateMistakes(id, scopes),
    ...(id === '' && entry.list.items.endsWith('[]') ? ['its items have no id'] : []),
  ];
}

/** The item as listed: children do not wait for the details of their parent. */
function parentNode(entry: CatalogueEntry, check: Check): ModelNode | undefined {
  const parent = entry.parent === undefined ? undefined : check.entries.get(entry.parent);
  const model = parent && check.models[parent.model];
  if (!model) return undefined;
  const item = itemOf(parent, model);
  return typeof item === 'string' ? any : item;
}

function outputOf(model: StoredModel, operation: string): ModelNode {
  return nodeOf(model, model.operations[operation]?.[2] ?? 'unit');
}
