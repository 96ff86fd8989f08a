/** Counts the targets of a command by result: done, failed, in progress, not started, skipped. */

import { failedText, type Style } from './output/style.ts';
import { duration } from './output/text.ts';

export type TallyResult = 'done' | 'failed' | 'skipped' | 'stopped';

export interface TallyCounts {
  readonly done: number;
  readonly failed: number;
  /** Started, and not known to have ended: still running, or cancelled while they ran. */
  readonly inProgress: readonly string[];
  readonly notStarted: number;
  /** Excluded by the selection's own rules; not part of the total. */
  readonly skipped: number;
}

export interface Tally {
  /** `name` of a target, shown if the run is interrupted meanwhile: an account id, a resource. */
  start(name: string): void;
  /** A target that was never started may be settled too. */
  settle(name: string, result: TallyResult): void;
  /** Targets that became known later. */
  expect(more: number): void;
  /** Takes a target out of the count: there is nothing to do for it after all, or others count in its place. */
  drop(name: string): void;
  /** Why the run ends before its end: `more than 5 targets failed`. */
  endEarly(reason: string): void;
  /** Shown beside the progress: `1,204 records`. */
  note(text: string): void;
  readonly counts: TallyCounts;
  readonly total: number;
  readonly reason: string | undefined;
}

export interface TallyListener {
  onChange(tally: Tally, note: string): void;
}

export function createTally(total: number, { onChange }: TallyListener): Tally {
  const running = new Set<string>();
  const stopped = new Set<string>();
  const settled = { done: 0, failed: 0, skipped: 0 };
  let note = '';
  const tally = {
    total,
    reason: undefined as string | undefined,
    start(name: string) {
      running.add(name);
    },
    settle(name: string, result: TallyResult) {
      running.delete(name);
      if (result === 'stopped') stopped.add(name);
      else settled[result]++;
      onChange(tally, note);
    },
    expect(more: number) {
      tally.total += more;
    },
    drop(name: string) {
      running.delete(name);
      tally.total -= 1;
    },
    endEarly(reason: string) {
      tally.reason ??= reason;
    },
    note(text: string) {
      note = text;
      onChange(tally, note);
    },
    get counts(): TallyCounts {
      const inProgress = [...stopped, ...running];
      const { done, failed } = settled;
      const notStarted = Math.max(0, tally.total - done - failed - inProgress.length);
      return { ...settled, inProgress, notStarted };
    },
  };
  return tally;
}

/** Whether every target was processed and none failed. */
export function isComplete({ failed, inProgress, notStarted }: TallyCounts): boolean {
  return failed + inProgress.length + notStarted === 0;
}

const maxNames = 5;

/** `118 done, 1 failed, 3 skipped in 12 s`. */
export function tallyText(counts: TallyCounts, elapsedMs: number, style: Style): string {
  const { done, failed, inProgress, notStarted, skipped } = counts;
  const names = inProgress.slice(0, maxNames).join(', ');
  const more = inProgress.length > maxNames ? ' and others' : '';
  const parts = [
    `${done} done`,
    failedText(failed, style),
    ...(inProgress.length > 0 ? [`${inProgress.length} in progress (${names}${more})`] : []),
    ...(notStarted > 0 ? [`${notStarted} not started`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  return `${parts.join(', ')} in ${duration(elapsedMs)}`;
}
