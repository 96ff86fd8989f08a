/**
 * The task queue of the controllers. A change never acts within the call that made it: tasks run as soon as the
 * caller has its response, in order, and a task that is queued twice runs once.
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
      // A microtask, so that a virtual clock advances only when all tasks are done.
      queueMicrotask(run);
    },
  };
}
