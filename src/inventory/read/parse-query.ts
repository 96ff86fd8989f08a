/**
 * Parses a query and checks that it only reads: DuckDB may read the folders of a run, and could otherwise write to them
 * with COPY.
 */

import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Database } from './open-database.ts';

export interface SqlQuery {
  /** Without EXPLAIN. */
  readonly sql: string;
  /** Names of tables and views as written. Undefined where the query lists them. */
  readonly tables: readonly string[] | undefined;
}

/** Throws a `FlotillaError` unless the text is exactly one query. */
export async function parseQuery(database: Database, text: string): Promise<SqlQuery> {
  const sql = text.replace(explain, '');
  const [row] = await database.all('SELECT json_serialize_sql($sql::VARCHAR) AS parsed', { sql });
  const parsed = row?.parsed as Parsed;
  if (parsed.error) throw refusal(parsed);
  if (parsed.statements.length !== 1) throw notOne(parsed.statements.length);
  const nodes = [...objectsIn(parsed.statements)];
  expectNoEffects(nodes);
  return { sql, tables: tablesIn(nodes) };
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

/** Functions with side effects: the log can be a file, and `query` runs text that was not checked. */
const effects = [
  'enable_logging',
  'disable_logging',
  'truncate_duckdb_logs',
  'query',
  'checkpoint',
  'force_checkpoint',
];

function expectNoEffects(nodes: readonly Node[]): void {
  const found = nodes.map(({ function_name: name }) => name).find(isEffect);
  if (found === undefined) return;
  throw new FlotillaError('InvalidInput', `an inventory is read-only: remove ${found}() out`);
}

function isEffect(name: unknown): name is string {
  return typeof name === 'string' && effects.includes(name.toLowerCase());
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

function* objectsIn(value: unknown): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Node;
  for (const item of Object.values(value)) yield* objectsIn(item);
}
