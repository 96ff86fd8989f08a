/** A source of runs: lists them by day, and downloads one. */

import type { RunFolder, RunOnDisk } from './run-on-disk.ts';

export interface FoundRun extends RunFolder {
  /** Whether its summary, which is written last, is there. */
  readonly isFinished: boolean;
  /** The folder of its month, if it is read from there. */
  readonly monthFolder?: string;
}

export interface RunSource {
  /** As the user passed it. */
  readonly name: string;
  /** The runs of each day, latest day first; only those of `date` if given. A source that is itself a run has one. */
  days(date?: string): AsyncIterable<readonly FoundRun[]>;
  /** When a finished run began. */
  startedAt(run: FoundRun): Promise<string>;
  /** Downloads its files if necessary, and reads them: those of one account, if given. */
  read(run: FoundRun, accountId?: string): Promise<RunOnDisk>;
}

/** Throws a `FlotillaError` for an unsupported location. */
export type OpenSource = (from: string) => Promise<RunSource>;
