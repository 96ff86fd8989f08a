/** Pending tasks of the simulator itself: invoked functions, effects of builds. */

export interface PendingTasks {
  readonly count: number;
  /** Counts the task until it has settled. */
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
