/** How entries of the catalogue look. */

import type { View } from '../../../output/printer.ts';
import type { CatalogueRecord } from './record.ts';

/** A terminal has no room for all names, so that they are counted there. */
export const catalogueView: View<CatalogueRecord> = {
  tables: (records) => [
    {
      heads: ['Service', 'Type', 'Key', 'Scope', 'Operation', 'Details', 'Actions'],
      rows: records.map(({ service, type, key, scope, operation, details, actions }) => [
        service,
        type,
        key,
        scope,
        operation,
        `${details.length}`,
        `${actions.length}`,
      ]),
      note: 'The names of details and actions: --output json, ndjson or csv.',
    },
  ],
  csv: {
    service: ({ service }) => service,
    type: ({ type }) => type,
    key: ({ key }) => key,
    scope: ({ scope }) => scope,
    operation: ({ operation }) => operation,
    details: ({ details }) => details.join(' '),
    actions: ({ actions }) => actions.join(' '),
    parent: ({ parent }) => parent,
  },
};
