/**
 * Retries calls that name a new role. IAM is eventually consistent: other services accept a new role some seconds after
 * its creation.
 */

import { classify } from '../aws/failures.ts';
import type { Clock } from '../model/clock.ts';

const delaysMs = [2_000, 5_000, 10_000, 15_000, 20_000];

/** Error codes of CodeBuild, EventBridge, IAM and S3 for an unknown role, if the message matches as well. */
const codes = new Set([
  'InvalidInputException',
  'ValidationException',
  'MalformedPolicyDocument',
  'MalformedPolicyDocumentException',
  'MalformedPolicy',
]);
const words = /\brole\b|AssumeRole|invalid principal/i;

/** Retries for less than a minute, as long as a role that the call names is refused. */
export async function retryUntilRoleIsKnown<T>(
  clock: Clock | undefined,
  call: () => Promise<T>,
): Promise<T> {
  for (const delayMs of delaysMs) {
    try {
      return await call();
    } catch (error) {
      const { code, message } = classify(error);
      if (!clock || !codes.has(code) || !words.test(message)) throw error;
      await clock.sleep(delayMs);
    }
  }
  return call();
}
