/**
 * The view `relations`: which resource refers to which, by the members that the catalogue declares. A value that is an
 * ARN says what it refers to; an id is looked up among the resources of the same run.
 */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import type { Database } from './open-database.ts';
import { quoteText } from './quote.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import { entryView } from './type-views.ts';
import { createViewsOn } from './views.ts';

export const relationsView = 'relations';

export interface RelationsToCreate {
  readonly database: Database;
  readonly runs: readonly RunOnDisk[];
  readonly entries: readonly CatalogueEntry[];
}

/** Creates the view, and the tables that it reads. */
export async function createRelations({
  database,
  runs,
  entries,
}: RelationsToCreate): Promise<void> {
  await createDeclarations(database, entries);
  await createViewsOn(database, runs, [`CREATE VIEW ${relationsView} AS ${relationsSql()}`]);
}

/** What the catalogue declares, in a schema of its own: it is not part of an inventory. */
export async function createDeclarations(
  database: Database,
  entries: readonly CatalogueEntry[],
): Promise<void> {
  const tables = entries.map((entry) => {
    const { name, service, type } = entryView(entry);
    return [name, service, type].map(quoteText);
  });
  const references = entries.flatMap((entry) =>
    (entry.references ?? []).map(({ path, kind, to }) =>
      [entry.service, entry.type, path, kind].map(quoteText).concat(to ? quoteText(to) : 'NULL'),
    ),
  );
  await database.run(`
    CREATE SCHEMA IF NOT EXISTS catalogue;
    CREATE OR REPLACE TABLE catalogue.tables AS FROM (VALUES ${rowsOf(tables)}) AS listed(name, service, type);
    CREATE OR REPLACE TABLE catalogue.members AS
    FROM (VALUES ${rowsOf(references)}) AS listed(service, type, path, kind, to_type)`);
}

function rowsOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `(${row.join(', ')})`).join(', ');
}

/** Relations of the resources that match a condition. Ids of others are looked up among all resources. */
export function relationsSql(condition = 'true'): string {
  return `
    WITH texts AS (
      SELECT records.* EXCLUDE (resource, unread, tags, collected_at, catalogue_version, ou_path),
        ${pathSql} AS path, json_extract_string(member.atom, '$') AS value
      FROM (FROM resources SEMI JOIN catalogue.members USING (service, type) WHERE ${condition}) AS records,
        json_tree(records.resource) AS member
      WHERE member.type = 'VARCHAR'
    ),
    found AS (
      SELECT texts.*, declared.kind, declared.to_type, value LIKE 'arn:%' AS is_arn,
        CASE WHEN value LIKE 'arn:%' THEN value ELSE declared.to_type || ' ' || value END AS key
      FROM texts JOIN catalogue.members AS declared USING (service, type, path)
      WHERE value IS DISTINCT FROM arn AND value NOT IN ('', '(redacted)', 'local')
        AND (value LIKE 'arn:%' OR declared.to_type IS NOT NULL)
    ),
    named AS (
      SELECT resources.run_id, resources.account_id, resources.region, resources.id, resources.arn, declared.name
      FROM resources JOIN catalogue.tables AS declared USING (service, type)
    ),
    targets AS (
      SELECT *, arn AS key FROM named WHERE arn IS NOT NULL
      UNION ALL SELECT *, name || ' ' || id FROM named WHERE id IS DISTINCT FROM arn
    )
    SELECT found.run_id, found.date, found.account_id, found.account_name, found.region,
      source.name AS from_type, found.id AS from_id, found.arn AS from_arn, found.kind, found.path AS member,
      coalesce(min(target.name), found.to_type) AS to_type, coalesce(min(target.id), found.value) AS to_id,
      CASE WHEN found.is_arn THEN found.value ELSE min(target.arn) END AS to_arn,
      count(target.key) > 0 AS collected
    FROM found JOIN catalogue.tables AS source USING (service, type)
    LEFT JOIN targets AS target ON target.run_id = found.run_id AND target.key = found.key
      AND (found.is_arn OR ${isSamePlace} OR ${isUniqueId})
    GROUP BY found.run_id, found.date, found.account_id, found.account_name, found.region, source.name, found.id,
      found.arn, found.kind, found.path, found.to_type, found.value, found.is_arn
    HAVING min(target.arn) IS DISTINCT FROM found.arn OR found.arn IS NULL`;
}

/** `$.SecurityGroups[0].GroupId` → `SecurityGroups[].GroupId`. */
const pathSql = "regexp_replace(substr(member.fullkey, 3), '\\[\\d+\\]', '[]', 'g')";

/** A name is unique within a region of an account. */
const isSamePlace =
  "(target.account_id = found.account_id AND target.region IN (found.region, 'global'))";

/** `subnet-0a1b2c3d` of another account is shared with this one. Names of buckets are unique, too. */
const isUniqueId =
  "(target.name = 's3_bucket' OR regexp_full_match(target.id, '([a-z]+-)+[0-9a-f]{8}([0-9a-f]{9})?'))";
