/** How a difference between settings looks: what is for all, then item by item, then account by account. */

import type {
  AccountChange,
  Change,
  ItemChange,
  SettingsDiff,
} from '../../settings/diff-settings.ts';
import { firstRows } from './report.ts';
import { changeTexts } from './settings-value.ts';
import type { TableData } from './table.ts';

export interface DiffReport extends SettingsDiff {
  /** Paths of the files. */
  readonly older: string;
  readonly newer: string;
  /** Of the organization, where it was asked. */
  readonly accounts?: readonly AccountChange[];
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

function accounts({ accounts: changes = [] }: DiffReport): TableData {
  const rows = changes.flatMap((account) =>
    itemRows(account, [account.from ?? '–', account.to ?? '–']),
  );
  const heads = ['Account', 'Item before', 'Item after', 'Change', 'Setting', 'Before', 'After'];
  return { title: 'Accounts', heads, rows };
}

/** All values of what comes or goes are in the JSON. */
function itemRows(
  { id, change, changes }: Pick<ItemChange, 'id' | 'change' | 'changes'>,
  cells: readonly string[],
): readonly (readonly string[])[] {
  if (change !== 'changed') return [[id, ...cells, change, '', '', '']];
  return changes.map((one) => [id, ...cells, change, ...changeCells(one)]);
}

function changeCells({ path, before, after }: Change): readonly string[] {
  return [path, ...changeTexts(before, after)];
}
