/** Throws the signal's reason instead of an error that an interruption caused, such as DuckDB's own. */
export async function unlessInterrupted<T>(signal: AbortSignal, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
