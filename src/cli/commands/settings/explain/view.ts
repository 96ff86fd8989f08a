/** How an explanation of settings looks: a value on a line, with its origin. */

import type { DocumentView } from '../../../output/printer.ts';
import { originText, valueText } from '../setting-text.ts';
import type { ExplanationReport } from './command.ts';

export const explanationView: DocumentView<ExplanationReport> = {
  tables: ({ values = [] }) => {
    const rows = values.map(({ path, value, origin }) => [
      path,
      valueText(value),
      originText(origin),
    ]);
    return [{ heads: ['Setting', 'Value', 'From'], rows }];
  },
  rows: ({ values = [] }) =>
    values.map(({ path, value, origin }) => ({ path, value, from: originText(origin) })),
};
