/** How a difference between settings looks: what is for all, then item by item, then account by account. */

import type {
  AccountSettingsChange,
  EntryChange,
  SettingChange,
  SettingsDiff,
} from '../../settings/diff-settings.ts';
import { firstRows } from '../output/report.ts';
import type { TableData } from '../output/table.ts';
import { changeTexts } from './settings-value.ts';

export interface DiffReport extends SettingsDiff {
  /** Paths of the files. */
  readonly older: string;
  readonly newer: string;
  /** Of the organization, where it was asked. */
  readonly accounts?: readonly AccountSettingsChange[];
}

const most = 200;

export function diffTables(report: DiffReport): readonly TableData[] {
  return [sections(report), items(report), accounts(report)].map((table) => firstRows(table, most));
}

function sections({ sections: changes }: DiffReport): TableData {
  const rows = changes.map(changeCells);
  return { title: 'For all', heads: ['Setting', 'Before', 'After'], rows };
}

function items({ items: changes }: DiffReport): TableData {
  const rows = changes.flatMap((item) => itemRows(item, [item.kind]));
  return { title: 'Items', heads: ['Item', 'Kind', 'Change', 'Setting', 'Before', 'After'], rows };
}

/** Accounts that change alike are told together: there may be thousands under one unit. */
function accounts({ accounts: changes = [] }: DiffReport): TableData {
  const alike = Map.groupBy(changes, ({ id: _, ...change }) => JSON.stringify(change));
  const rows = [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const { from = '–', to = '–' } = first;
    return itemRows({ ...first, id: idsText(same) }, [from, to]);
  });
  const heads = ['Accounts', 'Item before', 'Item after', 'Change', 'Setting', 'Before', 'After'];
  return { title: 'Accounts', heads, rows };
}

function idsText(same: readonly AccountSettingsChange[]): string {
  const more = same.length - 1;
  const first = same[0]?.id ?? '';
  return more === 0 ? first : `${first} and ${more.toLocaleString('en-US')} more`;
}

/** All values of what comes or goes are in the JSON. */
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
