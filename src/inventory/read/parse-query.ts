/**
 * Parses a query and checks that it only reads: DuckDB may read the folders of a run, and could otherwise write to them
 * with COPY.
 */

import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Database } from './open-database.ts';
import { supportDateFunctions } from './support-dates.ts';

export interface SqlQuery {
  /** Without EXPLAIN. */
  readonly sql: string;
  /** Names of tables and views as written. Undefined where the query lists them. */
  readonly tables: readonly string[] | undefined;
  /** Names that the query itself defines, by WITH. */
  readonly defined: readonly string[];
}

/** Throws a `FlotillaError` unless the text is exactly one query. */
export async function parseQuery(database: Database, text: string): Promise<SqlQuery> {
  const sql = text.replace(explain, '');
  const [row] = await database.all('SELECT json_serialize_sql($sql::VARCHAR) AS parsed', { sql });
  const parsed = row?.parsed as Parsed;
  if (parsed.error) throw refusal(parsed);
  if (parsed.statements.length !== 1) throw notOne(parsed.statements.length);
  const nodes = [...objectsIn(parsed.statements)];
  await expectNoEffects(database, nodes);
  return { sql, tables: tablesIn(nodes), defined: definedIn(nodes) };
}

const explain = /^\s*EXPLAIN\s+(ANALYZE\s+)?/i;

type Node = Readonly<Record<string, unknown>>;

type Parsed =
  | { readonly error: false; readonly statements: readonly Node[] }
  | { readonly error: true; readonly error_type: string; readonly error_message: string };

function refusal({ error_type, error_message }: Parsed & { readonly error: true }): FlotillaError {
  if (error_type === 'parser')
    return new FlotillaError('InvalidInput', `Parser Error: ${error_message}`);
  return new FlotillaError(
    'InvalidInput',
    'an inventory is read-only: use SELECT, FROM, WITH, DESCRIBE, SUMMARIZE, SHOW or EXPLAIN',
  );
}

function notOne(statements: number): FlotillaError {
  const what = statements === 0 ? 'there is no query' : `there are ${statements} queries`;
  return new FlotillaError('InvalidInput', `${what}; give one at a time`);
}

/**
 * Functions that return tables, and that neither write nor run text. Those that read files read the folders of the run
 * alone.
 */
const tableFunctions: ReadonlySet<string> = new Set([
  'duckdb_columns',
  'duckdb_functions',
  'duckdb_keywords',
  'duckdb_schemas',
  'duckdb_tables',
  'duckdb_types',
  'duckdb_views',
  'generate_series',
  'glob',
  'histogram',
  'histogram_values',
  'json_each',
  'json_tree',
  'parquet_file_metadata',
  'parquet_kv_metadata',
  'parquet_metadata',
  'parquet_scan',
  'parquet_schema',
  'pg_timezone_names',
  'pragma_table_info',
  'pragma_version',
  'range',
  'read_blob',
  'read_csv',
  'read_csv_auto',
  'read_json',
  'read_json_auto',
  'read_json_objects',
  'read_json_objects_auto',
  'read_ndjson',
  'read_ndjson_auto',
  'read_ndjson_objects',
  'read_parquet',
  'read_text',
  'repeat',
  'repeat_row',
  'sniff_csv',
  'summary',
  'unnest',
  ...supportDateFunctions,
]);

/** Functions on values that DuckDB lists as having side effects, and whose results only differ from call to call. */
const changingFunctions: ReadonlySet<string> = new Set([
  'current_query',
  'error',
  'gen_random_uuid',
  'random',
  'stats',
  'uuid',
  'uuidv4',
  'uuidv7',
]);

/** Throws unless every function is known to do nothing but return values. One that does not exist is DuckDB's error. */
async function expectNoEffects(database: Database, nodes: readonly Node[]): Promise<void> {
  const rows = await database.all(
    "SELECT lower(function_name) AS name, bool_or(function_type IN ('scalar', 'aggregate', 'macro')) AS on_values, bool_or(coalesce(has_side_effects, false)) AS has_effects FROM duckdb_functions() GROUP BY ALL",
  );
  const known = new Map(rows.map((row) => [row.name, row]));
  const isRefused = ({ name, isTable }: CalledFunction) => {
    const found = known.get(name);
    if (!found) return false;
    if (isTable) return !tableFunctions.has(name);
    if (!found.on_values) return !tableFunctions.has(name);
    return found.has_effects === true && !changingFunctions.has(name);
  };
  const refused = calledFunctions(nodes).find(isRefused);
  if (!refused) return;
  throw new FlotillaError('InvalidInput', `an inventory is read-only: remove ${refused.name}()`);
}

interface CalledFunction {
  readonly name: string;
  /** Whether its result is read as a table. */
  readonly isTable: boolean;
}

function calledFunctions(nodes: readonly Node[]): readonly CalledFunction[] {
  const ofTables = new Set(
    nodes.filter(({ type }) => type === 'TABLE_FUNCTION').map((node) => node.function),
  );
  return nodes.flatMap((node) => {
    const { function_name: name } = node;
    if (typeof name !== 'string') return [];
    return [{ name: name.toLowerCase(), isTable: ofTables.has(node) }];
  });
}

const catalogues = /^(information_schema|pg_catalog|duckdb_.*|sqlite_.*|pragma_.*)$/i;

function tablesIn(nodes: readonly Node[]): readonly string[] | undefined {
  const asksWhich = nodes.some(
    ({ type, show_type, schema_name, table_name, function_name }) =>
      (type === 'SHOW_REF' && show_type !== 'DESCRIBE' && show_type !== 'SUMMARY') ||
      [schema_name, table_name, function_name].some((name) => catalogues.test(String(name))),
  );
  if (asksWhich) return undefined;
  return nodes.flatMap(({ type, table_name }) =>
    type === 'BASE_TABLE' && typeof table_name === 'string' ? [table_name] : [],
  );
}

function definedIn(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap(({ cte_map }) => {
    const { map = [] } = (cte_map ?? {}) as { readonly map?: readonly { readonly key: string }[] };
    return map.map(({ key }) => key);
  });
}

function* objectsIn(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  for (const item of Object.values(value)) yield* objectsIn(item);
}
