/** `flotilla inventory tables`: the tables that can be queried, or the columns of one. */

import { entriesOf } from '../../../../inventory/catalogue/entries-of.ts';
import { tableOf } from '../../../../inventory/tables/table.ts';
import type { RunOf } from '../../../define-command.ts';
import { count } from '../../../output/text.ts';
import { readCatalogue } from '../read-catalogue.ts';
import type { command } from './command.ts';
import { listView, oneView } from './view.ts';

export const run: RunOf<typeof command> = async ({ name, ...options }, context) => {
  const { entries } =
    name === undefined ? readCatalogue(options) : entriesOf({ types: [name], breadth: true });
  const printer = context.printer(name === undefined ? listView : oneView);
  for (const entry of entries) printer.write(tableOf(entry));
  printer.end();
  return { summary: count(entries.length, 'table') };
};
