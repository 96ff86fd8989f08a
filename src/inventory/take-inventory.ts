/** Takes an inventory from a program: selects accounts, collects them and writes the files of a run. */

import { borrowFleet, type FleetSource } from '../aws/borrow-fleet.ts';
import { parseRunOptions, type RunOptions } from '../fleet/run-options.ts';
import { planTargets } from '../fleet/targets.ts';
import type { Outcome } from '../model/outcome.ts';
import { type CatalogueChoice, entriesOf } from './catalogue/entries-of.ts';
import type { InventoryFormat } from './collect/account-files.ts';
import { collectInventory } from './collect/collect-inventory.ts';
import { startRun } from './collect/start-run.ts';
import { runFolder } from './layout.ts';
import { writeParquet } from './read/write-parquet.ts';
import type { AccountManifest, RunSummary } from './record.ts';
import { openStore } from './store/open-store.ts';

/**
 * Options of `takeInventory`: which accounts and what of them, the role, the limits of the run, and where its files go.
 * `regions` is `'enabled'` by default. Only `out` is required.
 */
export type TakeInventoryOptions = Omit<RunOptions, 'ouPath' | 'order'> &
  CatalogueChoice & {
    /** A folder or `s3://bucket/prefix`. It can hold any number of runs. */
    readonly out: string;
    /** Default: `['ndjson']`. */
    readonly formats?: readonly InventoryFormat[];
    /**
     * In `recon` files, repeats what aws-recon gets wrong: its own ARNs, and global resources once per region. Default:
     * false.
     */
    readonly reconCompatible?: boolean;
    /** Continues an unfinished run with the same options; accounts that are complete are not read again. */
    readonly resume?: boolean;
    /** Default: what the SDK finds in the environment. */
    readonly aws?: FleetSource;
    /** Stops the run, which can be resumed. */
    readonly signal?: AbortSignal;
    /** Called as each account ends, with its manifest: what was listed, and what could not be. */
    readonly onAccount?: (outcome: Outcome<AccountManifest>) => void;
  };

/** An inventory run and where its files are. */
export interface TakenInventory {
  readonly runId: string;
  /** Of this run, below `out`. */
  readonly folder: string;
  /** Accounts, records and gaps. Undefined when the run was stopped: call again with `resume`. */
  readonly summary: RunSummary | undefined;
}

/**
 * Collects every resource of every selected account into files. Only reading calls are made; the entries' `actions` are
 * the permissions that the role needs.
 *
 * An account that cannot be read, or only in part, is not an error: the summary says so. Rejects with a `FlotillaError`
 * when nothing can be collected. `InvalidInput`: an option, a service or a type is wrong. `Credentials`,
 * `OrganizationUnreadable` and `Selection`: as for `acrossAccounts`. `File`: `out` cannot be written.
 * `ResumeMismatch`: there is no such run to resume.
 *
 * @example
 * ```ts
 * import { takeInventory } from 'flotilla/inventory';
 *
 * const { folder, summary } = await takeInventory({
 *   names: ['payments-*'],
 *   services: ['EC2', 'S3'],
 *   out: './flotilla-inventory',
 * });
 * const gaps = summary?.accounts.filter(({ status }) => status !== 'complete') ?? [];
 * console.log(folder, summary?.records, gaps);
 * ```
 */
export async function takeInventory({
  aws = {},
  signal,
  out,
  formats = ['ndjson'],
  reconCompatible = false,
  resume = false,
  onAccount,
  services,
  types,
  breadth = false,
  ...selection
}: TakeInventoryOptions): Promise<TakenInventory> {
  const { regions = 'enabled', ...settings } = parseRunOptions({ ...selection, ouPath: true });
  const { catalogue, entries } = entriesOf({
    breadth,
    ...(services && { services }),
    ...(types && { types }),
  });
  const { fleet, release } = borrowFleet(aws);
  try {
    // Every account is one target, which reads its regions itself.
    const planned = await Array.fromAsync(planTargets(fleet, settings, signal));
    signal?.throwIfAborted();
    const store = await openStore(fleet, out);
    await store.check();
    const request = { settings, regions, entries, formats, reconCompatible };
    const run = await startRun(store, request, { resume, clock: fleet.clock });
    const { version: catalogueVersion, byKey } = catalogue;
    const collecting = collectInventory({
      ...{ fleet, settings, store, entries, byKey, catalogueVersion, regions, formats },
      ...{ run, writeParquet, planned, reconCompatible },
      ...(signal && { signal }),
    });
    const summary = await drain(collecting, onAccount);
    return { runId: run.runId, folder: `${store.name}/${runFolder(run.date, run.runId)}`, summary };
  } finally {
    release();
  }
}

async function drain<T, R>(items: AsyncGenerator<T, R>, onItem?: (item: T) => void): Promise<R> {
  for (;;) {
    const next = await items.next();
    if (next.done) return next.value;
    onItem?.(next.value);
  }
}
