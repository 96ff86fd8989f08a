/** `flotilla report accounts`: the inventory of accounts, as of now. */

import { accountColumns } from '../../../../reports/accounts/account-rows.ts';
import { accountsPage } from '../../../../reports/accounts/accounts-page.ts';
import { readAccountRows } from '../../../../reports/accounts/accounts-report.ts';
import type { RunOf } from '../../../define-command.ts';
import { count } from '../../../output/text.ts';
import { withLifecycle } from '../../lifecycle/open.ts';
import { tableView } from '../table-view.ts';
import { assertNewFile, tableFile, writeReport } from '../write-report.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    assertNewFile(options, context);
    const rows = await readAccountRows(lifecycle, context.signal);
    const createdAt = lifecycle.clock.now();
    const table = { title: 'Inventory of accounts', columns: accountColumns, rows, createdAt };
    const html = () =>
      accountsPage(rows, { environment: lifecycle.hub.environment, now: createdAt });
    const written = await writeReport(options, { ...tableFile(table), html }, context);
    const printer = context.printer(tableView(accountColumns));
    for (const row of rows) printer.write(row);
    printer.end();
    return { summary: `${count(rows.length, 'account')}${written}` };
  });
