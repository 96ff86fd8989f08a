/** Lists one catalogue entry in one account and region: yields its records and returns its manifest entry. */

import { classify } from '../../aws/failures.ts';
import type { Session } from '../../aws/session.ts';
import type { Clock } from '../../model/clock.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import type { InventoryRecord, ManifestEntry } from '../record.ts';
import { type CallLocation, inputOf } from './arguments.ts';
import { callsOf, type EntryCalls } from './calls.ts';
import { addDetails, type DetailContext, type PendingResource } from './details.ts';
import { arnOf, idOf, tagsOf } from './identity.ts';
import { type ListingResult, listingResultOf } from './listing-result.ts';
import { isStructure, replaceAt, type Structure, valueAt, valuesAt } from './path.ts';
import { parsedCsv, parsedJson, plain } from './plain.ts';
import type { RecordedResources, ResourceIdentity } from './recorded-resources.ts';
import { redact } from './redact.ts';

export interface ListEntryOptions {
  readonly session: Session;
  readonly entry: CatalogueEntry;
  /** Where its calls go. */
  readonly place: CallLocation;
  /** Resources of the entry's parent in this region: the entry is listed for each. */
  readonly parents?: readonly Structure[];
  readonly catalogueVersion: string;
  readonly clock: Clock;
  /** Resources that already have a record get no second one. */
  readonly seen?: RecordedResources | undefined;
}

/** Yields pages of records and returns the manifest entry. Never throws for errors of AWS. */
export async function* listEntry(
  options: ListEntryOptions,
): AsyncGenerator<readonly InventoryRecord[], ManifestEntry> {
  const { entry, session, place, clock, parents = [undefined] } = options;
  const startedAt = clock.now();
  const calls = callsOf(session, entry.model);
  const counts = { count: 0, partial: 0 };
  let vanished = 0;
  let result: ListingResult = { status: 'done' };
  try {
    const wait = { attemptsLeft: maxAttempts };
    await waitUntilReady(options, calls, wait);
    for (const parent of parents) {
      for await (const items of pagesOf({ ...options, parent, wait }, calls)) {
        const context = { entry, calls, place, parent, now: clock.now };
        const made = await toRecords(options, context, items);
        const records = withoutRecorded(options, made.records);
        vanished += made.vanished;
        counts.count += records.length;
        counts.partial += records.filter(({ unread }) => unread).length;
        yield records;
      }
    }
  } catch (error) {
    session.signal.throwIfAborted();
    result = listingResultOf(error, entry);
  }
  const { service, type } = entry;
  const where = { accountId: place.accountId, region: regionOf(options), service, type };
  const durationMs = Math.round(clock.now() - startedAt);
  const gone = vanished > 0 ? { vanished } : {};
  return { ...where, ...result, ...counts, ...gone, calls: calls.count(), durationMs };
}

/** A report is generated on request, and is ready a little later. */
const maxAttempts = 20;
const betweenMs = 3_000;

/** Attempts that are left for one listing. */
interface Wait {
  attemptsLeft: number;
}

/** Throws what the last attempt did. */
async function waitUntilReady(
  { entry, place, clock, session }: ListEntryOptions,
  calls: EntryCalls,
  wait: Wait,
): Promise<void> {
  const { after } = entry.list;
  if (!after) return;
  while (wait.attemptsLeft-- > 0) {
    try {
      const answer = await calls.whole(after.operation, {}, place.region);
      if (valueAt(answer, after.path) === after.is) return;
    } catch (error) {
      if (!isNotReady(entry, error) || wait.attemptsLeft <= 0) throw error;
    }
    await clock.sleep(betweenMs, session.signal);
  }
}

function isNotReady({ list: { after } }: CatalogueEntry, error: unknown): boolean {
  return after?.again?.includes(classify(error).code) ?? false;
}

interface ListingOfParent extends ListEntryOptions {
  readonly parent: Structure | undefined;
  readonly wait: Wait;
}

async function* pagesOf(options: ListingOfParent, calls: EntryCalls): AsyncGenerator<Structure[]> {
  const { entry, place, clock, parent } = options;
  const { operation, input = {}, variants = [{}], tokens } = entry.list;
  for (const variant of variants) {
    const callInput = inputOf({ ...input, ...variant }, { place, parent, now: clock.now() });
    if (!callInput) continue;
    const request = () =>
      tokens
        ? calls.pagesBy(tokens, operation, callInput, place.region)
        : calls.pages(operation, callInput, place.region);
    try {
      for await (const page of whenReady(options, calls, request)) yield itemsOf(entry, page);
    } catch (error) {
      // An error for this parent or variant says nothing about the others.
      const { code } = classify(error);
      const isGone = parent !== undefined && entry.gone?.includes(code);
      if (!isGone && !entry.absent?.includes(code)) throw error;
    }
  }
}

/** Begins again when what is listed turns out not to be ready. */
async function* whenReady(
  options: ListingOfParent,
  calls: EntryCalls,
  request: () => AsyncIterable<Structure>,
): AsyncGenerator<Structure> {
  const { entry, wait, clock, session } = options;
  for (;;) {
    try {
      yield* request();
      return;
    } catch (error) {
      if (!isNotReady(entry, error) || wait.attemptsLeft <= 0) throw error;
      await clock.sleep(betweenMs, session.signal);
      await waitUntilReady(options, calls, wait);
    }
  }
}

/** Items as structures, with the members that they copy from the surrounding structure. */
function itemsOf(
  { list: { items, member, carry = [] } }: CatalogueEntry,
  page: Structure,
): Structure[] {
  const cut = items.lastIndexOf('.');
  const inner = cut < 0 ? items : items.slice(cut + 1);
  const holders = cut < 0 ? [page] : valuesAt(page, items.slice(0, cut));
  return holders.flatMap((holder) => {
    const carried = carry.map((name) => [name, valueAt(holder, name)] as const);
    const along = Object.fromEntries(carried.filter(([, value]) => value !== undefined));
    return valuesAt(holder, inner).map((item) => {
      const structure = isStructure(item) ? item : { [member ?? 'Id']: item };
      const { $metadata: _, ...own } = structure;
      return plain({ ...along, ...own }) as Structure;
    });
  });
}

interface MadeRecords {
  readonly records: readonly InventoryRecord[];
  /** Items that were deleted meanwhile. */
  readonly vanished: number;
}

async function toRecords(
  options: ListEntryOptions,
  context: DetailContext,
  items: readonly Structure[],
): Promise<MadeRecords> {
  const { json = [], csv = [] } = options.entry;
  for (const item of items) {
    for (const path of json) replaceAt(item, path, parsedJson);
    for (const path of csv) replaceAt(item, path, parsedCsv);
  }
  const growing = withoutRecordedItems(options, context.parent, items).map(
    (resource): PendingResource => ({ resource, unread: [], isGone: false }),
  );
  await addDetails(growing, context);
  const found = growing.filter(({ isGone }) => !isGone);
  for (const { resource } of found) redact(options.entry, resource);
  const records = found.map((one) => recordOf(options, context.parent, one));
  return { records, vanished: growing.length - found.length };
}

function recordOf(
  options: ListEntryOptions,
  parent: unknown,
  { resource, unread }: PendingResource,
): InventoryRecord {
  const { entry, session, place, catalogueVersion, clock } = options;
  const { name, ouPath } = session.account;
  return {
    accountId: place.accountId,
    ...(name !== undefined && { accountName: name }),
    ...(ouPath !== undefined && { ouPath }),
    ...identified(options, parent, resource),
    tags: tagsOf(entry, resource),
    collectedAt: new Date(clock.now()).toISOString(),
    catalogueVersion,
    resource: resourceOf(entry, resource),
    ...(unread.length > 0 && { unread }),
  };
}

function identified(options: ListEntryOptions, parent: unknown, item: Structure): ResourceIdentity {
  const { entry, place, clock } = options;
  const known = { place, parent, now: clock.now(), item };
  const arn = arnOf(entry, known);
  return {
    region: regionOf(options),
    service: entry.service,
    type: entry.type,
    id: idOf(entry, known),
    ...(arn !== undefined && { arn }),
  };
}

/** Resources that already have a record need no further calls. */
function withoutRecordedItems(
  options: ListEntryOptions,
  parent: unknown,
  items: readonly Structure[],
): readonly Structure[] {
  const { seen, entry } = options;
  if (!seen || !entry.cloudFormation) return items;
  return items.filter((item) => !seen.has(entry, identified(options, parent, item)));
}

/** Details may have added the ARN that identifies the resource. */
function withoutRecorded(
  { seen, entry }: ListEntryOptions,
  records: readonly InventoryRecord[],
): readonly InventoryRecord[] {
  if (!seen) return records;
  const fresh = entry.cloudFormation
    ? records.filter((record) => !seen.has(entry, record))
    : records;
  seen.add(fresh);
  return fresh;
}

function regionOf({ entry, place }: ListEntryOptions): string {
  return entry.scope === 'global' ? 'global' : place.region;
}

/** Returns a Cloud Control response as a record stores it: the properties, and the CloudFormation type. */
function resourceOf({ cloudFormation }: CatalogueEntry, item: Structure): Structure {
  if (!cloudFormation) return item;
  const { Properties: properties } = item;
  return {
    CloudFormationType: cloudFormation.type,
    ...(isStructure(properties) ? properties : { Properties: properties }),
  };
}
