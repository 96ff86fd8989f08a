/** A view per type, `ec2_instance`: the columns of `resources`, and the members of the resource. */

import { columns, runColumns } from './columns.ts';
import type { Database } from './open-database.ts';
import { quoteName, quoteText } from './quote.ts';
import { baseViews } from './views.ts';

/** Of a service and type of the records. */
export type NameOfType = (service: string, type: string) => string;

export interface TypeView {
  readonly name: string;
  readonly service: string;
  readonly type: string;
}

/** Creates a view for each type in `resources`, at first with its columns only. */
export async function createTypeViews(
  database: Database,
  nameOf: NameOfType,
): Promise<readonly TypeView[]> {
  const rows = await database.all(
    'SELECT DISTINCT service, type FROM resources WHERE service IS NOT NULL AND type IS NOT NULL ORDER BY service, type',
  );
  const views = rows.map(({ service, type }) => toView(String(service), String(type), nameOf));
  const taken = new Set<string>(baseViews);
  const free = views.filter(({ name }) => !taken.has(name) && taken.add(name));
  for (const view of free) await createView(database, view, []);
  return free;
}

/** Adds the members of the records as columns, on demand: finding them reads every record. */
export async function addMembers(database: Database, view: TypeView): Promise<void> {
  const { service, type } = view;
  const rows = await database.all(membersSql, { service, type });
  const taken = new Set([...columns, ...runColumns].map(({ name }) => name));
  const members = rows.flatMap(({ name, types }) => {
    const key = String(name).toLowerCase();
    if (key === '' || taken.has(key)) return [];
    taken.add(key);
    return [memberSql(String(name), types as readonly string[])];
  });
  await createView(database, view, members);
}

// The condition is inside, so that DuckDB can skip parts of the files.
const membersSql = `
  SELECT member.key AS name, list(DISTINCT member.type) AS types
  FROM (SELECT resource FROM resources WHERE service = $service AND type = $type) AS records,
    json_each(records.resource) AS member
  GROUP BY 1 ORDER BY 1`;

function toView(service: string, type: string, nameOf: NameOfType): TypeView {
  return { name: nameOf(service, type).toLowerCase(), service, type };
}

async function createView(
  database: Database,
  { name, service, type }: TypeView,
  members: readonly string[],
): Promise<void> {
  const where = `service = ${quoteText(service)} AND type = ${quoteText(type)}`;
  const selected = ['*', ...members].join(', ');
  await database.run(
    `CREATE OR REPLACE VIEW ${quoteName(name)} AS SELECT ${selected} FROM resources WHERE ${where}`,
  );
}

/** Text, numbers and booleans as such; lists, structures and members with several types as JSON. */
function memberSql(name: string, types: readonly string[]): string {
  const pointer = quoteText(`/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const scalar = scalarOf(types.filter((type) => type !== 'NULL'));
  const value =
    scalar === undefined
      ? `json_extract(resource, ${pointer})`
      : `json_extract_string(resource, ${pointer})::${scalar}`;
  return `${value} AS ${quoteName(name)}`;
}

function scalarOf(types: readonly string[]): string | undefined {
  const areAll = (...some: readonly string[]) => types.every((type) => some.includes(type));
  if (areAll('VARCHAR')) return 'VARCHAR';
  if (areAll('BOOLEAN')) return 'BOOLEAN';
  if (areAll('UBIGINT', 'BIGINT')) return 'BIGINT';
  return areAll('UBIGINT', 'BIGINT', 'DOUBLE') ? 'DOUBLE' : undefined;
}
