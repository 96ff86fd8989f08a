/** Queries a Parquet file of an export. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type ResultRow } from '../../inventory/read/open-database.ts';
import { quoteText } from '../../inventory/read/quote.ts';

/** `EXPORT` in the query is the table: `SELECT count(*) FROM EXPORT`. */
export async function queryExport(
  parquet: Uint8Array,
  query: string,
): Promise<readonly ResultRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'flotilla-read-export-'));
  const file = join(folder, 'export.parquet');
  const database = await openDatabase({ threads: 1 });
  try {
    await writeFile(file, parquet);
    return await database.all(query.replace('EXPORT', `read_parquet(${quoteText(file)})`));
  } finally {
    database.close();
    await rm(folder, { recursive: true });
  }
}
