/** The latest entries of the journal by account, to show what led to a violation. */

import type { AccountTimeline, JournalEntry } from './report.ts';
import type { Violation } from './verdicts.ts';

/** Enough for the last window of an account. */
const maxEntries = 24;
/** Accounts whose timeline is reported. */
const maxTimelines = 10;

export interface Timelines {
  add(entry: JournalEntry): void;
  /** Keeps the timeline of the account as it is now. */
  keep(violation: Pick<Violation, 'name' | 'accountId'>): void;
  kept(): readonly AccountTimeline[];
}

export function createTimelines(): Timelines {
  const latest = new Map<string, JournalEntry[]>();
  const kept = new Map<string, AccountTimeline>();
  return {
    add(entry) {
      if (entry.account === undefined) return;
      const entries = latest.get(entry.account) ?? [];
      latest.set(entry.account, entries);
      entries.push(entry);
      if (entries.length > maxEntries) entries.shift();
    },
    keep({ name, accountId }) {
      if (accountId === undefined || kept.has(accountId) || kept.size >= maxTimelines) return;
      const entries = [...(latest.get(accountId) ?? [])];
      kept.set(accountId, { account: accountId, invariant: name, entries });
    },
    kept: () => [...kept.values()],
  };
}
