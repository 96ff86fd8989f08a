/** A record of calls: counts whose memory does not grow with the number of calls, and the latest calls themselves. */

/** A call that ended. */
export interface JournalCall {
  /** Milliseconds since 1970 on the simulator's clock. */
  readonly at: number;
  /** As the response has it. */
  readonly requestId: string;
  /** `sts:AssumeRole`. */
  readonly operation: string;
  readonly region: string;
  /** The caller's account; empty when the request is unsigned or the key is unknown. */
  readonly accountId: string;
  /** ARN of the caller. */
  readonly principal: string;
  /** The error code of the response; absent when the call succeeded. */
  readonly error?: string;
}

/** What was called: exact counts of all calls, and the latest calls themselves. */
export interface Journal {
  /** Number of calls that ended. */
  readonly total: number;
  /** Calls refused above a limit, without those that a fault refused. */
  readonly overLimit: number;
  /** Maximum number of calls in progress at the same time. */
  readonly maxInFlight: number;
  /** The latest ones, oldest first. */
  readonly calls: readonly JournalCall[];
  /** Returns the number of calls of one operation (`sts:AssumeRole`) or of a whole service (`sts`). */
  count(api: string): number;
  /** Returns the number of calls by operation, `{ 'sts:AssumeRole': 3 }`. */
  byOperation(): Readonly<Record<string, number>>;
  /** Returns the number of calls by the caller's account. */
  byAccount(): Readonly<Record<string, number>>;
  /** Clears all counts and calls. */
  clear(): void;
}

export interface Recorder extends Journal {
  begin(): void;
  refuse(): void;
  end(call: JournalCall): void;
}

/** Keeps the latest `keep` calls. */
export function createJournal(keep: number): Recorder {
  const operations = new Map<string, number>();
  const accounts = new Map<string, number>();
  const latest: JournalCall[] = [];
  let inFlight = 0;
  let maxInFlight = 0;
  let total = 0;
  let overLimit = 0;
  return {
    refuse: () => {
      overLimit++;
    },
    get overLimit() {
      return overLimit;
    },
    begin: () => {
      maxInFlight = Math.max(maxInFlight, ++inFlight);
    },
    end: (call) => {
      inFlight--;
      total++;
      increase(operations, call.operation);
      if (call.accountId) increase(accounts, call.accountId);
      latest.push(call);
      // Keeps up to twice as many for a while, so that dropping old ones costs next to nothing per call.
      if (latest.length >= keep * 2) latest.splice(0, latest.length - keep);
    },
    get total() {
      return total;
    },
    get maxInFlight() {
      return maxInFlight;
    },
    get calls() {
      return keep > 0 ? latest.slice(-keep) : [];
    },
    count: (api) => {
      const matching = [...operations].filter(
        ([name]) => name === api || name.startsWith(`${api}:`),
      );
      return matching.reduce((sum, [, calls]) => sum + calls, 0);
    },
    byOperation: () => Object.fromEntries(operations),
    byAccount: () => Object.fromEntries(accounts),
    clear: () => {
      operations.clear();
      accounts.clear();
      latest.length = 0;
      total = 0;
      overLimit = 0;
      maxInFlight = inFlight;
    },
  };
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
