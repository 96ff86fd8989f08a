/** Waits for a response only as long as the caller wants. */

/**
 * Rejects with an `AbortError` as soon as the signal fires and with a `TimeoutError` after `timeoutMs`, even when the
 * promise never settles; the signal of the operation fires then, too.
 */
export function stoppable<T>(
  promise: (signal: AbortSignal | undefined) => Promise<T>,
  signal: AbortSignal | undefined,
  timeoutMs: number | undefined,
): Promise<T> {
  if (!signal && !timeoutMs) return promise(undefined);
  if (signal?.aborted) return Promise.reject(aborted(signal));
  return new Promise((resolve, reject) => {
    const stop = new AbortController();
    const settle = (finish: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      finish();
    };
    const fail = (error: Error) => {
      settle(() => reject(error));
      stop.abort(error);
    };
    const onAbort = () => fail(aborted(signal));
    const timer = timeoutMs
      ? setTimeout(() => fail(timeoutError(timeoutMs)), timeoutMs)
      : undefined;
    signal?.addEventListener('abort', onAbort, { once: true });
    promise(stop.signal).then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
  });
}

function aborted(signal: AbortSignal | undefined): Error {
  return named('AbortError', new Error('Request aborted', { cause: signal?.reason }));
}

function timeoutError(timeoutMs: number): Error {
  return named('TimeoutError', new Error(`No response within ${timeoutMs} ms`));
}

function named(name: string, error: Error): Error {
  error.name = name;
  return error;
}
