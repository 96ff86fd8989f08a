/**
 * Writes the runs of a month as one Parquet file per type, sorted so that what does not change from run to run takes
 * little space. The files appear together, when all of them are complete.
 */

import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { withBreadth } from '../catalogue/breadth.ts';
import { loadCatalogue } from '../catalogue/catalogue.ts';
import { columns, runColumns } from './columns.ts';
import { type MonthRuns, monthFiles, replacedMonth } from './compacted-month.ts';
import { type Database, openDatabase } from './open-database.ts';
import type { MonthPlan } from './plan-compaction.ts';
import { quoteName, quoteText } from './quote.ts';
import type { RunOnDisk } from './run-on-disk.ts';
import { entryView } from './type-views.ts';
import { createViews } from './views.ts';

export interface CompactedFiles {
  readonly records: number;
  /** Files of records. */
  readonly types: number;
}

export async function compactMonth(
  { folder, added, kept }: Pick<MonthPlan, 'folder' | 'added' | 'kept'>,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<CompactedFiles> {
  const runs = [...kept, ...added];
  // One thread writes one file per type.
  const database = await openDatabase({ memory: '2GB', threads: 1 });
  const interrupt = () => database.interrupt();
  signal?.addEventListener('abort', interrupt);
  const draft = `${folder}.part`;
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { recursive: true });
    await createViews(database, runs);
    await writeMonth(database, draft);
    const written = await assertComplete(database, draft, runs);
    await writeFile(
      join(draft, monthFiles.runs),
      JSON.stringify({ version: 1, runs: runs.map(summaryOf) }),
    );
    await replace(draft, folder);
    return written;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    database.close();
    await rm(draft, { recursive: true, force: true });
  }
}

/** Writes the views `resources` and `listings` of a database. */
export async function writeMonth(database: Database, draft: string): Promise<void> {
  await createFileNames(database);
  const resources = join(draft, monthFiles.resources);
  const names = [...columns, ...runColumns].map(({ name }) => quoteName(name)).join(', ');
  await database.run('SET partitioned_write_max_open_files = 4096');
  await database.run(`
    COPY (
      SELECT ${names}, coalesce(files.name, ${otherTypes}) AS file
      FROM resources LEFT JOIN file_names AS files USING (service, type)
      ORDER BY file, account_id, region, id, date, run_id
    ) TO ${quoteText(resources)} (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (file), ROW_GROUP_SIZE 20480)`);
  await flatten(resources);
  await database.run(`
    COPY (FROM listings ORDER BY service, type, account_id, region, date, run_id)
    TO ${quoteText(join(draft, monthFiles.listings))} (FORMAT parquet, COMPRESSION zstd)`);
}

/** Of types that the catalogue does not have. */
const otherTypes = "regexp_replace(lower(service || '_' || type), '[^a-z0-9]+', '_', 'g')";

async function createFileNames(database: Database): Promise<void> {
  const rows = withBreadth(loadCatalogue()).entries.map((entry) => {
    const { name, service, type } = entryView(entry);
    return `(${[name, service, type].map(quoteText).join(', ')})`;
  });
  await database.run(
    `CREATE TABLE file_names AS FROM (VALUES ${rows.join(', ')}) AS listed(name, service, type)`,
  );
}

/** `file=ec2_vpc/data_0.parquet` → `ec2_vpc.parquet`. */
async function flatten(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const partition of await readdir(folder)) {
    const name = decodeURIComponent(partition.slice('file='.length));
    const parts = await readdir(join(folder, partition));
    for (const [index, part] of parts.sort().entries()) {
      const suffix = index === 0 ? '' : `-${index}`;
      await rename(join(folder, partition, part), join(folder, `${name}${suffix}.parquet`));
    }
    await rm(join(folder, partition), { recursive: true });
  }
}

/** Counts what was written: a run is deleted only after that. */
async function assertComplete(
  database: Database,
  draft: string,
  runs: readonly RunOnDisk[],
): Promise<CompactedFiles> {
  const files = await readdir(join(draft, monthFiles.resources));
  const pattern = quoteText(join(draft, monthFiles.resources, '*.parquet'));
  const rows =
    files.length === 0
      ? []
      : await database.all(
          `SELECT run_id, count(*) AS records FROM read_parquet(${pattern}) GROUP BY 1`,
        );
  const written = new Map(rows.map(({ run_id, records }) => [String(run_id), Number(records)]));
  for (const { runId, accounts } of runs) {
    const expected = accounts.reduce((sum, { records }) => sum + records, 0);
    const found = written.get(runId) ?? 0;
    if (found !== expected)
      throw new FlotillaError(
        'File',
        `run ${runId} has ${expected} records in its summary and ${found} in its files; it was not compacted`,
      );
  }
  return {
    records: [...written.values()].reduce((sum, count) => sum + count, 0),
    types: files.length,
  };
}

/** What a summary says, from which a run is read again. */
function summaryOf(run: RunOnDisk): MonthRuns['runs'][number] {
  const { runId, date, startedAt = '', finishedAt = '', catalogueVersion = '', accounts } = run;
  return {
    runId,
    date,
    startedAt,
    finishedAt,
    catalogueVersion,
    accounts: accounts.map(({ file, manifest, status, ...account }) => ({
      ...account,
      // A finished run has no unfinished accounts.
      status: status === 'unfinished' ? 'failed' : status,
    })),
  };
}

async function replace(draft: string, folder: string): Promise<void> {
  const old = replacedMonth(folder);
  await rm(old, { recursive: true, force: true });
  await mkdir(dirname(folder), { recursive: true });
  await rename(folder, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(draft, folder);
  await rm(old, { recursive: true, force: true });
}
