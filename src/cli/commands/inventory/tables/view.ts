/** How tables look: a list, or all about one. */

import { type InventoryTable, typeText } from '../../../../inventory/tables/table.ts';
import type { View } from '../../../output/printer.ts';

const csv: View<InventoryTable>['csv'] = {
  name: ({ name }) => name,
  service: ({ service }) => service,
  type: ({ type }) => type,
  scope: ({ scope }) => scope,
  columns: ({ columns }) => columns.map(({ name }) => name).join(' '),
  calls: ({ calls }) => calls.join(' '),
  actions: ({ actions }) => actions.join(' '),
};

export const listView: View<InventoryTable> = {
  tables: (records) => [
    {
      heads: ['Table', 'Service', 'Type', 'Scope', 'Columns', 'Calls', 'Actions'],
      rows: records.map(({ name, service, type, scope, columns, calls, actions }) => [
        name,
        service,
        type,
        scope,
        `${columns.length}`,
        `${calls.length}`,
        `${actions.length}`,
      ]),
      note: 'All about one: flotilla inventory tables NAME',
    },
  ],
  csv,
};

export const oneView: View<InventoryTable> = {
  tables: (records) =>
    records.flatMap((record) => [
      { wraps: true, heads: ['Table', record.name], rows: factsOf(record) },
      {
        title: 'Columns',
        wraps: true,
        heads: ['Column', 'Type'],
        rows: record.columns.map(({ name, type }) => [name, typeText(type)]),
      },
    ]),
  csv,
};

function factsOf(table: InventoryTable): string[][] {
  const { service, type, scope, calls, actions, parent, cloudFormationType } = table;
  const listed = scope === 'global' ? 'once per account' : 'in every region';
  return [
    ['Resources', cloudFormationType ?? `${service} ${type}`],
    ['Listed', parent === undefined ? listed : `${listed}, for each ${parent}`],
    ['Calls', calls.join(', ')],
    ['IAM actions', actions.join(', ')],
  ];
}
