/** Builds SQL sources from files of records: NDJSON and Parquet have the same columns. */

import { columns, runColumns } from './columns.ts';
import { asPattern, quoteName, quoteText, quoteTexts } from './quote.ts';
import type { CompactedMonth, RunOnDisk } from './run-on-disk.ts';

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

/** Records of the runs of a month, with their runs. */
export function monthSource({ resources }: CompactedMonth, runIds: readonly string[]): string {
  const names = [...columns, ...runColumns].map(({ name }) => quoteName(name)).join(', ');
  return `SELECT ${names} FROM read_parquet(${filesSql(resources)}) WHERE run_id IN (${runIds.map(quoteText).join(', ')})`;
}

/** Entries of the manifests, a row each. Undefined where no account has one. */
export function manifestSource({ accounts, runId, compacted }: RunOnDisk): string | undefined {
  if (compacted)
    return (
      compacted.listings &&
      `SELECT ${listingColumns} FROM read_parquet(${filesSql([compacted.listings])}) WHERE run_id = ${quoteText(runId)}`
    );
  const files = accounts.flatMap(({ manifest }) => manifest ?? []);
  if (files.length === 0) return undefined;
  const entry =
    'STRUCT(region VARCHAR, service VARCHAR, type VARCHAR, status VARCHAR, count BIGINT, partial BIGINT, code VARCHAR, message VARCHAR)[]';
  const types = `{accountId: 'VARCHAR', accountName: 'VARCHAR', entries: '${entry}'}`;
  return `SELECT accountId AS account_id, accountName AS account_name, unnest(entries, max_depth := 2)
    FROM read_json(${filesSql(files)}, format = 'unstructured', columns = ${types})`;
}

const listingColumns =
  'account_id, account_name, region, service, type, status, count, "partial", code, message';

function filesSql(files: readonly string[]): string {
  return quoteTexts(files.map(asPattern));
}
