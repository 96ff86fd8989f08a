/** How a difference between two runs looks: counts first, then the first resources of each kind, then what could not be compared. */

import type { ChangedField } from '../../../../inventory/read/changed-fields.ts';
import type { DiffedResource, InventoryDiff } from '../../../../inventory/read/diff.ts';
import type { UnreadLocation } from '../../../../inventory/read/unread-locations.ts';
import { type DocumentView, firstRows } from '../../../output/printer.ts';
import type { TableData } from '../../../output/table.ts';

/** Of each kind of change. */
const maxDetails = 50;
const maxCounts = 200;

export const diffView: DocumentView<InventoryDiff> = {
  tables: (diff) => [
    counts(diff),
    details('Added', diff.added),
    details('Removed', diff.removed),
    changes(diff),
    unread(diff),
  ],
  rows: ({ added, removed, changed }) => [
    ...added.map((resource) => ({ change: 'added', ...resource })),
    ...removed.map((resource) => ({ change: 'removed', ...resource })),
    ...changed.map((resource) => ({ change: 'changed', ...resource })),
  ],
};

function counts({ first, second, added, removed, changed }: InventoryDiff): TableData {
  const kinds = [added, removed, changed];
  const rows = new Map<string, { cells: readonly string[]; numbers: number[] }>();
  for (const [kind, resources] of kinds.entries()) {
    for (const { accountId, accountName = '', service, type } of resources) {
      const cells = [accountId, accountName, `${service}.${type}`];
      const key = JSON.stringify([accountId, service, type]);
      const row = rows.get(key) ?? { cells, numbers: kinds.map(() => 0) };
      row.numbers[kind] = (row.numbers[kind] ?? 0) + 1;
      rows.set(key, row);
    }
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  const table = {
    title: `From ${first.runId} to ${second.runId}`,
    heads: ['Account', 'Name', 'Type', 'Added', 'Removed', 'Changed'],
    rows: sorted.map(([, { cells, numbers }]) => [...cells, ...numbers.map(String)]),
  };
  return firstRows(table, maxCounts);
}

const where = ({ accountId, region, service, type, id }: DiffedResource) => [
  accountId,
  id,
  region,
  `${service}.${type}`,
];

const heads = ['Account', 'Id', 'Region', 'Type'];

function details(title: string, resources: readonly DiffedResource[]): TableData {
  return firstRows({ title, heads, rows: resources.map(where) }, maxDetails);
}

function changes({ changed }: InventoryDiff): TableData {
  const rows = changed.map((resource) => [
    ...where(resource),
    resource.fields.map(describe).join('; '),
  ]);
  return firstRows({ title: 'Changed', heads: [...heads, 'What'], rows, wraps: true }, maxDetails);
}

/** Structures and long texts are in the JSON. */
function describe({ path, before, after }: ChangedField): string {
  const [from, to] = [short(before), short(after)];
  return from === undefined || to === undefined ? path : `${path} ${from} → ${to}`;
}

function short(value: unknown): string | undefined {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null) return undefined;
  const text = String(value);
  return text.length > 40 ? undefined : text;
}

const runNames = { first: 'the first', second: 'the second', both: 'both' } as const;

function unread({ unread: places }: InventoryDiff): TableData {
  const row = ({ run, accountId, accountName = '', ...place }: UnreadLocation) => [
    accountId,
    accountName,
    place.region ?? 'everywhere',
    place.service === undefined ? 'everything' : `${place.service}.${place.type}`,
    runNames[run],
    place.code ?? place.status,
    String(place.records),
  ];
  const table = {
    title: 'Could not be compared: neither added nor removed',
    heads: ['Account', 'Name', 'Region', 'Type', 'Unread in', 'Why', 'Seen in the other'],
    rows: places.map(row),
  };
  return firstRows(table, maxDetails);
}
