/** Steps of a stack operation: a generator that yields waits, in milliseconds of the clock. */

/** `yield` returns the time at which it continues. */
export type Steps<Result = void> = Generator<number, Result, number>;

interface ScheduledSteps {
  readonly steps: Steps<unknown>;
  /** When it continues, from the start of all. */
  readonly at: number;
}

/** Runs them at the same time, each at its own pace. When one throws, the others are cancelled. */
export function* together(all: readonly Steps<unknown>[]): Steps {
  let now = yield 0;
  let elapsed = 0;
  let running: readonly ScheduledSteps[] = all.map((steps) => ({ steps, at: 0 }));
  try {
    while (running.length > 0) {
      const next = Math.min(...running.map(({ at }) => at));
      if (next > elapsed) now = yield next - elapsed;
      elapsed = next;
      running = running.flatMap((one) => (one.at === next ? advance(one, now) : one));
    }
  } finally {
    for (const { steps } of running) steps.return(undefined);
  }
}

function advance({ steps, at }: ScheduledSteps, now: number): readonly ScheduledSteps[] {
  let next = steps.next(now);
  while (!next.done && next.value === 0) next = steps.next(now);
  return next.done ? [] : [{ steps, at: at + next.value }];
}

export function* noting<Result>(steps: Steps<Result>, note: (result: Result) => void): Steps {
  note(yield* steps);
}
