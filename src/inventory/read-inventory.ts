/** Reads inventory runs from a program: finds them in a folder or a bucket, and answers questions in SQL. */

import { homedir } from 'node:os';
import { join } from 'node:path';
import { borrowFleet, type FleetSource } from '../aws/borrow-fleet.ts';
import { chooseRuns } from './read/choose-runs.ts';
import type { QueryResult, ResultRow } from './read/open-database.ts';
import { openInventory } from './read/open-inventory.ts';
import { isUrl, sourceOpener } from './read/open-source.ts';
import type { RunOnDisk } from './read/run-on-disk.ts';

/** Where the runs are, and which of them are read. Default: the latest finished run of each place. */
export interface FindRunsOptions {
  /** Folders or `s3://bucket/prefix`, as `out` of `takeInventory`; or the folders of runs. */
  readonly from: string | readonly string[];
  /** `2026-01-31`: the latest finished run of that day, UTC. */
  readonly date?: string;
  /** Run ids: these runs, finished or not. */
  readonly runs?: readonly string[];
  /** How a bucket is reached. Default: what the SDK finds in the environment. */
  readonly aws?: FleetSource;
  /** A folder for what is downloaded from a bucket. Default: `~/.cache/flotilla/inventory`. */
  readonly cache?: string;
  /** Stops a download. */
  readonly signal?: AbortSignal;
}

/** Inventory runs, open for questions. */
export interface InventoryReader {
  /** The runs that are read, with the status of each account: what a query finds is complete only where they are. */
  readonly runs: readonly RunOnDisk[];
  /**
   * Returns the rows of a `SELECT` in DuckDB's SQL, in memory. Views: `resources`, `gaps`, `runs`, and one for each type
   * of the catalogue (`ec2_instance`), with the same columns in every run. Rejects with a `FlotillaError` that has DuckDB's message.
   */
  query(sql: string): Promise<readonly ResultRow[]>;
  /** The same for results that do not fit into memory. */
  stream(sql: string): Promise<QueryResult>;
  /** Returns the names of all views. */
  views(): Promise<readonly string[]>;
  /** Cancels the running query. */
  interrupt(): void;
  /** Frees the database. */
  close(): void;
}

/**
 * Finds inventory runs, with the status of each account.
 *
 * Rejects with a `FlotillaError` of code `InvalidInput` when there is no such run, and `File` when its files cannot be
 * read.
 *
 * @example
 * ```ts
 * import { diffRuns, findRuns } from 'flotilla/inventory';
 *
 * const from = './flotilla-inventory';
 * const [before] = await findRuns({ from, date: '2026-01-31' });
 * const [after] = await findRuns({ from });
 * if (before && after) console.log((await diffRuns(before, after)).added);
 * ```
 */
export async function findRuns({
  from,
  date,
  runs,
  aws = {},
  cache = join(homedir(), '.cache', 'flotilla', 'inventory'),
  signal,
}: FindRunsOptions): Promise<readonly RunOnDisk[]> {
  const places = typeof from === 'string' ? [from] : from;
  const choice = { from: places, ...(date !== undefined && { date }), ...(runs && { runs }) };
  if (!places.some(isUrl)) return chooseRuns(choice);
  const { fleet, release } = borrowFleet(aws);
  try {
    return await chooseRuns(choice, sourceOpener({ fleet, cache, ...(signal && { signal }) }));
  } finally {
    release();
  }
}

/**
 * Opens inventory runs for questions in SQL. Close it at the end. Queries can read the files of these runs and nothing
 * else. Rejects as `findRuns` does.
 *
 * @example
 * ```ts
 * import { readInventory } from 'flotilla/inventory';
 *
 * const inventory = await readInventory({ from: './flotilla-inventory' });
 * try {
 *   const rows = await inventory.query(
 *     'SELECT account_name, count(*) AS instances FROM ec2_instance GROUP BY ALL ORDER BY ALL',
 *   );
 *   for (const { account_name, instances } of rows) console.log(account_name, instances);
 * } finally {
 *   inventory.close();
 * }
 * ```
 */
export async function readInventory(options: FindRunsOptions): Promise<InventoryReader> {
  const runs = await findRuns(options);
  const { ask, views, interrupt, close } = await openInventory(runs);
  return {
    runs,
    async query(sql) {
      const { columns, rows } = await ask(sql);
      return Array.fromAsync(rows, (values) =>
        Object.fromEntries(columns.map((name, index) => [name, values[index]])),
      );
    },
    stream: ask,
    views,
    interrupt,
    close,
  };
}
