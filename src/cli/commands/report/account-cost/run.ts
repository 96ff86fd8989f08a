/** `flotilla report account-cost`: what one account costs, by service. */

import { describeAccount } from '../../../../organization/accounts.ts';
import {
  accountCostCsv,
  accountCostWorkbook,
  readAccountCost,
} from '../../../../reports/account-cost/account-cost.ts';
import { costExplorer } from '../../../../reports/costs/cost-explorer.ts';
import { centsText } from '../../../../reports/money/decimal.ts';
import { monthOf } from '../../../../reports/month.ts';
import { tablePage } from '../../../../reports/render/html/table-page.ts';
import type { Columns } from '../../../../reports/render/table.ts';
import type { RunOf } from '../../../define-command.ts';
import { withLifecycle } from '../../lifecycle/open.ts';
import { pastMonth } from '../options.ts';
import { tableView } from '../table-view.ts';
import { assertNewFile, writeReport } from '../write-report.ts';
import type { command } from './command.ts';
import type { ServiceCost } from './record.ts';

const columns: Columns<ServiceCost> = {
  Month: ({ month }) => month,
  Account: ({ account }) => account,
  Service: ({ service }) => service,
  'Amount (USD)': ({ usd }) => Number(usd),
};

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    assertNewFile(options, context);
    const now = lifecycle.clock.now();
    const request = {
      accountId: options.account,
      now,
      month: pastMonth(options.month, monthOf(now), now),
    };
    const cost = await readAccountCost(costExplorer(lifecycle), request, context.signal);
    const { month, accountId } = cost;
    if (!(await describeAccount(lifecycle.management, accountId, context.signal))) {
      context.warn(`account ${accountId} is not in the organization`);
    }
    const rows = cost.services.map(({ service, cents }) => ({
      month,
      account: accountId,
      service,
      usd: centsText(cents),
    }));
    const file = {
      csv: () => accountCostCsv(cost),
      xlsx: () => accountCostWorkbook(cost, now),
      html: () =>
        tablePage({ title: `Costs of ${accountId}, ${month}`, columns, rows, createdAt: now }),
      json: rows,
    };
    const written = await writeReport(options, file, context);
    const printer = context.printer(tableView(columns));
    for (const row of rows) printer.write(row);
    printer.end();
    return { summary: `${centsText(cost.totalCents)} USD in ${month}${written}` };
  });
