/** What the simulator and the process of a function send to each other: one JSON text per line. */

/** To the process: one invocation. */
export interface InvocationMessage {
  readonly requestId: string;
  readonly functionArn: string;
  /** JSON. */
  readonly payload: string;
  /** The simulated time at which it starts. */
  readonly startsAt: number;
  readonly timeoutMs: number;
  readonly traceId: string;
  /** JSON of the client context; absent when there is none. */
  readonly clientContext?: string;
}

/** From the process. */
export type RuntimeMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'log'; readonly at: number; readonly text: string }
  | { readonly type: 'result'; readonly payload: string; readonly maxRssKb: number }
  | { readonly type: 'error'; readonly error: RuntimeError; readonly maxRssKb: number };

export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
  /** The process ends after it, and another one takes its place. */
  readonly isFatal?: boolean;
}
