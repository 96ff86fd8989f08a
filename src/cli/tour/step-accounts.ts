/** The accounts of the organization: the first few, and how many there are in each unit. */

import { accountFacts, summaryOf, toAccounts } from '../commands/accounts.ts';
import { settingsFrom } from '../options/option.ts';
import { createPrinter, type View } from '../output/printer.ts';
import type { TableData } from '../output/table.ts';
import { count } from '../output/text.ts';
import { type AccountRecord, accountView } from '../print/account-view.ts';
import { readPlan } from '../targets/plan.ts';
import type { Stage } from './stage.ts';

const mostRows = 8;

export async function listAccounts({ fleet, io }: Stage): Promise<void> {
  const records = toAccounts(await readPlan(fleet, settingsFrom([], {}, accountFacts), io));
  const printer = createPrinter('table', firstAndTotals, io);
  for (const record of records) printer.write(record);
  printer.end();
  io.stdout.write(`${summaryOf(records)}.\n`);
}

const everyAccount = accountView({ hasRegions: false });

const firstAndTotals: View<AccountRecord> = {
  ...everyAccount,
  tables: (records) => [
    ...everyAccount.tables(records.slice(0, mostRows)).map((table) => ({
      ...table,
      note: `… and ${count(records.length - mostRows, 'more account')}`,
    })),
    totals(records),
  ],
};

function totals(records: readonly AccountRecord[]): TableData {
  const byUnit = Map.groupBy(records, ({ ouPath = '' }) => ouPath);
  const rows = Array.from(byUnit, ([ouPath, ofUnit]) => {
    const running = ofUnit.filter(({ runs }) => runs);
    return [ouPath, String(ofUnit.length), String(running.length)];
  });
  const byPath = rows.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return { heads: ['OU path', 'Accounts', 'Would run'], rows: byPath };
}
