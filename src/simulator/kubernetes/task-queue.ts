/**
 * What the controllers have to do now. A change never acts within the call that made it: work is done as soon as the caller
 * has its answer, in the order in which it was asked for, and what was asked for twice is done once.
 */

export interface TaskQueue {
  enqueue(key: string, task: () => void): void;
}

export function createTaskQueue(onBug: (error: unknown) => void): TaskQueue {
  const waiting = new Map<string, () => void>();
  let isRunning = false;
  const run = () => {
    for (const [key, task] of waiting) {
      waiting.delete(key);
      try {
        task();
      } catch (error) {
        onBug(error);
      }
    }
    isRunning = false;
  };
  return {
    enqueue: (key, task) => {
      if (!waiting.has(key)) waiting.set(key, task);
      if (isRunning) return;
      isRunning = true;
      // A microtask, so that a virtual clock moves on only when everything is done.
      queueMicrotask(run);
    },
  };
}
