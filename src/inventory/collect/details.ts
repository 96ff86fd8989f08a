/** Calls that complete listed items. If one fails, only its detail is missing, and the record lists it. */

import { classify } from '../../aws/failures.ts';
import type { CatalogueEntry, DetailDefinition } from '../catalogue/entry.ts';
import type { InventoryRecord } from '../record.ts';
import { type CallLocation, inputOf, type TemplateValues } from './arguments.ts';
import type { EntryCalls } from './calls.ts';
import { isStructure, replaceAt, type Structure, valueAt, valuesAt } from './path.ts';
import { parsedJson, plain } from './plain.ts';

/** An item before it becomes a record; `resource` is changed in place. */
export interface PendingResource {
  readonly resource: Structure;
  readonly unread: NonNullable<InventoryRecord['unread']>[number][];
  /** It was deleted since it was listed; no further detail is read. */
  isGone: boolean;
}

export interface DetailContext {
  readonly entry: CatalogueEntry;
  readonly calls: EntryCalls;
  readonly place: CallLocation;
  readonly parent: unknown;
  readonly now: () => number;
}

/** Adds the details to a page of items. */
export async function addDetails(
  items: readonly PendingResource[],
  context: DetailContext,
): Promise<void> {
  for (const detail of context.entry.details ?? []) {
    const found = items.filter(({ isGone }) => !isGone);
    const detailCallsOfPage = found.flatMap((item) => detailCalls(detail, item));
    if (detail.batch) await inBatches(detail, detailCallsOfPage, context);
    else await runConcurrently(detailCallsOfPage, (one) => callOnce(detail, one, context));
    for (const { resource } of items) parseJson(detail, resource);
  }
}

/** The subject of a call: the item itself, or one of its elements. */
interface DetailCall {
  readonly item: PendingResource;
  /** Undefined for the item itself. */
  readonly each?: unknown;
  /** Stores the result in the resource. */
  readonly put: (found: unknown) => void;
}

function detailCalls(detail: DetailDefinition, item: PendingResource): DetailCall[] {
  const { each, as } = detail;
  if (each === undefined) return [{ item, put: (found) => mergeInto(item.resource, as, found) }];
  const elementCalls: DetailCall[] = [];
  replaceAt(item.resource, each.replace(/\[\]$/, ''), (list) => {
    if (!Array.isArray(list)) return list;
    const elements = [...list];
    for (const [index, element] of elements.entries()) {
      elementCalls.push({
        item,
        each: element,
        put: (found) => putInto(elements, index, as, found),
      });
    }
    return elements;
  });
  return elementCalls;
}

function putInto(elements: unknown[], index: number, as: string, found: unknown): void {
  const element = elements[index];
  if (isStructure(element)) mergeInto(element, as, found);
  else if (as === '') elements[index] = plain(found);
}

function mergeInto(holder: Structure, as: string, found: unknown): void {
  const value = plain(found);
  if (as !== '') holder[as] = value;
  else if (isStructure(value)) Object.assign(holder, value);
}

/** Few at a time: the entries and regions of an account run in parallel already. */
const atOnce = 4;

async function runConcurrently(
  all: readonly DetailCall[],
  ask: (one: DetailCall) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < all.length; first += atOnce) {
    await Promise.all(all.slice(first, first + atOnce).map(ask));
  }
}

async function callOnce(
  detail: DetailDefinition,
  one: DetailCall,
  context: DetailContext,
): Promise<void> {
  const input = inputOf(detail.input, knownOf(one, context));
  if (!input) return;
  try {
    const answer = await context.calls.whole(detail.operation, input, regionFor(one.item, context));
    storeDetail(detail, one, answer);
  } catch (error) {
    recordError(detail, one, context, error);
  }
}

async function inBatches(
  detail: DetailDefinition,
  all: readonly DetailCall[],
  context: DetailContext,
): Promise<void> {
  const { batch } = detail;
  if (!batch) return;
  for (let first = 0; first < all.length; first += batch.most) {
    await inBatch(detail, all.slice(first, first + batch.most), context);
  }
}

/** One resource that is gone fails the call for all: then each is read alone. */
async function inBatch(
  detail: DetailDefinition,
  some: readonly DetailCall[],
  context: DetailContext,
): Promise<void> {
  const { batch } = detail;
  const [one] = some;
  if (!batch || !one) return;
  const ids = some.map(({ item, each }) => valueAt(each ?? item.resource, batch.id));
  try {
    const input = { ...inputOf(detail.input, knownOf(one, context)), [batch.member]: ids };
    const answer = await context.calls.whole(detail.operation, input, regionFor(one.item, context));
    const find = finder(answer, batch);
    for (const [index, each] of some.entries()) storeDetail(detail, each, find(ids[index]));
  } catch (error) {
    if (some.length > 1 && isGone(error, context)) {
      for (const each of some) await inBatch(detail, [each], context);
    } else {
      for (const each of some) recordError(detail, each, context, error);
    }
  }
}

function finder(
  answer: Structure,
  { items, match }: NonNullable<DetailDefinition['batch']>,
): (id: unknown) => unknown {
  if (match === '') {
    const [byId] = valuesAt(answer, items.replace(/\[\]$/, ''));
    return (id) => (isStructure(byId) ? byId[String(id)] : undefined);
  }
  const found = new Map(valuesAt(answer, items).map((value) => [valueAt(value, match), value]));
  return (id) => found.get(id);
}

function storeDetail({ take }: DetailDefinition, { put }: DetailCall, answer: unknown): void {
  const { $metadata: _, ...whole } = isStructure(answer) ? answer : {};
  const found = take === '' ? (isStructure(answer) ? whole : answer) : valueAt(answer, take);
  if (found !== undefined) put(found);
}

function knownOf(
  { item, each }: DetailCall,
  { place, parent, now }: DetailContext,
): TemplateValues {
  return { place, parent, now: now(), item: item.resource, each };
}

/** Buckets are listed in one region and read in another. */
function regionFor({ resource }: PendingResource, { entry, place }: DetailContext): string {
  const home = entry.home === undefined ? undefined : valueAt(resource, entry.home);
  return typeof home === 'string' && home !== '' ? home : place.region;
}

/** Neither a value that does not exist nor a resource (or an element of its list) that was deleted is a gap. */
function recordError(
  { operation, absent = [], each }: DetailDefinition,
  { item }: DetailCall,
  context: DetailContext,
  error: unknown,
): void {
  const { kind, code } = classify(error);
  if (kind === 'cancelled') throw error;
  if (absent.includes(code)) return;
  if (!isGone(error, context)) item.unread.push({ operation, kind, code });
  else if (each === undefined) item.isGone = true;
}

function isGone(error: unknown, { entry: { gone = [] } }: DetailContext): boolean {
  return gone.includes(classify(error).code);
}

function parseJson({ json = [] }: DetailDefinition, resource: Structure): void {
  for (const path of json) replaceAt(resource, path, parsedJson);
}
