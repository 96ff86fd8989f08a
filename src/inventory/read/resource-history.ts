/** What happened to one resource, from run to run. */

import type { ChangedField } from './changed-fields.ts';
import { fieldsOf, type ResourcePicture } from './diff.ts';
import { openDatabase, type ResultRow } from './open-database.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import type { ShownResource } from './show-resource.ts';
import { createViews } from './views.ts';

/**
 * A resource in a run. `absent`: its type was read there, and it was not in it. `unread`: its type, or its account, could
 * not be read, so it may have existed.
 */
export interface ResourceInRun {
  readonly runId: string;
  readonly date: string;
  readonly status: 'seen' | 'absent' | 'unread';
  /** Why it is unread: `denied`, `failed`, `not-collected` (the run did not include it). */
  readonly reason?: string;
  /** Since the last run that saw it. */
  readonly changed: readonly ChangedField[];
}

type ResourceName = Pick<ShownResource, 'accountId' | 'region' | 'service' | 'type' | 'id'>;

/** In the order of the runs. */
export async function resourceHistory(
  runs: readonly RunOnDisk[],
  name: ResourceName,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<readonly ResourceInRun[]> {
  const database = await openDatabase();
  const interrupt = () => database.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    await createViews(database, runs);
    const { accountId: account, region, service, type, id } = name;
    const place = { account, region, service, type };
    const seen = await database.all(seenSql, { ...place, id });
    const listed = await database.all(listedSql, place);
    return follow(runs, name, { seen: byRun(seen), listed: byRun(listed) });
  } finally {
    signal?.removeEventListener('abort', interrupt);
    database.close();
  }
}

const where = 'account_id = $account AND region = $region AND service = $service AND type = $type';
const seenSql = `
  SELECT run_id, arn, tags, resource, unread, collected_at AS "collectedAt", catalogue_version AS "catalogueVersion"
  FROM resources WHERE ${where} AND id = $id`;
const listedSql = `SELECT run_id, status FROM listings WHERE ${where}`;

function byRun(rows: readonly ResultRow[]): ReadonlyMap<string, ResultRow> {
  return new Map(rows.map((row) => [String(row.run_id), row]));
}

interface FoundInRuns {
  readonly seen: ReadonlyMap<string, ResultRow>;
  readonly listed: ReadonlyMap<string, ResultRow>;
}

function follow(
  runs: readonly RunOnDisk[],
  { accountId }: ResourceName,
  { seen, listed }: FoundInRuns,
): readonly ResourceInRun[] {
  let last: ResourcePicture | undefined;
  return runs.map((run) => {
    const { runId, date } = run;
    const picture = seen.get(runId) as unknown as ResourcePicture | undefined;
    if (!picture) return { runId, date, ...absence(run, accountId, listed), changed: [] };
    const changed = last ? fieldsOf({ before: last, after: picture }, false) : [];
    last = picture;
    return { runId, date, status: 'seen', changed };
  });
}

function absence(
  { runId, accounts }: RunOnDisk,
  accountId: string,
  listed: FoundInRuns['listed'],
): Pick<ResourceInRun, 'status' | 'reason'> {
  const account = accounts.find((one) => one.accountId === accountId);
  const isRead = account?.status === 'complete' || account?.status === 'partial';
  const status = isRead ? listed.get(runId)?.status : account?.status;
  // A service that is not enabled has no resources.
  if (isRead && (status === 'done' || status === 'not-enabled')) return { status: 'absent' };
  return { status: 'unread', reason: String(status ?? 'not-collected') };
}
