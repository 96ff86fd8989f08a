/** Tracks the Job of every account: waiting, running, or ended. */

import type { Account } from '../../model/account.ts';

export interface JobTracker {
  accountOf(jobName: string): Account | undefined;
  /** Whether an account is waiting or has a running Job. */
  isOpen(): boolean;
  hasEnded(account: Account): boolean;
  /** In the order of the input. */
  waiting(): readonly Account[];
  nextWaiting(): Account | undefined;
  /** Number of Jobs that have begun and not ended. */
  alive(): number;
  /** Marks the start of a listing: running Jobs must be in it, except those that begin meanwhile. */
  suspectAlive(): void;
  /** Names of the Jobs that were running when the listing began. */
  suspects(): readonly string[];
  /** Returns whether it was waiting until now. */
  begin(account: Account, once: boolean): boolean;
  /** Returns false when it had ended before. */
  end(account: Account, how?: { readonly once: boolean; readonly well: boolean }): boolean;
  /** Whether no account lists, or has listed, the entries that are listed once per run. */
  needsOnce(): boolean;
}

export interface JobTrackerOptions {
  readonly nameOf: (account: Account) => string;
  /** Whether any entry is listed once per run. */
  readonly listsOnce: boolean;
}

export function trackJobs(
  accounts: readonly Account[],
  { nameOf, listsOnce }: JobTrackerOptions,
): JobTracker {
  const byName = new Map(accounts.map((account) => [nameOf(account), account]));
  // Maps keep insertion order, also after deletions.
  const waiting = new Map(accounts.map((account) => [account.id, account]));
  const alive = new Map<string, string>();
  let suspects: readonly string[] = [];
  let onceBy: string | undefined;
  return {
    accountOf: (name) => byName.get(name),
    isOpen: () => waiting.size + alive.size > 0,
    hasEnded: ({ id }) => !waiting.has(id) && !alive.has(id),
    waiting: () => [...waiting.values()],
    nextWaiting: () => waiting.values().next().value,
    alive: () => alive.size,
    suspectAlive() {
      suspects = [...alive.values()];
    },
    suspects: () => suspects,
    begin(account, once) {
      // A late event of a Job that has ended is ignored.
      if (!waiting.delete(account.id)) return false;
      alive.set(account.id, nameOf(account));
      if (once) onceBy = account.id;
      return true;
    },
    end({ id }, how = { once: false, well: false }) {
      const isNew = [waiting.delete(id), alive.delete(id)].includes(true);
      if (how.once && how.well) onceBy = id;
      else if (onceBy === id) onceBy = undefined;
      return isNew;
    },
    needsOnce: () => listsOnce && onceBy === undefined,
  };
}
