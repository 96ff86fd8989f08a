/** Prints what the other source of costs says about a month: a warning where it differs, or was not read. */

import {
  type CostStatement,
  comparisonText,
  isComparisonSuspect,
} from '../../../reports/statement/statement.ts';
import type { CommandContext } from '../../command-context.ts';

export function printComparison(
  statement: CostStatement,
  { note, warn }: Pick<CommandContext, 'note' | 'warn'>,
): void {
  const text = comparisonText(statement);
  if (text === undefined) return;
  if (isComparisonSuspect(statement.comparison)) warn(`[WARNING] sources of costs differ: ${text}`);
  else note(text);
}
