/** What shows how far a run is. */

interface Settled {
  readonly done: number;
  readonly failed: number;
  /** Where targets become known during the run. */
  readonly total?: number;
  /** What else there is to say, `1,204 records · 310 calls`. */
  readonly note?: string;
}

export interface Progress {
  update(settled: Settled): void;
  /** Writes something else to the same terminal, without the bar in its way. */
  writeClear(write: () => void): void;
  /** Stops writing and leaves the line to a question. Returns a function that continues. */
  pause(): () => void;
  /** Gives the line and the cursor back. Again is harmless. */
  stop(): void;
}
