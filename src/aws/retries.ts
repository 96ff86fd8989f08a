/**
 * The SDK's standard retry gives a client 500 tokens and takes five per throttle, so a client that a whole fleet shares
 * gives up after a hundred. Here the pacer keeps the rate, and each call has a budget of its own.
 */

import type {
  RetryErrorInfo,
  RetryStrategyV2,
  RetryToken,
  StandardRetryToken,
} from '@smithy/types';
import { classify } from './failures.ts';

export interface RetryLimits {
  /** Attempts of one call while AWS answers that there are too many. */
  readonly throttledAttempts: number;
  /** Attempts of one call while the network or the service stumbles. */
  readonly transientAttempts: number;
}

const standard: RetryLimits = { throttledAttempts: 12, transientAttempts: 3 };
const throttledDelayMs = 100;
const transientDelayMs = 50;
const longestDelayMs = 5_000;

export function pacedRetries(limits: RetryLimits = standard): RetryStrategyV2 {
  return {
    acquireInitialRetryToken: async () => token(0, 0),
    refreshRetryTokenForRetry: async (previous, info) => next(limits, previous, info),
    recordSuccess: () => {},
  };
}

function next(limits: RetryLimits, previous: RetryToken, info: RetryErrorInfo): StandardRetryToken {
  const attempts = previous.getRetryCount() + 1;
  const { kind, retryable } = classify(info.error);
  const throttled = kind === 'throttled';
  const allowed = throttled ? limits.throttledAttempts : limits.transientAttempts;
  // The SDK knows one thing more than the error says: whether it has just corrected its clock.
  const canHelp = retryable || info.errorType === 'TRANSIENT';
  if (!canHelp || attempts >= allowed) throw new Error('no attempt is left');
  const base = throttled ? throttledDelayMs : transientDelayMs;
  return token(attempts, Math.random() * Math.min(longestDelayMs, base * 2 ** attempts));
}

function token(count: number, delayMs: number): StandardRetryToken {
  return {
    getRetryCount: () => count,
    getRetryDelay: () => delayMs,
    getRetryCost: () => undefined,
  };
}
