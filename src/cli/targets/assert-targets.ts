/** A selection that leaves no target is a mistake, and says which accounts were skipped and why. */

import { FlotillaError } from '../../model/flotilla-error.ts';
import { count } from '../output/text.ts';
import type { Plan } from './plan.ts';

/** `where`: what shows the reason for each account. */
export function assertTargets({ running, skipped }: Plan, where = '--dry-run'): void {
  if (running.length > 0) return;
  const reasons = [...new Set(skipped.map(({ skipped: { reason } }) => reason))].join(', ');
  const selected =
    skipped.length === 1
      ? 'the selected account was'
      : `all ${count(skipped.length, 'selected account')} were`;
  throw new FlotillaError(
    'Selection',
    `no targets: ${selected} skipped (${reasons}); see ${where}`,
  );
}
