/**
 * A view per type, `ec2_instance`: the columns of `resources`, and the members of the resource. Those of the catalogue
 * have the same columns in every run; those of other types have the members that their records have.
 */

import type { CatalogueEntry } from '../catalogue/entry.ts';
import { extraColumn, knownMembers, memberColumns } from '../tables/table.ts';
import { columns, runColumns } from './columns.ts';
import type { Database } from './open-database.ts';
import { quoteName, quoteText } from './quote.ts';

/** A type as it is in the records. */
export interface RecordType {
  readonly service: string;
  readonly type: string;
}

export interface TypeView extends RecordType {
  readonly name: string;
}

/** Returns the types that have records: this reads the files. */
export async function recordedTypes(database: Database): Promise<readonly RecordType[]> {
  const rows = await database.all(
    'SELECT DISTINCT service, type FROM resources WHERE service IS NOT NULL AND type IS NOT NULL ORDER BY service, type',
  );
  return rows.map(({ service, type }) => ({ service: String(service), type: String(type) }));
}

/** The view of a catalogue's entry, which reads nothing. */
export function tableSql(entry: CatalogueEntry): string {
  const members = memberColumns(entry);
  const known = Object.fromEntries(Array.from(knownMembers(entry).keys(), (name) => [name, null]));
  return viewSql(entryView(entry), [
    ...members.map(({ name, type, member }) => `${valueSql(member, type)} AS ${quoteName(name)}`),
    // Merging a null removes the member.
    `nullif(json_merge_patch(resource, ${quoteText(JSON.stringify(known))}), '{}')::JSON AS ${extraColumn.name}`,
  ]);
}

export function entryView({ key, service, type }: CatalogueEntry): TypeView {
  return { name: key.toLowerCase(), service, type };
}

/** The view of a type that the catalogue does not have. Its members are found by reading every record. */
export async function viewOfRecordsSql(database: Database, view: TypeView): Promise<string> {
  const { service, type } = view;
  const rows = await database.all(membersSql, { service, type });
  const taken = new Set([...columns, ...runColumns].map(({ name }) => name));
  const members = rows.flatMap(({ name, types }) => {
    const key = String(name).toLowerCase();
    if (key === '' || taken.has(key)) return [];
    taken.add(key);
    const sqlType = foundType(types as readonly string[]);
    return [`${valueSql(String(name), sqlType)} AS ${quoteName(String(name))}`];
  });
  return viewSql(view, members);
}

// The condition is inside, so that DuckDB can skip parts of the files.
const membersSql = `
  SELECT member.key AS name, list(DISTINCT member.type) AS types
  FROM (SELECT resource FROM resources WHERE service = $service AND type = $type) AS records,
    json_each(records.resource) AS member
  GROUP BY 1 ORDER BY 1`;

/** Without members the name is enough for a suggestion in an error. */
export function viewSql(
  { name, service, type }: TypeView,
  members: readonly string[] = [],
): string {
  const where = `service = ${quoteText(service)} AND type = ${quoteText(type)}`;
  const selected = ['*', ...members].join(', ');
  return `CREATE OR REPLACE VIEW ${quoteName(name)} AS SELECT ${selected} FROM resources WHERE ${where}`;
}

/** A value that does not have its type is NULL: a number that was redacted. */
function valueSql(member: string, type: string): string {
  const pointer = quoteText(`/${member.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const value = `json_extract(resource, ${pointer})`;
  if (type === 'JSON') return value;
  if (type === 'VARCHAR') return `json_extract_string(resource, ${pointer})`;
  return `from_json(${value}, ${quoteText(JSON.stringify(type))})`;
}

/** Text, numbers and booleans as such; lists, structures and members with several types as JSON. */
function foundType(types: readonly string[]): string {
  const found = types.filter((type) => type !== 'NULL');
  const areAll = (...some: readonly string[]) => found.every((type) => some.includes(type));
  if (areAll('VARCHAR')) return 'VARCHAR';
  if (areAll('BOOLEAN')) return 'BOOLEAN';
  if (areAll('UBIGINT', 'BIGINT')) return 'BIGINT';
  return areAll('UBIGINT', 'BIGINT', 'DOUBLE') ? 'DOUBLE' : 'JSON';
}
