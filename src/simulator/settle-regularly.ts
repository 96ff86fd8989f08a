/** Lets what is due happen while nobody calls: a served organization lives on, as AWS does. */

const intervalMs = 500;

/** Returns the function that ends it. It does not keep the process alive. */
export function settleRegularly(settle: () => void, onBug: (error: unknown) => void): () => void {
  const timer = setInterval(() => {
    try {
      settle();
    } catch (error) {
      onBug(error);
    }
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
