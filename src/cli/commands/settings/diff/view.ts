/** How a difference between settings looks: values for all accounts, then settings entries, then accounts. */

import { type DocumentView, firstRows } from '../../../output/printer.ts';
import type { TableData } from '../../../output/table.ts';
import { changeTexts } from '../setting-text.ts';
import type { SettingsDiffReport } from './command.ts';

type SettingChange = SettingsDiffReport['sections'][number];
type EntryChange = SettingsDiffReport['items'][number];
type AccountSettingsChange = NonNullable<SettingsDiffReport['accounts']>[number];

const maxRows = 200;

export const settingsDiffView: DocumentView<SettingsDiffReport> = {
  tables: (report) =>
    [sections(report), items(report), accounts(report)].map((table) => firstRows(table, maxRows)),
  rows: ({ sections, items, accounts = [] }) => [
    ...sections.map((change) => csvRow('settings', '', change)),
    ...items.flatMap(({ kind, id, changes }) => changes.map((one) => csvRow(kind, id, one))),
    ...accounts.flatMap(({ id, changes }) =>
      changes.map((one) => csvRow('affected account', id, one)),
    ),
  ],
};

function csvRow(kind: string, id: string, { path, before = '', after = '' }: SettingChange) {
  return { kind, id, path, before, after };
}

function sections({ sections: changes }: SettingsDiffReport): TableData {
  const rows = changes.map(changeCells);
  return { title: 'All accounts', heads: ['Setting', 'Before', 'After'], rows };
}

function items({ items: changes }: SettingsDiffReport): TableData {
  const rows = changes.flatMap((item) => itemRows(item, [item.kind]));
  return {
    title: 'Settings entries',
    heads: ['Entry', 'Kind', 'Change', 'Setting', 'Before', 'After'],
    rows,
  };
}

/** Accounts with the same changes share rows: there may be thousands below one OU. */
function accounts({ accounts: changes = [] }: SettingsDiffReport): TableData {
  const alike = Map.groupBy(changes, ({ id: _, ...change }) => JSON.stringify(change));
  const rows = [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const { from = '–', to = '–' } = first;
    return itemRows({ ...first, id: idsText(same) }, [from, to]);
  });
  const heads = ['Accounts', 'Entry before', 'Entry after', 'Change', 'Setting', 'Before', 'After'];
  return { title: 'Accounts', heads, rows };
}

function idsText(same: readonly AccountSettingsChange[]): string {
  const more = same.length - 1;
  const first = same[0]?.id ?? '';
  return more === 0 ? first : `${first} and ${more.toLocaleString('en-US')} more`;
}

/** All values of an entry that is added or removed are in the JSON. */
function itemRows(
  { id, change, changes }: Pick<EntryChange, 'id' | 'change' | 'changes'>,
  cells: readonly string[],
): readonly (readonly string[])[] {
  if (change !== 'changed') return [[id, ...cells, change, '', '', '']];
  return changes.map((one) => [id, ...cells, change, ...changeCells(one)]);
}

function changeCells({ path, before, after }: SettingChange): readonly string[] {
  return [path, ...changeTexts(before, after)];
}
