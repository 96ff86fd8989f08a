/** Shows on stderr how far a run is: a bar on a terminal, a line now and then without one. */

import type { Io } from '../io.ts';
import { progressBar } from './progress-bar.ts';
import { progressLines } from './progress-lines.ts';

export interface Settled {
  readonly done: number;
  readonly failed: number;
  /** What else there is to say, `1,204 records · 310 calls`. */
  readonly note?: string;
}

export interface Progress {
  update(settled: Settled): void;
  /** Writes something else to the same terminal, without the bar in its way. */
  around(write: () => void): void;
  /** Gives the line and the cursor back. Again is harmless. */
  stop(): void;
}

export function startProgress(total: number, io: Io): Progress {
  return io.stderr.isTerminal ? progressBar(total, io) : progressLines(total, io);
}
