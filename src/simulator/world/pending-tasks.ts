/** Work of the simulator's own that is under way: functions that were called, effects of builds. */

export interface PendingTasks {
  readonly count: number;
  /** Counts the work until it has ended, well or badly. */
  track<T>(work: Promise<T>): Promise<T>;
}

export function createPendingTasks(): PendingTasks {
  let count = 0;
  return {
    get count() {
      return count;
    },
    track: (task) => {
      count++;
      return task.finally(() => {
        count--;
      });
    },
  };
}
