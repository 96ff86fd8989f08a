/** One item's operation with its deadline. */

import type { Clock } from '../model/clock.ts';
import type { FanOutOperation, SettledItem } from './fan-out.ts';

export interface AttemptOptions {
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/**
 * An operation that is late or cancelled is told to stop but keeps its slot until it has stopped: giving the slot away
 * earlier would let slow accounts push us past the limit. What it returns all the same is kept; what it throws then is
 * the deadline's or the cancellation's doing, whatever its name.
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

/** On the run's own clock, so that a rehearsal's deadlines pass in its time. */
function startDeadline(timeoutMs: number, clock: Clock): Deadline {
  const late = new AbortController();
  const timer = new AbortController();
  clock.sleep(timeoutMs, timer.signal).then(
    () => late.abort(new DOMException(`no answer within ${timeoutMs} ms`, 'TimeoutError')),
    () => {},
  );
  return { signal: late.signal, cancel: () => timer.abort() };
}
