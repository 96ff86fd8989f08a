/** How many failures a run may have before it stops. */

import * as z from 'zod';
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

/** Returns whether the budget refers to the number of targets, which must be known then. */
export function isShare(budget: FailureBudget | undefined): boolean {
  return typeof budget === 'string' && budget.endsWith('%');
}

/** Returns a function that gives a reason to stop once there are more failures than the budget. */
export function stopWhenSpent(
  budget: FailureBudget | undefined,
): ((progress: FanOutProgress) => string | undefined) | undefined {
  if (budget === undefined) return undefined;
  const number = Number.parseInt(String(budget), 10);
  return ({ failed, total }) => {
    if (isShare(budget) && total === undefined)
      throw new Error('a share needs the number of targets');
    // In integers: 0.29 * 100 is less than 29.
    const allowed = isShare(budget) ? Math.floor((number * (total ?? 0)) / 100) : number;
    return failed > allowed ? `more failures than the budget of ${budget}` : undefined;
  };
}
