/** Converts NDJSON to Parquet: sorted, so that a query about one type skips the others. */

import { rename, rm, stat } from 'node:fs/promises';
import { quoteText } from './quote.ts';
import { ndjsonSource } from './sources.ts';

/** Larger groups are read faster as a whole, smaller ones are skipped more often. */
const rowsPerGroup = 20_480;

/**
 * Sorting happens in memory. A larger file keeps its order, in which the resources of a listing are adjacent anyway.
 */
const maxSortedBytes = 32 * 2 ** 20;

/** The file appears when it is complete. DuckDB is loaded only here. */
export async function writeParquet(ndjsonFile: string, parquetFile: string): Promise<void> {
  const { openDatabase } = await import('./open-database.ts');
  const { size } = await stat(ndjsonFile);
  const order = size > maxSortedBytes ? '' : 'ORDER BY service, type, region, id';
  const unfinished = `${parquetFile}.part`;
  const database = await openDatabase({ memory: '256MB', threads: 1 });
  try {
    await database.run(`
      COPY (FROM (${ndjsonSource([ndjsonFile])}) ${order})
      TO ${quoteText(unfinished)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${rowsPerGroup})`);
    await rename(unfinished, parquetFile);
  } finally {
    database.close();
    await rm(unfinished, { force: true });
  }
}
