/** Work of the simulator's own that is under way: functions that were called, effects of builds. */

export interface Running {
  readonly count: number;
  /** Counts the work until it has ended, well or badly. */
  track<T>(work: Promise<T>): Promise<T>;
}

export function createRunning(): Running {
  let count = 0;
  return {
    get count() {
      return count;
    },
    track: (work) => {
      count++;
      return work.finally(() => {
        count--;
      });
    },
  };
}
