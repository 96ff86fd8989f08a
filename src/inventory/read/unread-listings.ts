/** Where the types that a query reads could not be listed completely: what it does not find there may exist. */

import type { Database } from './open-database.ts';
import { quoteText } from './quote.ts';
import type { RecordType } from './type-views.ts';

/** A type in an account, or a whole account, that was not read completely. */
export interface UnreadListing {
  readonly accountId: string;
  readonly accountName?: string;
  /** The view; absent where it is the whole account. */
  readonly table?: string;
  /** Empty where it is the whole account, or the run did not include the type. */
  readonly regions: readonly string[];
  /** `denied`, `failed`, `partial` (details are missing), `not-collected` (the run did not include it), … */
  readonly status: string;
  readonly code?: string;
  readonly message?: string;
}

/** Of these views; of all types that the runs include, where `types` is undefined. */
export async function unreadListings(
  database: Database,
  types: readonly RecordType[] | undefined,
  nameOf: (type: RecordType) => string,
): Promise<readonly UnreadListing[]> {
  const rows = await database.all(unreadSql(types));
  return rows.map(
    ({ account_id, account_name, service, type, regions, status, code, message }) => ({
      accountId: String(account_id),
      ...(typeof account_name === 'string' && { accountName: account_name }),
      ...(service !== null && { table: nameOf({ service: String(service), type: String(type) }) }),
      regions: (regions ?? []) as readonly string[],
      status: String(status),
      ...(typeof code === 'string' && { code }),
      ...(typeof message === 'string' && { message }),
    }),
  );
}

function unreadSql(types: readonly RecordType[] | undefined): string {
  return `
    WITH wanted AS MATERIALIZED (${types ? wantedSql(types) : 'SELECT DISTINCT service, type FROM listings'}),
    incomplete AS (
      SELECT account_id, service, type, region, CASE WHEN status = 'done' THEN 'partial' ELSE status END AS status, code, message
      FROM listings SEMI JOIN wanted USING (service, type)
      WHERE status NOT IN ('done', 'not-enabled') OR "partial" > 0
    ),
    places AS (
      SELECT account_id, NULL AS service, NULL AS type, NULL AS regions, status, NULL AS code, reason AS message
      FROM accounts WHERE status NOT IN ('complete', 'partial')
      UNION ALL
      SELECT account_id, service, type, list(DISTINCT region ORDER BY region), status, code, min(message)
      FROM incomplete GROUP BY ALL
      UNION ALL
      SELECT account_id, service, type, NULL, 'not-collected', NULL, NULL
      FROM (SELECT DISTINCT account_id, service, type FROM accounts CROSS JOIN wanted WHERE status IN ('complete', 'partial'))
      ANTI JOIN listings USING (account_id, service, type)
    )
    SELECT places.*, names.account_name
    FROM places LEFT JOIN (SELECT account_id, max(account_name) AS account_name FROM accounts GROUP BY 1) AS names USING (account_id)
    ORDER BY account_id, service, type, status, code`;
}

function wantedSql(types: readonly RecordType[]): string {
  const none = 'SELECT NULL::VARCHAR AS service, NULL::VARCHAR AS type WHERE false';
  if (types.length === 0) return none;
  const rows = types.map(({ service, type }) => `(${quoteText(service)}, ${quoteText(type)})`);
  return `SELECT * FROM (VALUES ${rows.join(', ')}) AS types(service, type)`;
}
