/**
 * Retries of SDK clients. The SDK's standard retry gives a client 500 tokens and takes five per throttle, so a client
 * that a fleet shares gives up after a hundred. Here the pacer controls the rate, and each call has its own budget.
 */

import type { RetryStrategyV2, StandardRetryToken } from '@smithy/types';
import { type Clock, wallClock } from '../model/clock.ts';
import { classify } from './failures.ts';

export interface RetryLimits {
  /** Attempts of one call while AWS throttles it. */
  readonly throttledAttempts: number;
  /** Attempts of one call after network or service errors. */
  readonly transientAttempts: number;
}

export const standardRetries: RetryLimits = { throttledAttempts: 12, transientAttempts: 3 };
const throttledDelayMs = 100;
const transientDelayMs = 50;
const maxDelayMs = 5_000;

export interface RetryTime {
  readonly clock: Clock;
  /** At least 0, less than 1: spreads the retries of calls that were refused together. */
  readonly random: () => number;
}

const wallTime: RetryTime = { clock: wallClock, random: Math.random };

/** Waits on the given clock, so that a rehearsal's retries take no real time. */
export function pacedRetries(
  limits: RetryLimits = standardRetries,
  { clock, random }: RetryTime = wallTime,
): RetryStrategyV2 {
  return {
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (previous, { error, errorType }) => {
      const attempts = previous.getRetryCount() + 1;
      // The SDK knows one thing that the error does not show: whether it has just corrected its clock.
      const longest = longestDelay(limits, attempts, {
        error,
        isTransient: errorType === 'TRANSIENT',
      });
      if (longest === undefined) throw new Error('no attempt is left');
      await clock.sleep(random() * longest);
      return token(attempts);
    },
    recordSuccess: () => {},
  };
}

export interface FailedAttempt {
  readonly error: unknown;
  /** The same call can succeed, whatever its error is. */
  readonly isTransient: boolean;
}

/** In milliseconds, after so many attempts; undefined when no attempt is left. */
export function longestDelay(
  limits: RetryLimits,
  attempts: number,
  { error, isTransient }: FailedAttempt,
): number | undefined {
  const { kind, retryable } = classify(error);
  const throttled = kind === 'throttled';
  const allowed = throttled ? limits.throttledAttempts : limits.transientAttempts;
  if (!(retryable || isTransient) || attempts >= allowed) return undefined;
  const base = throttled ? throttledDelayMs : transientDelayMs;
  return Math.min(maxDelayMs, base * 2 ** attempts);
}

function token(count: number): StandardRetryToken {
  return { getRetryCount: () => count, getRetryDelay: () => 0, getRetryCost: () => undefined };
}
