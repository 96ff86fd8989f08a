/** Runs the operation of one item with its deadline. */

import { type Clock, wallClock } from '../model/clock.ts';
import type { FanOutOperation, SettledItem } from './settled-item.ts';

export interface AttemptOptions {
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** How long an operation may ignore its deadline before the run continues without it. */
const graceMs = 10_000;

/**
 * Runs one item. An operation that is late or cancelled receives an abort signal but keeps its slot until it has
 * stopped: otherwise slow accounts would exceed the limit. A value that it still returns is kept. What it throws then
 * is reported as the deadline or the cancellation. One that has not stopped ten seconds after its deadline is left
 * behind: otherwise one account that hangs would hang the run.
 */
export async function attempt<I, T>(
  item: I,
  operation: FanOutOperation<I, T>,
  { timeoutMs, signal: cancelled, clock }: AttemptOptions,
): Promise<Exclude<SettledItem<I, T>, { status: 'not-started' }>> {
  const startedAt = clock.now();
  const durationMs = () => Math.round(clock.now() - startedAt);
  const deadline = timeoutMs === undefined ? undefined : startDeadline(timeoutMs, clock);
  const signal = deadline ? AbortSignal.any([cancelled, deadline.signal]) : cancelled;
  try {
    const running = operation(item, signal);
    const value = await (deadline ? Promise.race([running, deadline.overdue]) : running);
    return { status: 'done', item, value, durationMs: durationMs() };
  } catch (thrown) {
    const error = signal.aborted && !(thrown instanceof OverdueError) ? signal.reason : thrown;
    return { status: 'failed', item, error, durationMs: durationMs() };
  } finally {
    deadline?.cancel();
  }
}

interface Deadline {
  readonly signal: AbortSignal;
  /** Rejects with an {@link OverdueError} when the grace period has passed too. */
  readonly overdue: Promise<never>;
  cancel(): void;
}

class OverdueError extends Error {
  override readonly name = 'TimeoutError';
}

/** Uses the run's own clock, so that a rehearsal's deadlines pass in its time. */
function startDeadline(timeoutMs: number, clock: Clock): Deadline {
  const late = new AbortController();
  const timer = new AbortController();
  const wait = async (): Promise<never> => {
    await clock.sleep(timeoutMs, timer.signal);
    const problem = `no answer within ${timeoutMs} ms`;
    late.abort(new DOMException(problem, 'TimeoutError'));
    // Programs and sockets end in the time of the machine, also in a rehearsal.
    await wallClock.sleep(graceMs, timer.signal);
    throw new OverdueError(
      `${problem}, and no end ${graceMs} ms after its signal: it may still be running`,
    );
  };
  const overdue = wait();
  overdue.catch(() => {}); // The attempt has ended before.
  return { signal: late.signal, overdue, cancel: () => timer.abort() };
}
