/** Entries where two runs cannot be compared, because one of them, or both, could not list or did not include them. */

import { type ComparisonSide, sides } from './diff-tables.ts';
import type { Database, ResultRow } from './open-database.ts';

/** A type in a region of an account that a compared run did not list. */
export interface UnreadLocation {
  readonly run: ComparisonSide | 'both';
  readonly accountId: string;
  readonly accountName?: string;
  /** Absent where it is the whole account. */
  readonly region?: string;
  readonly service?: string;
  readonly type?: string;
  /** `denied`, `failed`, …; `not-asked` where the run did not include it. */
  readonly status: string;
  readonly code?: string;
  /** Records of the other run, which are neither added nor removed. */
  readonly records: number;
}

export async function unreadLocations(database: Database): Promise<readonly UnreadLocation[]> {
  const found = new Map<string, UnreadLocation>();
  for (const side of sides) {
    for (const row of await database.all(unreadSql(side))) {
      const unread = toLocation(row, side);
      const { accountId, region, service, type, status, code } = unread;
      const key = JSON.stringify([accountId, region, service, type, status, code]);
      const known = found.get(key);
      const records = unread.records + (known?.records ?? 0);
      found.set(key, known ? { ...known, run: 'both', records } : unread);
    }
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, unread]) => unread);
}

/**
 * Whole accounts, including those that only the other run has; and entries that were not read in accounts that were. A
 * service that is not enabled has no resources, unless the other run has records.
 */
function unreadSql(side: ComparisonSide): string {
  const other = side === 'first' ? 'second' : 'first';
  return `
    WITH accounts AS (
      SELECT account_id, account_name, status FROM ${side}_accounts WHERE status NOT IN ('complete', 'partial')
      UNION ALL
      SELECT account_id, account_name, 'not-asked' FROM ${other}_accounts ANTI JOIN ${side}_accounts USING (account_id)
    ),
    entries AS (
      SELECT account_id, region, service, type, status, code FROM ${side}_entries
      WHERE status NOT IN ('done', 'not-enabled')
    ),
    places AS (
      SELECT * FROM unread_${side} UNION ALL BY NAME
      SELECT *, 0 AS records FROM entries ANTI JOIN unread_${side} USING (account_id, region, service, type)
    )
    SELECT account_id, account_name, NULL AS region, NULL AS service, NULL AS type, status, NULL AS code,
      (SELECT coalesce(sum(records), 0) FROM unread_${side} AS unread WHERE unread.account_id = accounts.account_id) AS records
    FROM accounts
    UNION ALL BY NAME
    SELECT places.*, named.account_name
    FROM (FROM places ANTI JOIN accounts USING (account_id)) AS places
    LEFT JOIN ${side}_accounts AS named USING (account_id)`;
}

function toLocation(row: ResultRow, run: ComparisonSide): UnreadLocation {
  const { account_id, account_name, region, service, type, status, code, records } = row;
  return {
    run,
    accountId: String(account_id),
    ...(typeof account_name === 'string' && { accountName: account_name }),
    ...(typeof region === 'string' && { region }),
    ...(typeof service === 'string' && { service }),
    ...(typeof type === 'string' && { type }),
    status: String(status),
    ...(typeof code === 'string' && { code }),
    records: Number(records),
  };
}
