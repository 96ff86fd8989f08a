/** How the costs of a month look. */

import type { DocumentView } from '../../../output/printer.ts';
import { statementTable } from '../statement-tables.ts';
import type { CostsDocument } from './record.ts';

export const costsView: DocumentView<CostsDocument> = {
  tables: ({ statement, centers }) => {
    const currencies = statement.charges.map(({ currency }) => currency);
    return [
      {
        title: 'Charges by cost center',
        heads: ['Cost center', ...currencies],
        rows: centers.map(({ costCenter, charges }) => [
          costCenter,
          ...currencies.map((currency) => charges[currency] ?? ''),
        ]),
      },
      statementTable(statement),
    ];
  },
  rows: ({ centers }) => centers.map(({ costCenter, charges }) => ({ costCenter, ...charges })),
};
