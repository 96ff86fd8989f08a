/** How many failures a run may have before it stops. */

import { z } from 'zod';
import type { FanOutProgress } from './fan-out.ts';

/** `5` failures, or `10%` of the targets. */
export const failureBudgetSchema = z.union([
  z.int().min(0),
  z.string().regex(/^(?:100|\d{1,2})%$|^\d+$/, {
    error: ({ input }) =>
      `"${input}" is not a failure budget; give a number of targets or a share such as 10%`,
  }),
]);

export type FailureBudget = z.output<typeof failureBudgetSchema>;

/** While the size of a run is unknown, a share refers to what has finished, from this number on. */
const fewestForShare = 20;

/** Returns a function that gives a reason to stop once there are more failures than the budget. */
export function stopWhenSpent(
  budget: FailureBudget | undefined,
): ((progress: FanOutProgress) => string | undefined) | undefined {
  if (budget === undefined) return undefined;
  const text = String(budget);
  const share = text.endsWith('%') ? Number.parseInt(text, 10) / 100 : undefined;
  return ({ done, failed, total }) => {
    const base = total ?? Math.max(done + failed, fewestForShare);
    const allowed = share === undefined ? Number(text) : Math.floor(share * base);
    return failed > allowed ? `more failures than the budget of ${text}` : undefined;
  };
}
