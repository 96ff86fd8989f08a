/** Runs the operation of one item with its deadline. */

import type { Clock } from '../model/clock.ts';
import type { FanOutOperation, SettledItem } from './settled-item.ts';

export interface AttemptOptions {
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * Runs one item. An operation that is late or cancelled receives an abort signal but keeps its slot until it has
 * stopped: otherwise slow accounts would exceed the limit. A value that it still returns is kept. What it throws then
 * is reported as the deadline or the cancellation.
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
    const value = await operation(item, signal);
    return { status: 'done', item, value, durationMs: durationMs() };
  } catch (thrown) {
    const error = signal.aborted ? signal.reason : thrown;
    return { status: 'failed', item, error, durationMs: durationMs() };
  } finally {
    deadline?.cancel();
  }
}

interface Deadline {
  readonly signal: AbortSignal;
  cancel(): void;
}

/** Uses the run's own clock, so that a rehearsal's deadlines pass in its time. */
function startDeadline(timeoutMs: number, clock: Clock): Deadline {
  const late = new AbortController();
  const timer = new AbortController();
  clock.sleep(timeoutMs, timer.signal).then(
    () => late.abort(new DOMException(`no answer within ${timeoutMs} ms`, 'TimeoutError')),
    () => {},
  );
  return { signal: late.signal, cancel: () => timer.abort() };
}
