/** The report of a rehearsal: day by day, entry by entry, and the totals. */

import type { Invariant } from './invariants.ts';

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

export interface JournalEntry {
  readonly at: string;
  readonly what: 'state' | 'handled' | 'exception' | 'activity';
  readonly account?: string;
  readonly text: string;
}

export interface RehearsalReport {
  readonly accounts: number;
  readonly days: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly transitions: number;
  /** By label. */
  readonly activities: Readonly<Record<string, number>>;
  readonly exceptions: Readonly<Record<string, number>>;
  /** Handler results by handler name. */
  readonly handled: Readonly<
    Record<string, { readonly done: number; readonly ignored: number; readonly failed: number }>
  >;
  readonly killed: number;
  readonly deadLetters: number;
  /** By service and operation. */
  readonly calls: Readonly<Record<string, number>>;
  readonly invariants: readonly Invariant[];
  /** The same for the same seed, options and version. */
  readonly fingerprint: string;
}
