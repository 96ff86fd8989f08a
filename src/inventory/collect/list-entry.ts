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
  let result: ListingResult = { status: 'done' };
  try {
    await waitUntilReady(options, calls);
    for (const parent of parents) {
      for await (const items of pagesOf(options, calls, parent)) {
        const records = await toRecords(
          options,
          { entry, calls, place, parent, now: clock.now },
          items,
        ).then((all) => withoutRecorded(options, all));
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
  return { ...where, ...result, ...counts, calls: calls.count(), durationMs };
}

/** A report is generated on request, and is ready a little later. */
const maxAttempts = 20;
const betweenMs = 3_000;

async function waitUntilReady(
  { entry, place, clock, session }: ListEntryOptions,
  calls: EntryCalls,
): Promise<void> {
  const { after } = entry.list;
  if (!after) return;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const answer = await calls.whole(after.operation, {}, place.region);
    if (valueAt(answer, after.path) === after.is) return;
    await clock.sleep(betweenMs, session.signal);
  }
}

async function* pagesOf(
  { entry, place, clock }: ListEntryOptions,
  calls: EntryCalls,
  parent: Structure | undefined,
): AsyncGenerator<Structure[]> {
  const { operation, input = {}, variants = [{}], tokens } = entry.list;
  for (const variant of variants) {
    const callInput = inputOf({ ...input, ...variant }, { place, parent, now: clock.now() });
    if (!callInput) continue;
    try {
      const pages = tokens
        ? calls.pagesBy(tokens, operation, callInput, place.region)
        : calls.pages(operation, callInput, place.region);
      for await (const page of pages) yield itemsOf(entry, page);
    } catch (error) {
      // An error for this parent or variant says nothing about the others.
      if (!entry.absent?.includes(classify(error).code)) throw error;
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

async function toRecords(
  options: ListEntryOptions,
  context: DetailContext,
  items: readonly Structure[],
): Promise<InventoryRecord[]> {
  const { json = [], csv = [] } = options.entry;
  for (const item of items) {
    for (const path of json) replaceAt(item, path, parsedJson);
    for (const path of csv) replaceAt(item, path, parsedCsv);
  }
  const growing = withoutRecordedItems(options, context.parent, items).map(
    (resource): PendingResource => ({ resource, unread: [] }),
  );
  await addDetails(growing, context);
  for (const { resource } of growing) redact(options.entry, resource);
  return growing.map((one) => recordOf(options, context.parent, one));
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
