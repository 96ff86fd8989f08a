/** What should happen to an account now, and why: data, so that it can be shown before it is done. */

import type { AccountEventLabel } from '../../model/account-event.ts';
import type { LifecycleState } from '../../model/lifecycle-state.ts';
import type { Purpose, TransactionKind } from './account-record.ts';
import type { ObservedTags } from './observation.ts';

export type Action =
  /** Nothing now; `until` is when somebody must have looked again. */
  | { readonly do: 'wait'; readonly until?: number }
  /** Work that nobody needs any more is forgotten: the account left, or is closed. */
  | { readonly do: 'forget' }
  /** The account goes to another state: tags are removed and set, in one call each, only where they differ. */
  | {
      readonly do: 'enter';
      readonly state: LifecycleState;
      readonly set: ObservedTags;
      readonly unset: readonly string[];
      readonly tell: readonly AccountEventLabel[];
      readonly begin?: TransactionKind;
    }
  /** The account is in its state, and that is told and written down before it leaves it. */
  | {
      readonly do: 'arrive';
      readonly tell: readonly AccountEventLabel[];
      readonly begin?: TransactionKind;
    }
  /** Tags that drifted are put right; the state stays. */
  | { readonly do: 'retag'; readonly set: ObservedTags }
  /** What is needed is put into the account, and a build is started. */
  | {
      readonly do: 'build';
      readonly purpose: Purpose;
      readonly attempt: number;
      /** Tags of the settings that the account lacks. */
      readonly set: ObservedTags;
      readonly tell: readonly AccountEventLabel[];
      readonly begin?: TransactionKind;
    }
  /** A build did not end well; a person hears of it. */
  | { readonly do: 'report-build'; readonly purpose: Purpose; readonly status: string }
  /** The account is released and the transaction has ended well. */
  | { readonly do: 'finish'; readonly tell: readonly AccountEventLabel[] }
  /** The transaction has ended badly; it is tried again at `retryAt`. */
  | { readonly do: 'fail'; readonly reason: string; readonly retryAt: number };

export interface Decision {
  /** Name of the rule, stable, for tests and for people who search. */
  readonly rule: DecisionRule;
  /** One sentence. */
  readonly why: string;
  readonly action: Action;
}

export type DecisionRule =
  | 'not-active'
  | 'not-managed'
  | 'unknown-state'
  | 'new-account'
  | 'vanilla'
  | 'moved'
  | 'straight-release'
  | 'prepare'
  | 'prepared'
  | 'straight-assignment'
  | 'purge'
  | 'purged'
  | 'build-runs'
  | 'build-failed'
  | 'build-again'
  | 'overdue'
  | 'failed-before'
  | 'released'
  | 'settled'
  | 'drifted'
  | 'window';
