/** DuckDB in memory, for the duration of a query. It installs no extensions and makes no network requests. */

import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { plainRow, plainRows, type TypeIds } from './plain-value.ts';
import { asPattern, quoteTexts } from './quote.ts';

export type QueryParameters = Readonly<Record<string, string | number | boolean | null>>;
/** A row by column. Large integers are texts, times are ISO 8601, and nested values are plain objects and lists. */
export type ResultRow = Readonly<Record<string, unknown>>;

/** The result of a query, as a stream. */
export interface QueryResult {
  readonly columns: readonly string[];
  /** As they are read, some at a time. */
  readonly rows: AsyncIterable<readonly unknown[]>;
}

export interface Database {
  /** Throws a `FlotillaError` with DuckDB's message. */
  run(sql: string, values?: QueryParameters): Promise<void>;
  all(sql: string, values?: QueryParameters): Promise<readonly ResultRow[]>;
  stream(sql: string): Promise<QueryResult>;
  interrupt(): void;
  close(): void;
}

export interface DatabaseOptions {
  /** `512MB`; queries that need more use a temporary folder. Default: most of the machine. */
  readonly memory?: string;
  /** Each thread has its own buffers. Default: one per core. */
  readonly threads?: number;
}

export async function openDatabase({ memory, threads }: DatabaseOptions = {}): Promise<Database> {
  // Functions on AWS have code that reads with DuckDB, and no DuckDB: it must not be imported when they start.
  const { DuckDBInstance, DuckDBTypeId } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', {
    ...noExtensions,
    // The default is a folder in the working directory, which several databases would share.
    temp_directory: join(tmpdir(), `flotilla-duckdb-${randomUUID()}`),
    ...(memory !== undefined && { memory_limit: memory }),
    ...(threads !== undefined && { threads: String(threads) }),
  });
  const connection = await instance.connect();
  // Times of AWS are UTC, and so are those in the files.
  await connection.run("SET TimeZone = 'UTC'");
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  return databaseOn(connection, { ids: DuckDBTypeId, close });
}

/** Restricts reading to these folders; this cannot be changed afterwards. */
export async function lockDatabase(database: Database, folders: readonly string[]): Promise<void> {
  // DuckDB compares a path with this list both as written and after expanding patterns.
  const allowed = [...folders, ...folders.map(asPattern)];
  await database.run(`SET allowed_directories = ${quoteTexts(allowed)}`);
  await database.run('SET enable_external_access = false');
  await database.run('SET lock_configuration = true');
}

const noExtensions = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
};

interface OpenedInstance {
  readonly ids: TypeIds;
  readonly close: () => void;
}

function databaseOn(connection: DuckDBConnection, { ids, close }: OpenedInstance): Database {
  const bound = (values?: QueryParameters) => values as Record<string, DuckDBValue> | undefined;
  return {
    run: (sql, values) =>
      withDatabaseErrors(async () => void (await connection.run(sql, bound(values)))),
    all: (sql, values) =>
      withDatabaseErrors(async () => {
        const result = await connection.runAndReadAll(sql, bound(values));
        const toPlain = plainRow(result.columnTypes(), ids);
        const names = result.deduplicatedColumnNames();
        return result.getRows().map((row) => named(names, toPlain(row)));
      }),
    stream: (sql) =>
      withDatabaseErrors(async () => {
        const result = await connection.stream(sql);
        return {
          columns: result.deduplicatedColumnNames(),
          rows: withDatabaseErrorsEach(plainRows(result, ids)),
        };
      }),
    interrupt: () => connection.interrupt(),
    close,
  };
}

function named(names: readonly string[], row: readonly unknown[]): ResultRow {
  return Object.fromEntries(names.map((name, index) => [name, row[index]]));
}

async function withDatabaseErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw asFlotillaError(cause);
  }
}

async function* withDatabaseErrorsEach<T>(items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (cause) {
    throw asFlotillaError(cause);
  }
}

function asFlotillaError(cause: unknown): unknown {
  if (!(cause instanceof Error) || cause instanceof FlotillaError) return cause;
  if (!/^[A-Z][\w ]* Error: /.test(cause.message)) return cause;
  return new FlotillaError('InvalidInput', sentenceOf(cause.message), { cause });
}

/** One line, without the excerpt of the query and the arrow. */
function sentenceOf(message: string): string {
  const [sentence = ''] = message.split(/\n+LINE \d+: /);
  return sentence.replace(/\s+/g, ' ').trim();
}
