/** A selection that leaves nobody is a mistake, and says who was left out and why. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import { count } from '../print/text.ts';
import type { Plan } from './plan.ts';

/** `purpose` ends the sentence "nobody is left to …". */
export function expectSomebody({ running, skipped }: Plan, purpose: string): void {
  if (running.length > 0) return;
  const reasons = [...new Set(skipped.map(({ skipped: { reason } }) => reason))].join(', ');
  throw new FlotillaError(
    'Selection',
    `nobody is left to ${purpose}: ${count(skipped.length, 'account')} left out (${reasons})`,
  );
}
