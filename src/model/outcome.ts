/** What happened at one target: an account in a region. */

import type { Account } from './account.ts';

/** One account in one region. */
export interface Target {
  readonly account: Account;
  /** Undefined where no region is selected and none is configured. */
  readonly region?: string;
}

export type FailureKind =
  | 'denied'
  | 'throttled'
  | 'timed-out'
  | 'cancelled'
  | 'not-enabled'
  | 'not-found'
  | 'invalid'
  | 'unexpected';

/** A failure as data: it can be written to a file and holds no live objects. */
export interface Failure {
  readonly kind: FailureKind;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** AWS's error code, or the class of the error. */
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
}

/** Where a failure happened: before the operation had a session, or in the operation. */
export type Phase = 'assume-role' | 'operation';

/** Why a selected account did not run. */
export type SkipReason =
  /** The caller's own account, excluded by default. */
  | 'caller'
  /** The management account, excluded by default. */
  | 'management'
  /** Suspended, closed, not yet active, or in an unknown state. */
  | 'not-active'
  /** Selected by its id, but not an account of this organization. */
  | 'not-in-organization'
  /** The run stopped before it started. */
  | 'not-started';

export interface Done<T> {
  readonly status: 'done';
  readonly target: Target;
  readonly value: T;
  readonly durationMs: number;
}

export interface Failed {
  readonly status: 'failed';
  readonly target: Target;
  readonly phase: Phase;
  readonly failure: Failure;
  /** A value that the operation reported with its failure; see `OperationFailed`. */
  readonly value?: unknown;
  /** The thrown error, for callers in the same process. Not written to files. */
  readonly cause: unknown;
  readonly durationMs: number;
}

export interface Skipped {
  readonly status: 'skipped';
  readonly target: Target;
  readonly reason: SkipReason;
  /** One line for people, `the account is SUSPENDED`. */
  readonly detail: string;
}

export type Outcome<T> = Done<T> | Failed | Skipped;
