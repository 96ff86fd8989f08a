/** IAM is consistent in the end: other services take a new role some seconds after it was made. */

import { classify } from '../../aws/failures.ts';
import type { Clock } from '../../model/clock.ts';

const delaysMs = [2_000, 5_000, 10_000, 15_000, 20_000];

/** CodeBuild and EventBridge say so in these codes, with the role in the message; any other refusal is one. */
const codes = new Set(['InvalidInputException', 'ValidationException']);

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
      if (!clock || !codes.has(code) || !/\brole\b|AssumeRole/i.test(message)) throw error;
      await clock.sleep(delayMs);
    }
  }
  return call();
}
