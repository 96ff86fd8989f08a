/** What happened at one target: an account in a region. */

import type { Account } from './account.ts';
import type { AssumedRole } from './assumed-role.ts';

/** One account in one region. */
export interface Target {
  readonly account: Account;
  /** Undefined where no region is selected and none is configured. */
  readonly region?: string;
}

/** The class of a failure, the same for every AWS service. */
export type FailureKind =
  /** The caller or the role may not do this, or its credentials are not accepted. */
  | 'denied'
  /** AWS refused the call as one too many, after all retries. */
  | 'throttled'
  /** The deadline of the target passed, or a request got no response in time. */
  | 'timed-out'
  /** The run stopped while the operation was in progress. */
  | 'cancelled'
  /** The region or the service is not enabled in the account. */
  | 'not-enabled'
  /** The named resource does not exist. */
  | 'not-found'
  /** AWS rejects the input. */
  | 'invalid'
  /** Anything else, such as an error of the operation itself. */
  | 'unexpected';

/** A failure as data: it can be written to a file and holds no live objects. */
export interface Failure {
  readonly kind: FailureKind;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** AWS's error code, or the class of the error. */
  readonly code: string;
  /** One line for people, as AWS or the operation wrote it. */
  readonly message: string;
  /** AWS's id of the failed request; absent when the error is not AWS's. */
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

/** The operation returned. */
export interface Done<T> {
  readonly status: 'done';
  readonly target: Target;
  /** The role of the session. */
  readonly role: AssumedRole;
  /** What the operation returned; `undefined` when it returned nothing. */
  readonly value: T;
  /** From the start of the target to its end, the role's assumption included. */
  readonly durationMs: number;
}

/** The role could not be assumed, or the operation threw, was late or was cancelled. */
export interface Failed {
  readonly status: 'failed';
  readonly target: Target;
  /** The role of the session, or the one that could not be assumed. */
  readonly role: AssumedRole;
  readonly phase: Phase;
  readonly failure: Failure;
  /** A value that the operation reported with its failure; see `OperationFailed`. */
  readonly value?: unknown;
  /** The thrown error, for callers in the same process. Not written to files. */
  readonly cause: unknown;
  /** From the start of the target to its end, the role's assumption included. */
  readonly durationMs: number;
}

/** A selected account that did not run. */
export interface Skipped {
  readonly status: 'skipped';
  readonly target: Target;
  readonly reason: SkipReason;
  /** One line for people, `the account is SUSPENDED`. */
  readonly detail: string;
}

/** What happened at one target; `status` says which of the three it is. */
export type Outcome<T> = Done<T> | Failed | Skipped;
