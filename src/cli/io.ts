/** What a command has of its surroundings, so that it runs in a terminal, in a pipe and in a test alike. */

import type { FleetOptions } from '../aws/open-fleet.ts';
import type { Clock } from '../model/clock.ts';
import type { FetchText } from '../reports/money/currency-rates.ts';

export interface Output {
  /** Never throws: see `error`. */
  write(text: string): void;
  readonly isTerminal: boolean;
  /** `--color`. Default: `auto`, on a terminal unless `NO_COLOR` is set. */
  readonly color?: 'auto' | 'always' | 'never';
  /** Width to fit. A terminal's may change during the run; without a terminal nothing is cut: `Infinity`. */
  columns(): number;
  /** Why a write failed: `EPIPE` when the reader left, `ENOSPC` on a full disk. */
  readonly error?: NodeJS.ErrnoException | undefined;
  /** Resolves when everything written so far was taken by the system, or refused. */
  flush(): Promise<void>;
}

export interface Io {
  /** Results, and nothing else. */
  readonly stdout: Output;
  /** What people read meanwhile. */
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder in which relative paths start and `flotilla.yaml` is looked for. */
  readonly folder: string;
  /** Aborted by the first Ctrl-C, and when stdout cannot be written any more. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Asks the operator; absent without a terminal. */
  readonly ask?: (question: string) => Promise<boolean>;
  /** Asks the operator for a line of text, empty at the end of the input; absent without a terminal. */
  readonly askText?: (question: string) => Promise<string>;
  /** What the operator types, line by line, until the input ends. */
  readonly typedLines?: (options: TypedLinesOptions) => AsyncIterable<string>;
  /** Something to do even if the process ends at once, without waiting. Returns a function that takes it back. */
  onExit(last: () => void): () => void;
  /** Requests to the web outside of AWS. Default: the global `fetch`. */
  readonly fetch?: FetchText;
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
