/**
 * Retries of SDK clients. The SDK's standard retry gives a client 500 tokens and takes five per throttle, so a client
 * that a fleet shares gives up after a hundred. Here the pacer controls the rate, and each call has its own budget.
 */

import type { RetryErrorInfo, RetryStrategyV2, StandardRetryToken } from '@smithy/types';
import { type Clock, wallClock } from '../model/clock.ts';
import { classify } from './failures.ts';

export interface RetryLimits {
  /** Attempts of one call while AWS throttles it. */
  readonly throttledAttempts: number;
  /** Attempts of one call after network or service errors. */
  readonly transientAttempts: number;
}

const standard: RetryLimits = { throttledAttempts: 12, transientAttempts: 3 };
const throttledDelayMs = 100;
const transientDelayMs = 50;
const longestDelayMs = 5_000;

export interface RetryTime {
  readonly clock: Clock;
  /** At least 0, less than 1: spreads the retries of calls that were refused together. */
  readonly random: () => number;
}

const wallTime: RetryTime = { clock: wallClock, random: Math.random };

/** Waits on the given clock, so that a rehearsal's retries take no real time. */
export function pacedRetries(
  limits: RetryLimits = standard,
  { clock, random }: RetryTime = wallTime,
): RetryStrategyV2 {
  return {
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (previous, info) => {
      const count = previous.getRetryCount() + 1;
      await clock.sleep(random() * longestWait(limits, count, info));
      return token(count);
    },
    recordSuccess: () => {},
  };
}

/** Throws when no attempt is left. */
function longestWait(limits: RetryLimits, attempts: number, info: RetryErrorInfo): number {
  const { kind, retryable } = classify(info.error);
  const throttled = kind === 'throttled';
  const allowed = throttled ? limits.throttledAttempts : limits.transientAttempts;
  // The SDK knows one thing that the error does not show: whether it has just corrected its clock.
  const canHelp = retryable || info.errorType === 'TRANSIENT';
  if (!canHelp || attempts >= allowed) throw new Error('no attempt is left');
  const base = throttled ? throttledDelayMs : transientDelayMs;
  return Math.min(longestDelayMs, base * 2 ** attempts);
}

function token(count: number): StandardRetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => 0, getRetryCost: () => undefined };
}
