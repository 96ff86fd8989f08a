/** Lets what is due happen without calls, as on AWS, while an organization is served. */

const intervalMs = 500;

/** Returns the function that ends it. It does not keep the process alive. */
export function settleRegularly(settle: () => void): () => void {
  const timer = setInterval(settle, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
