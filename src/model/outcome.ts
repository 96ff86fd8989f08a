/** What happened at one target: an account in a region. */

import type { Account } from './account.ts';

/** One account in one region. */
export interface Target {
  readonly account: Account;
  /** Undefined where no region was asked for and none is configured. */
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

/** A failure as data: it can be written to a file and holds nothing alive. */
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
  /** The caller's own account, left out unless asked for. */
  | 'caller'
  /** The management account, left out unless asked for. */
  | 'management'
  /** Suspended, closed, not yet active, or in a state that we do not know. */
  | 'not-active'
  /** Named by its id, but not an account of this organization. */
  | 'not-in-organization'
  /** The region is not enabled in this account. */
  | 'region-not-enabled';

interface Common {
  readonly target: Target;
}

export type Outcome<T> =
  | (Common & { readonly status: 'done'; readonly value: T; readonly durationMs: number })
  | (Common & {
      readonly status: 'failed';
      readonly phase: Phase;
      readonly failure: Failure;
      readonly durationMs: number;
    })
  | (Common & { readonly status: 'skipped'; readonly reason: SkipReason; readonly detail: string });
