/** Where runs lie: what there is, day by day, and how one of them comes to this machine. */

import type { RunFolder, RunOnDisk } from './run-on-disk.ts';

export interface FoundRun extends RunFolder {
  /** Whether its summary, which is written last, is there. */
  readonly isFinished: boolean;
}

export interface RunSource {
  /** As people gave it. */
  readonly name: string;
  /** The runs of one day after the other, latest day first; of `date` alone where it is given. What is a run itself has one. */
  days(date?: string): AsyncIterable<readonly FoundRun[]>;
  /** When a finished run began. */
  startedAt(run: FoundRun): Promise<string>;
  /** Brings its files here, where they are elsewhere, and reads what they tell. */
  read(run: FoundRun): Promise<RunOnDisk>;
}

/** Throws a `FlotillaError` for what is no place to read from. */
export type OpenSource = (from: string) => Promise<RunSource>;
