/** Compares two runs in DuckDB. Resources are compared by a digest first, so that memory holds no resources. */

import { columns, identity } from './columns.ts';
import type { Database } from './open-database.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import { manifestSource } from './sources.ts';
import { createAccounts, resourcesSql } from './views.ts';

/** One of the two runs that are compared. */
export type ComparisonSide = 'first' | 'second';

export const sides = ['first', 'second'] as const;

function otherSide(side: ComparisonSide): ComparisonSide {
  return side === 'first' ? 'second' : 'first';
}

export interface ComparedRuns {
  readonly first: RunOnDisk;
  readonly second: RunOnDisk;
  readonly allFields: boolean;
}

/**
 * Of each side: `<side>_accounts`, `<side>_entries`, `only_<side>`, and `unread_<side>`: entries where the other run
 * has records and this one could not or did not list. Of both: `different`.
 */
export async function createComparison(database: Database, compared: ComparedRuns): Promise<void> {
  for (const side of sides) await createSide(database, side, compared);
  for (const side of sides) await database.run(onlySql(side));
  for (const side of sides) await database.run(unreadSql(side));
  await database.run(`CREATE VIEW different AS ${differentSql}`);
}

/** Selects resources that are only in this run, where the other one has listed. */
export function readSideOf(side: ComparisonSide): string {
  return `
    FROM only_${side} ANTI JOIN unread_${otherSide(side)} USING (${place})
    ORDER BY ${key}`;
}

const place = 'account_id, region, service, type';
const key = identity.join(', ');

async function createSide(
  database: Database,
  side: ComparisonSide,
  { allFields, ...runs }: ComparedRuns,
): Promise<void> {
  const run = runs[side];
  await createAccounts(database, `${side}_accounts`, [run]);
  await database.run(`CREATE TABLE ${side}_entries AS ${manifestSource(run) ?? noEntries}`);
  await database.run(`CREATE VIEW ${side}_resources AS ${resourcesSql([run])}`);
  await database.run(`
    CREATE TABLE ${side}_keys AS
    SELECT ${key}, any_value(account_name) AS account_name, any_value(arn) AS arn, min(${digest(allFields)}) AS digest
    FROM ${side}_resources GROUP BY ${key}`);
}

const noEntries =
  "SELECT '' AS account_id, '' AS account_name, '' AS region, '' AS service, '' AS type, '' AS status, '' AS code WHERE false";

function digest(allFields: boolean): string {
  const itself = columns.filter(({ name }) => ['arn', 'tags', 'resource', 'unread'].includes(name));
  const provenance = columns.filter(({ name }) =>
    ['collected_at', 'catalogue_version'].includes(name),
  );
  const compared = [...itself, ...(allFields ? provenance : [])];
  return `hash(${compared.map(({ name }) => `${name}::VARCHAR`).join(', ')})`;
}

function onlySql(side: ComparisonSide): string {
  return `
    CREATE TABLE only_${side} AS
    SELECT * EXCLUDE (digest) FROM ${side}_keys ANTI JOIN ${otherSide(side)}_keys USING (${key})`;
}

/** An entry that the run did not list, such as an account or a region that was added later, has no row. */
function unreadSql(side: ComparisonSide): string {
  return `
    CREATE TABLE unread_${side} AS
    WITH places AS (SELECT ${place}, count(*) AS records FROM only_${otherSide(side)} GROUP BY ALL)
    SELECT ${place}, places.records, entry.code,
      CASE WHEN account.status NOT IN ('complete', 'partial') THEN account.status
        ELSE coalesce(entry.status, 'not-asked') END AS status
    FROM places
    LEFT JOIN ${side}_entries AS entry USING (${place})
    LEFT JOIN ${side}_accounts AS account USING (account_id)
    WHERE entry.status IS DISTINCT FROM 'done'`;
}

const differentSql = `
  WITH changed AS (
    SELECT ${identity.map((name) => `one.${name}`).join(', ')}, two.account_name, two.arn
    FROM first_keys AS one JOIN second_keys AS two USING (${key}) WHERE one.digest <> two.digest
  )
  SELECT changed.*, ${picture('one')} AS "before", ${picture('two')} AS "after"
  FROM changed JOIN first_resources AS one USING (${key}) JOIN second_resources AS two USING (${key})`;

function picture(run: string): string {
  const members = ['arn', 'tags', 'resource', 'unread'].map((name) => `"${name}": ${run}.${name}`);
  return `{${members.join(', ')}, "collectedAt": ${run}.collected_at, "catalogueVersion": ${run}.catalogue_version}`;
}
