/** The items that a fan-out runs, and the outcome of each. */

export type SettledItem<I, T> =
  | { readonly status: 'done'; readonly item: I; readonly value: T; readonly durationMs: number }
  | {
      readonly status: 'failed';
      readonly item: I;
      readonly error: unknown;
      readonly durationMs: number;
    }
  /** The run stopped before it started. A cancelled run does not read the rest of a stream to report it. */
  | { readonly status: 'not-started'; readonly item: I; readonly reason: string };

/** The signal is aborted at the deadline and when the run is stopped. */
export type FanOutOperation<I, T> = (item: I, signal: AbortSignal) => Promise<T> | T;
