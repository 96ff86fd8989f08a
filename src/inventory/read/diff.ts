/**
 * The changes from one run to another. A resource is removed only if the second run listed its entry, and added only if
 * the first one did: the rest is unread.
 */

import { type ChangedField, changedFields } from './changed-fields.ts';
import { type ComparisonSide, createComparison, readSideOf } from './diff-tables.ts';
import { type Database, openDatabase, type ResultRow } from './open-database.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import { type UnreadLocation, unreadLocations } from './unread-locations.ts';
import { volatileMembers } from './volatile-members.ts';

/** The changes from one run to another. */
export interface InventoryDiff {
  readonly first: DiffedRun;
  readonly second: DiffedRun;
  readonly added: readonly DiffedResource[];
  readonly removed: readonly DiffedResource[];
  readonly changed: readonly ChangedResource[];
  /** Entries that one run, or both, could not list or did not include. */
  readonly unread: readonly UnreadLocation[];
}

/** A compared run. */
export type DiffedRun = Pick<RunOnDisk, 'runId' | 'date'>;

/** Identifies a resource that was added, removed or changed. */
export interface DiffedResource {
  readonly accountId: string;
  readonly accountName?: string;
  readonly region: string;
  readonly service: string;
  readonly type: string;
  readonly id: string;
  readonly arn?: string;
}

/** A resource that both runs have, with differences. */
export interface ChangedResource extends DiffedResource {
  readonly fields: readonly ChangedField[];
}

/** Options of `diffRuns`. */
export interface DiffOptions {
  /** Includes the time of collection and volatile members. */
  readonly allFields?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Compares two runs. A resource counts as removed only where the second run could list its type, and as added only where the
 * first one could. Members that change with every reading, such as the time of last use, are ignored.
 */
export async function diffRuns(
  first: RunOnDisk,
  second: RunOnDisk,
  { allFields = false, signal }: DiffOptions = {},
): Promise<InventoryDiff> {
  const database = await openDatabase();
  const interrupt = () => database.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    await createComparison(database, { first, second, allFields });
    const onlyIn = (side: ComparisonSide) => resources(database, readSideOf(side));
    return {
      first: { runId: first.runId, date: first.date },
      second: { runId: second.runId, date: second.date },
      added: await onlyIn('second'),
      removed: await onlyIn('first'),
      changed: await changes(database, allFields),
      unread: await unreadLocations(database),
    };
  } finally {
    signal?.removeEventListener('abort', interrupt);
    database.close();
  }
}

async function resources(database: Database, sql: string): Promise<readonly DiffedResource[]> {
  return (await database.all(sql)).map(toResource);
}

async function changes(
  database: Database,
  allFields: boolean,
): Promise<readonly ChangedResource[]> {
  const { columns, rows } = await database.stream('FROM different ORDER BY ALL');
  const found: ChangedResource[] = [];
  for await (const values of rows) {
    const row = Object.fromEntries(columns.map((name, index) => [name, values[index]]));
    const fields = fieldsOf(row as unknown as PictureChange, allFields);
    if (fields.length > 0) found.push({ ...toResource(row), fields });
  }
  return found;
}

function toResource(row: ResultRow): DiffedResource {
  const { account_id, account_name, region, service, type, id, arn } = row as ResultRow &
    Readonly<Record<'account_id' | 'region' | 'service' | 'type' | 'id', string>>;
  return {
    accountId: account_id,
    ...(typeof account_name === 'string' && { accountName: account_name }),
    region,
    service,
    type,
    id,
    ...(typeof arn === 'string' && { arn }),
  };
}

/** What is compared of a resource. */
export interface ResourcePicture {
  readonly arn: unknown;
  readonly tags: Readonly<Record<string, unknown>>;
  readonly resource: Readonly<Record<string, unknown>>;
  readonly unread: readonly unknown[] | null;
  readonly collectedAt: unknown;
  readonly catalogueVersion: unknown;
}

interface PictureChange {
  readonly before: ResourcePicture;
  readonly after: ResourcePicture;
}

/** Members that differ, without those that change by themselves unless `allFields`. */
export function fieldsOf(
  { before, after }: PictureChange,
  allFields: boolean,
): readonly ChangedField[] {
  const isVolatile = (member: string) => !allFields && volatileMembers.has(member);
  const hasTags = [before, after].some(({ tags }) => Object.keys(tags ?? {}).length > 0);
  const kept = (member: string) =>
    (allFields || !(hasTags && isTagMember.test(member))) &&
    !isUnread(member, before, after) &&
    !isUnread(member, after, before);
  const compare = (name: 'arn' | 'tags' | 'collectedAt' | 'catalogueVersion') =>
    changedFields(before[name] ?? undefined, after[name] ?? undefined, { path: name });
  return [
    ...compare('arn'),
    ...compare('tags'),
    ...changedFields(only(before.resource, kept), only(after.resource, kept), {
      isIgnored: isVolatile,
    }),
    ...(allFields ? [...compare('collectedAt'), ...compare('catalogueVersion')] : []),
  ];
}

/** Reported as `tags`. */
const isTagMember = /^(tags|tagset|taglist|tagging)$/i;

/** A detail that could not be read on one side is not a removal. */
function isUnread(
  member: string,
  { resource, unread }: ResourcePicture,
  other: ResourcePicture,
): boolean {
  return (unread ?? []).length > 0 && !(member in resource) && member in other.resource;
}

function only(
  resource: ResourcePicture['resource'],
  isKept: (member: string) => boolean,
): ResourcePicture['resource'] {
  return Object.fromEntries(Object.entries(resource).filter(([member]) => isKept(member)));
}
