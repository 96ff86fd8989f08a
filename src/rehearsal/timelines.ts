/** The latest entries of the journal by account, to show what led to a violation. */

import type { AccountTimeline, JournalEntry } from './report.ts';
import type { Violation } from './verdicts.ts';

/** Enough for the last window of an account. */
const maxEntries = 24;
/** Accounts whose timeline is reported. */
const maxTimelines = 10;

export interface Timelines {
  /** Adds an entry as a line of JSON, which takes a tenth of the memory: there are ten thousand accounts. */
  add(accountId: string, line: string): void;
  /** Keeps the timeline of the account as it is now. */
  keep(violation: Pick<Violation, 'name' | 'accountId'>): void;
  kept(): readonly AccountTimeline[];
}

export function createTimelines(): Timelines {
  const latest = new Map<string, string[]>();
  const kept = new Map<string, AccountTimeline>();
  return {
    add(accountId, line) {
      const lines = latest.get(accountId) ?? [];
      latest.set(accountId, lines);
      lines.push(line);
      if (lines.length > maxEntries) lines.shift();
    },
    keep({ name, accountId }) {
      if (accountId === undefined || kept.has(accountId) || kept.size >= maxTimelines) return;
      const lines = latest.get(accountId) ?? [];
      const entries = lines.map((line) => JSON.parse(line) as JournalEntry);
      kept.set(accountId, { account: accountId, invariant: name, entries });
    },
    kept: () => [...kept.values()],
  };
}
