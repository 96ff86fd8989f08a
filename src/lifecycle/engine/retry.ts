/** When a transaction that failed is tried again: after a day, then twice as long each time, to a week. */

const dayMs = 86_400_000;
const longestMs = 7 * dayMs;

export function retryMs(failures: number): number {
  return Math.min(longestMs, dayMs * 2 ** failures);
}
