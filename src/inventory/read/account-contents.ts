/** What the report says about each account: its resources by type and region, and its gaps. */

import { type Database, openDatabase, type ResultRow } from './open-database.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import { createViews } from './views.ts';

export interface AccountContents {
  /** Largest first. */
  readonly types: readonly TypeInAccount[];
  readonly gaps: readonly GapInAccount[];
}

interface TypeInAccount {
  /** `EC2.instance`. */
  readonly name: string;
  readonly records: number;
  readonly regions: readonly string[];
}

interface GapInAccount {
  readonly type: string;
  readonly status: string;
  readonly code?: string;
  readonly message?: string;
  readonly regions: readonly string[];
}

/** By account id. */
export async function readAccountContents(
  runs: readonly RunOnDisk[],
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<ReadonlyMap<string, AccountContents>> {
  const database = await openDatabase();
  const interrupt = () => database.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    await createViews(database, runs);
    return await read(database);
  } finally {
    signal?.removeEventListener('abort', interrupt);
    database.close();
  }
}

async function read(database: Database): Promise<ReadonlyMap<string, AccountContents>> {
  const types = byAccount(await database.all(typesSql));
  const gaps = byAccount(await database.all(gapsSql));
  const ids = new Set([...types.keys(), ...gaps.keys()]);
  return new Map(
    Array.from(ids, (id) => [
      id,
      { types: (types.get(id) ?? []).map(toType), gaps: (gaps.get(id) ?? []).map(toGap) },
    ]),
  );
}

const typesSql = `
  SELECT account_id, service || '.' || type AS name, count(*) AS records, list(DISTINCT region ORDER BY region) AS regions
  FROM resources GROUP BY account_id, name ORDER BY account_id, records DESC, name`;

const gapsSql = `
  SELECT account_id, service || '.' || type AS type, status, code, min(message) AS message, list(DISTINCT region ORDER BY region) AS regions
  FROM gaps WHERE type IS NOT NULL GROUP BY account_id, service, gaps.type, status, code ORDER BY ALL`;

function byAccount(rows: readonly ResultRow[]): ReadonlyMap<string, readonly ResultRow[]> {
  return Map.groupBy(rows, ({ account_id }) => String(account_id));
}

function toType({ name, records, regions }: ResultRow): TypeInAccount {
  return { name: String(name), records: Number(records), regions: regions as readonly string[] };
}

function toGap({ type, status, code, message, regions }: ResultRow): GapInAccount {
  return {
    type: String(type),
    status: String(status),
    ...(typeof code === 'string' && { code }),
    ...(typeof message === 'string' && { message }),
    regions: regions as readonly string[],
  };
}
