/** What should happen to an account now, and why: data, so that it can be shown before it is performed. */

import type { AccountEventLabel } from '../../model/account-event.ts';
import type { LifecycleState } from '../../model/lifecycle-state.ts';
import type { BuildPurpose, TransactionKind } from './lifecycle-record.ts';
import type { ObservedTags } from './observation.ts';

/** What a decision does; `do` says which of the actions it is. */
export type Action =
  /** Nothing now; `until` is when the account must be checked again. */
  | { readonly do: 'wait'; readonly until?: number }
  /** Deletes the record of an account that left the organization, was closed or is no longer managed. */
  | { readonly do: 'forget' }
  /** Changes the state: tags are removed and set, in one call each, only where they differ. */
  | {
      readonly do: 'enter';
      readonly state: LifecycleState;
      readonly set: ObservedTags;
      readonly unset: readonly string[];
      readonly tell: readonly AccountEventLabel[];
      readonly begin?: TransactionKind;
    }
  /** Publishes and saves that the account is in its state, before it leaves that state. */
  | {
      readonly do: 'arrive';
      readonly tell: readonly AccountEventLabel[];
      readonly begin?: TransactionKind;
    }
  /** Corrects tags that drifted; the state stays. */
  | { readonly do: 'retag'; readonly set: ObservedTags }
  /** Applies the baseline to the account and starts a build. */
  | {
      readonly do: 'build';
      readonly purpose: BuildPurpose;
      readonly attempt: number;
      /** Tags of the settings that the account does not have. */
      readonly set: ObservedTags;
      readonly tell: readonly AccountEventLabel[];
      readonly begin?: TransactionKind;
    }
  /** The build still runs after the deadline; an exception is published, and the account stays in progress. */
  | { readonly do: 'report-late'; readonly purpose: BuildPurpose }
  /** The state tag has an unknown value; an exception is published. */
  | { readonly do: 'report-state'; readonly state: string }
  /** A build failed; an exception is published. */
  | { readonly do: 'report-build'; readonly purpose: BuildPurpose; readonly status: string }
  /** Ends the transaction successfully: the account is released. */
  | { readonly do: 'finish'; readonly tell: readonly AccountEventLabel[] }
  /** Ends the transaction as failed; it is retried at `retryAt`. */
  | { readonly do: 'fail'; readonly reason: string; readonly retryAt: number };

/** What should happen to an account, by which rule, and why. */
export interface AccountDecision {
  /** Stable name of the rule, for tests and searches. */
  readonly rule: DecisionRule;
  /** One sentence. */
  readonly why: string;
  readonly action: Action;
}

/** Stable names of the rules, for tests and searches. */
export type DecisionRule =
  | 'not-in-organization'
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
  | 'build-late'
  | 'no-build-slot'
  | 'build-failed'
  | 'build-again'
  | 'overdue'
  | 'failed-before'
  | 'released'
  | 'settled'
  | 'drifted'
  | 'window';
