/** Log lines that handlers return: operators search the log for these words. */

import type { AdvanceResult } from '../engine/advance.ts';

/** An event that does not concern us is dropped, with a log line. */
export function ignored(reason: string): string {
  return `[DEBUG] ${reason}`;
}

/** The rules that were applied, in order. */
export function advanced({ accountId, decisions }: AdvanceResult): string {
  return `[OK] ${accountId} ${decisions.map(({ rule }) => rule).join(', ')}`;
}
