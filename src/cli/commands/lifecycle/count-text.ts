/** How many accounts there are, in the same words in every command. */

import { count } from '../../output/text.ts';

export interface AccountCounts {
  /** In the organization, without the management account. */
  readonly accounts: number;
  /** Those of them that a settings entry matches. */
  readonly managed: number;
  /** Managed accounts that are closed: they are counted, and nothing is done with them. */
  readonly closed: number;
}

/** `120 accounts, 115 managed (2 of them closed)`. */
export function countsText({ accounts, managed, closed }: AccountCounts): string {
  const note = closed > 0 ? ` (${closed} of them closed)` : '';
  return `${count(accounts, 'account')}, ${managed} managed${note}`;
}
