/** The report of a rehearsal: day by day, entry by entry, and the totals. */

import type { BuildPurpose } from '../lifecycle/model/lifecycle-record.ts';
import type { BuildCounts } from './build-records.ts';
import type { TransactionCounts } from './transaction-share.ts';
import type { Invariant, InvariantName } from './verdicts.ts';

export interface RehearsalDay {
  readonly day: number;
  readonly date: string;
  readonly byState: Readonly<Record<string, number>>;
  /** Since the start of the rehearsal. */
  readonly calls: number;
  /** The same, by service and operation. */
  readonly callsByApi: Readonly<Record<string, number>>;
  readonly transitions: number;
  readonly exceptions: number;
  readonly killed: number;
}

/** Something that happened. A journal is a header and these, a line of JSON each. */
export interface JournalEntry {
  readonly at: string;
  readonly what: JournalKind;
  readonly account?: string;
  /** The state, the reason of the decision, the status of the build, the label and message of the event. */
  readonly text: string;
  /** Of a decision: the name of its rule. */
  readonly rule?: string;
  /** Of a decision: what it does, `wait`, `build`, …. */
  readonly action?: string;
  /** Of a decision: why the account was checked. Of a state: the ARN of the principal that set it. */
  readonly by?: string;
}

export const journalKinds = [
  /** The state tag was set. */
  'state',
  /** A decision was made about the account. */
  'decision',
  /** A maintenance window opened, and found the account released. */
  'window',
  /** A build was started, or it ended. */
  'build',
  /** An event of the account was published. */
  'event',
  'activity',
  'exception',
  /** A function has returned or thrown. */
  'handled',
  /** An invariant was broken. */
  'broken',
] as const;

type JournalKind = (typeof journalKinds)[number];

/** What led to a violation, oldest first. */
export interface AccountTimeline {
  readonly account: string;
  readonly invariant: InvariantName;
  readonly entries: readonly JournalEntry[];
}

export interface RehearsalReport {
  readonly accounts: number;
  readonly days: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly transitions: number;
  readonly transactions: TransactionCounts;
  readonly builds: Readonly<Record<BuildPurpose, BuildCounts>>;
  /** US dollars for the minutes of the builds. */
  readonly dollars: number;
  /** By label. */
  readonly activities: Readonly<Record<string, number>>;
  readonly exceptions: Readonly<Record<string, number>>;
  /** Handler results by handler name. */
  readonly handled: Readonly<Record<string, HandledCounts>>;
  readonly killed: number;
  readonly deadLetters: number;
  /** By service and operation. */
  readonly calls: Readonly<Record<string, number>>;
  readonly invariants: readonly Invariant[];
  /** Of accounts that broke an invariant. */
  readonly timelines: readonly AccountTimeline[];
  /** The same for the same seed, options and version. */
  readonly fingerprint: string;
}

interface HandledCounts {
  readonly done: number;
  readonly ignored: number;
  readonly failed: number;
  /** The longest invocation, on the simulated clock. */
  readonly longestSeconds: number;
}
