/** Starts a run, or finds the unfinished one that it continues. */

import { fingerprintOf } from '../../fleet/outcome-file.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import type { Clock } from '../../model/clock.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import type { InventoryStore } from '../store/store.ts';
import { newRun, type RunStart, runToResume } from './run-start.ts';

export interface RunRequest {
  readonly settings: Omit<RunSettings, 'regions'>;
  readonly regions: readonly string[] | 'enabled';
  readonly entries: readonly CatalogueEntry[];
  readonly formats: readonly string[];
  readonly reconCompatible: boolean;
}

export interface StartOptions {
  /** Continues the run of the same request. Throws a `FlotillaError` when there is none. */
  readonly resume: boolean;
  readonly clock: Clock;
}

export async function startRun(
  store: InventoryStore,
  { settings, regions, entries, formats, reconCompatible }: RunRequest,
  { resume, clock }: StartOptions,
): Promise<RunStart> {
  const { concurrency, timeoutMs, failureBudget, failFast, order, ...selection } = settings;
  const fingerprint = fingerprintOf({
    selection,
    regions,
    formats,
    // As before this option, so that runs of an earlier release can be resumed.
    ...(reconCompatible && { reconCompatible }),
    entries: entries.map(({ key }) => key),
  });
  return resume ? runToResume(store, fingerprint) : newRun(clock.now(), fingerprint);
}
