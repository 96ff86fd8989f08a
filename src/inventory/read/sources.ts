/** Builds SQL sources from files of records: NDJSON and Parquet have the same columns. */

import { columns } from './columns.ts';
import { asPattern, quoteName, quoteText, quoteTexts } from './quote.ts';
import type { RunOnDisk } from './run-on-disk.ts';

export function parquetSource(files: readonly string[]): string {
  const names = columns.map(({ name }) => quoteName(name)).join(', ');
  return `SELECT ${names} FROM read_parquet(${filesSql(files)})`;
}

/** Columns are declared, so that an empty file has them as well and nothing is guessed from the first lines. */
export function ndjsonSource(files: readonly string[]): string {
  const names = columns.map(({ name, field }) => `${quoteName(field)} AS ${quoteName(name)}`);
  const types = columns.map(({ field, type }) => `${quoteText(field)}: ${quoteText(type)}`);
  return `SELECT ${names.join(', ')} FROM read_json(${filesSql(files)}, format = 'newline_delimited', compression = 'uncompressed', columns = {${types.join(', ')}})`;
}

/** Entries of the manifests, a row each. Undefined where no account has one. */
export function manifestSource({ accounts }: RunOnDisk): string | undefined {
  const files = accounts.flatMap(({ manifest }) => manifest ?? []);
  if (files.length === 0) return undefined;
  const entry =
    'STRUCT(region VARCHAR, service VARCHAR, type VARCHAR, status VARCHAR, count BIGINT, partial BIGINT, code VARCHAR, message VARCHAR)[]';
  const types = `{accountId: 'VARCHAR', accountName: 'VARCHAR', entries: '${entry}'}`;
  return `SELECT accountId AS account_id, accountName AS account_name, unnest(entries, max_depth := 2)
    FROM read_json(${filesSql(files)}, format = 'unstructured', columns = ${types})`;
}

function filesSql(files: readonly string[]): string {
  return quoteTexts(files.map(asPattern));
}
