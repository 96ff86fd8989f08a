/** IAM is consistent in the end: other services take a new role some seconds after it was made. */

import { classify } from '../aws/failures.ts';
import type { Clock } from '../model/clock.ts';

const delaysMs = [2_000, 5_000, 10_000, 15_000, 20_000];

/** So CodeBuild, EventBridge, IAM and S3 say it, with these words in the message; any other refusal is one. */
const codes = new Set([
  'InvalidInputException',
  'ValidationException',
  'MalformedPolicyDocument',
  'MalformedPolicyDocumentException',
  'MalformedPolicy',
]);
const words = /\brole\b|AssumeRole|invalid principal/i;

/** Does it again, for less than a minute, as long as a role that the call names is refused. */
export async function whenRoleIsKnown<T>(
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
