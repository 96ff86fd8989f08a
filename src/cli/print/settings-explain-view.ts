/** How an explanation of settings looks: a value on a line, with its origin. */

import type { ExplanationReport } from '../commands/settings-explain.ts';
import type { TableData } from '../output/table.ts';
import { originText, valueText } from './settings-value.ts';

export function explanationTables({ values = [] }: ExplanationReport): readonly TableData[] {
  const rows = values.map(({ path, value, origin }) => [
    path,
    valueText(value),
    originText(origin),
  ]);
  return [{ heads: ['Setting', 'Value', 'From'], rows }];
}
