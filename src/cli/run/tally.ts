/** What became of the targets of a run, in numbers, and what the shell is told of it. */

import type { Outcome } from '../../model/outcome.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import { duration } from '../print/text.ts';

export interface Tally {
  done: number;
  failed: number;
  /** Told to stop while they ran. */
  stopped: number;
  /** Left out by the selection's own rules. */
  skipped: number;
  /** The run ended before their turn. */
  notStarted: number;
  /** Why it ended before its end. */
  reason?: string;
}

export const emptyTally = (): Tally => ({
  done: 0,
  failed: 0,
  stopped: 0,
  skipped: 0,
  notStarted: 0,
});

export function addTo(tally: Tally, outcome: Outcome<unknown>): void {
  if (outcome.status === 'done') tally.done++;
  else if (outcome.status === 'failed')
    tally[outcome.failure.kind === 'cancelled' ? 'stopped' : 'failed']++;
  else if (outcome.reason !== 'not-started') tally.skipped++;
  else {
    tally.notStarted++;
    tally.reason = outcome.detail;
  }
}

export function exitCodeFor(tally: Tally, isInterrupted: boolean): ExitCode {
  if (isInterrupted) return exitCode.interrupted;
  const { failed, stopped, notStarted } = tally;
  return failed + stopped + notStarted > 0 ? exitCode.someFailed : exitCode.done;
}

/** `118 done, 1 failed, 3 skipped in 12 s`. */
export function summaryOf(tally: Tally, elapsedMs: number, isInterrupted: boolean): string {
  const { done, failed, stopped, skipped, notStarted, reason } = tally;
  const parts = [
    `${done} done`,
    `${failed} failed`,
    ...(stopped > 0 ? [`${stopped} stopped`] : []),
    ...(notStarted > 0 ? [`${notStarted} not started`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  const summary = `${parts.join(', ')} in ${duration(elapsedMs)}`;
  if (isInterrupted) return `interrupted: ${summary}`;
  return reason === undefined ? summary : `stopped, ${reason}: ${summary}`;
}
