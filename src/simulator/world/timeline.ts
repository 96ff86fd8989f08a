/**
 * What happens later: an account that is being created, an instance that is starting. Nothing runs by itself; whoever
 * looks at the world settles first, so what is due has happened, in order, before the look.
 */

export interface Timeline {
  /** `happen` gets the time at which it was due, even when nobody looked until later. */
  schedule(atMs: number, happen: (now: number) => void): void;
  settle(now: number): void;
}

export function createTimeline(): Timeline {
  const due: Entry[] = [];
  return {
    schedule: (at, happen) => {
      let index = due.length;
      while (index > 0 && (due[index - 1]?.at ?? 0) > at) index--;
      due.splice(index, 0, { at, happen });
    },
    settle: (now) => {
      for (let first = due[0]; first && first.at <= now; first = due[0]) {
        due.shift();
        first.happen(first.at);
      }
    },
  };
}

interface Entry {
  readonly at: number;
  readonly happen: (now: number) => void;
}
