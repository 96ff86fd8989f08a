/** How entries of the catalogue look. */

import type { CatalogueEntry } from '../../inventory/catalogue/entry.ts';
import type { View } from '../output/printer.ts';

export interface CatalogueRecord {
  readonly service: string;
  readonly type: string;
  readonly key: string;
  readonly scope: string;
  readonly operation: string;
  readonly details: readonly string[];
  readonly actions: readonly string[];
  readonly parent?: string;
}

export function catalogueRecord(entry: CatalogueEntry): CatalogueRecord {
  const { service, type, key, scope, list, details = [], actions, parent } = entry;
  return {
    service,
    type,
    key,
    scope,
    operation: list.operation,
    details: [...new Set(details.map(({ operation }) => operation))],
    actions,
    ...(parent !== undefined && { parent }),
  };
}

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
