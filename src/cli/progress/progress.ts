/** Shows on stderr how far a run is: a bar on a terminal, a line now and then without one. */

import type { Io } from '../io.ts';
import { progressBar } from './progress-bar.ts';
import type { Progress } from './progress-display.ts';
import { progressLines } from './progress-lines.ts';

export function startProgress(total: number, io: Io): Progress {
  return io.stderr.isTerminal ? progressBar(total, io) : progressLines(total, io);
}
