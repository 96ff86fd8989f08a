/** Pending tasks of the simulator itself: invoked functions, effects of builds. */

export interface PendingTasks {
  readonly count: number;
  /** Counts the task until it has settled. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Counts a task that a process of its own performs: a virtual clock waits for it. */
  trackProcess<T>(work: Promise<T>): Promise<T>;
  /** Counts a call that waits for the clock; a process may be waiting for its response. */
  trackSleep<T>(sleep: Promise<T>): Promise<T>;
  /** Undefined when the time may pass. Otherwise resolves when that may have changed. */
  untilTimeMayPass(): Promise<void> | undefined;
}

export function createPendingTasks(): PendingTasks {
  let count = 0;
  let processes = 0;
  let sleeps = 0;
  let changed = Promise.withResolvers<void>();
  const change = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const track = <T>(task: Promise<T>): Promise<T> => {
    count++;
    return task.finally(() => {
      count--;
    });
  };
  return {
    get count() {
      return count;
    },
    track,
    trackProcess: (task) => {
      processes++;
      return track(task).finally(() => {
        processes--;
        change();
      });
    },
    trackSleep: (sleep) => {
      sleeps++;
      change();
      return sleep.finally(() => {
        sleeps--;
      });
    },
    untilTimeMayPass: () => (processes > 0 && sleeps === 0 ? changed.promise : undefined),
  };
}
