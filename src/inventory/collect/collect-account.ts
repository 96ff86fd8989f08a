/**
 * Collects one account: entries × regions in parallel, records as they are listed, and the status of each at the end.
 */

import { partitionOf } from '../../aws/models/service-model.ts';
import { fallbackRegion } from '../../aws/open-fleet.ts';
import type { Session } from '../../aws/session.ts';
import { fanOut } from '../../fleet/fan-out.ts';
import type { Clock } from '../../model/clock.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import type { InventoryRecord, ManifestEntry } from '../record.ts';
import type { EntryFamily } from './families.ts';
import { listEntry } from './list-entry.ts';
import type { Structure } from './path.ts';
import type { RecordedResources } from './recorded-resources.ts';

export interface CollectAccountOptions {
  readonly session: Session;
  readonly families: readonly EntryFamily[];
  /** Regions of the regional entries; global entries are listed once, whatever these are. */
  readonly regions: readonly string[];
  readonly catalogueVersion: string;
  /** Listings of this account at the same time. */
  readonly concurrency: number;
  /** Awaited, so that a slow disk slows the collector and memory stays flat. */
  readonly onRecords: (records: readonly InventoryRecord[]) => Promise<void>;
  readonly clock: Clock;
  /** Set where two entries can list the same resources. */
  readonly seen?: RecordedResources | undefined;
}

interface FamilyInRegion {
  readonly family: EntryFamily;
  readonly region: string;
}

export async function collectAccount(options: CollectAccountOptions): Promise<ManifestEntry[]> {
  // Cloud Control comes last: by then the resources of native entries are known.
  const last = Map.groupBy(options.families, ({ entry }) => entry.cloudFormation !== undefined);
  const entries: ManifestEntry[] = [];
  for (const isLast of [false, true])
    entries.push(...(await collectFamilies({ ...options, families: last.get(isLast) ?? [] })));
  return entries.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

async function collectFamilies(options: CollectAccountOptions): Promise<ManifestEntry[]> {
  const { session, concurrency } = options;
  const { signal } = session;
  const entries: ManifestEntry[] = [];
  const collect = ({ family, region }: FamilyInRegion) => collectFamily(options, family, region);
  for await (const one of fanOut(familiesInRegions(options), collect, { concurrency, signal })) {
    if (one.status === 'failed') throw one.error;
    if (one.status === 'done') entries.push(...one.value);
  }
  signal.throwIfAborted();
  return entries;
}

function familiesInRegions({
  session,
  families,
  regions,
}: CollectAccountOptions): FamilyInRegion[] {
  const home = partitionOf(session.region ?? fallbackRegion)?.globalRegion ?? fallbackRegion;
  return families.flatMap((family) => {
    const { scope, askIn = home } = family.entry;
    return (scope === 'global' ? [askIn] : regions).map((region) => ({ family, region }));
  });
}

async function collectFamily(
  options: CollectAccountOptions,
  { entry, isWanted, children }: EntryFamily,
  region: string,
  parents?: readonly Structure[],
): Promise<ManifestEntry[]> {
  const resources: Structure[] = [];
  const seen = isWanted ? options.seen : undefined;
  const own = await collectEntry(options, { entry, region, parents, seen }, async (records) => {
    if (children.length > 0)
      resources.push(...records.map(({ resource }) => resource as Structure));
    if (isWanted && records.length > 0) await options.onRecords(records);
  });
  const below: ManifestEntry[] = [];
  for (const child of children) {
    if (own.status === 'done')
      below.push(...(await collectFamily(options, child, region, resources)));
    else below.push(...unreadBelow(own, child));
  }
  return isWanted ? [own, ...below] : below;
}

/** If the parents could not be listed, the children could not either: that is a gap, not an empty result. */
function unreadBelow(
  parent: ManifestEntry,
  { entry, isWanted, children }: EntryFamily,
): ManifestEntry[] {
  const { service, type } = entry;
  const own = { ...parent, service, type, count: 0, partial: 0, calls: 0, durationMs: 0 };
  return [...(isWanted ? [own] : []), ...children.flatMap((child) => unreadBelow(parent, child))];
}

interface EntryListing {
  readonly entry: CatalogueEntry;
  readonly region: string;
  readonly parents: readonly Structure[] | undefined;
  /** Absent where nothing is written. */
  readonly seen: RecordedResources | undefined;
}

async function collectEntry(
  { session, catalogueVersion, clock }: CollectAccountOptions,
  { entry, region, parents, seen }: EntryListing,
  onRecords: (records: readonly InventoryRecord[]) => Promise<void>,
): Promise<ManifestEntry> {
  const { partition } = session.role;
  const place = { partition, region, accountId: session.account.id };
  const shared = { session, entry, place, catalogueVersion, clock, seen };
  const listing = listEntry({ ...shared, ...(parents && { parents }) });
  for (;;) {
    const next = await listing.next();
    if (next.done) return next.value;
    await onRecords(next.value);
  }
}

function keyOf({ region, service, type }: ManifestEntry): string {
  return `${region} ${service} ${type}`;
}
