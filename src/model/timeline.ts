/**
 * Scheduled changes: an account that is being created, an instance that is starting, an event in delivery. Nothing
 * runs by itself; every reader of the world settles first, so that due changes have happened, in order, before the
 * read.
 */

export interface Timeline {
  /**
   * `happen` gets the time at which it was due, even when it is processed later. `name` says what is due, for the
   * report of a failure.
   */
  schedule(atMs: number, name: string, happen: (now: number) => void): void;
  /** Processes what is due. Never throws: a change that fails is reported, and the others happen. */
  settle(now: number): void;
  /** When the next change is due; undefined when there is none. */
  next(): number | undefined;
}

/** Receives what a change threw, and the change's name. */
export type ReportFailure = (error: unknown, name: string) => void;

export function createTimeline(report: ReportFailure): Timeline {
  const heap: Entry[] = [];
  let scheduled = 0;
  return {
    schedule: (at, name, happen) => {
      heap.push({ at, order: scheduled++, name, happen });
      rise(heap, heap.length - 1);
    },
    settle: (now) => {
      for (let first = heap[0]; first && first.at <= now; first = heap[0]) {
        takeFirst(heap);
        run(first, report);
      }
    },
    next: () => heap[0]?.at,
  };
}

interface Entry {
  readonly at: number;
  /** Changes of the same moment happen in the order in which they were scheduled. */
  readonly order: number;
  readonly name: string;
  readonly happen: (now: number) => void;
}

function run({ at, name, happen }: Entry, report: ReportFailure): void {
  try {
    happen(at);
  } catch (error) {
    report(error, name);
  }
}

function takeFirst(heap: Entry[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  heap[0] = last;
  sink(heap, 0);
}

function rise(heap: Entry[], start: number): void {
  for (let at = start; at > 0; ) {
    const parent = (at - 1) >> 1;
    if (!swapIfEarlier(heap, at, parent)) return;
    at = parent;
  }
}

function sink(heap: Entry[], start: number): void {
  for (let at = start; ; ) {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const child = isEarlier(heap[right], heap[left]) ? right : left;
    if (child >= heap.length || !swapIfEarlier(heap, child, at)) return;
    at = child;
  }
}

function swapIfEarlier(heap: Entry[], lower: number, upper: number): boolean {
  const [below, above] = [heap[lower], heap[upper]];
  if (!below || !above || !isEarlier(below, above)) return false;
  heap[lower] = above;
  heap[upper] = below;
  return true;
}

function isEarlier(a: Entry | undefined, b: Entry | undefined): boolean {
  if (!a || !b) return a !== undefined;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
