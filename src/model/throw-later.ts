/** Throws outside of every call, so that the process sees the error and no caller does. */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
