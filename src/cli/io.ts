/** What a command has of the world around it, so that it runs in a terminal, in a pipe and in a test alike. */

import type { FleetOptions } from '../aws/open-fleet.ts';
import type { Clock } from '../model/clock.ts';

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width to fit; a terminal's may change while we run. */
  columns(): number;
}

export interface Io {
  /** Results, and nothing else. */
  readonly stdout: Output;
  /** What people read meanwhile. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Asks the operator; absent where nobody sits at a terminal. */
  readonly ask?: (question: string) => Promise<boolean>;
  /** What the operator types, line by line, until the input ends. */
  readonly typedLines?: (options: TypedLinesOptions) => AsyncIterable<string>;
  /** Something to do even if the process is ended at once, without waiting. Answers what takes it back. */
  onExit(last: () => void): () => void;
  /** Under the options of the command line: a simulated organization takes the place of the network. */
  readonly aws?: FleetOptions;
}

export interface TypedLinesOptions {
  /** Shown before each line. */
  readonly prompt: () => string;
  /** Ctrl-C: what was typed so far is forgotten, and what runs should end. */
  readonly onInterrupt: () => void;
  /** Ends the input. */
  readonly signal: AbortSignal;
}
