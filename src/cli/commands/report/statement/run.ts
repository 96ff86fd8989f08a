/** `flotilla report statement`: whether the reports of a month are complete, and add up. */

import type { Lifecycle } from '../../../../lifecycle/lifecycle.ts';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import { costReportKeys } from '../../../../reports/costs/report-keys.ts';
import { addMonths, monthOf } from '../../../../reports/month.ts';
import type { Columns } from '../../../../reports/render/table.ts';
import {
  type CostStatement,
  type ReportBalance,
  readStatement,
  statementBalances,
} from '../../../../reports/statement/statement.ts';
import { s3ReportStore } from '../../../../reports/store/s3-report-store.ts';
import type { RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import { count } from '../../../output/text.ts';
import { withLifecycle } from '../../lifecycle/open.ts';
import { pastMonth } from '../options.ts';
import { printComparison } from '../print-comparison.ts';
import { statementTable } from '../statement-tables.ts';
import { assertNewFile, tableFile, writeReport } from '../write-report.ts';
import type { command } from './command.ts';

const columns: Columns<ReportBalance> = {
  Report: ({ report }) => report,
  Currency: ({ balance }) => balance.currency,
  Organization: ({ balance }) => Number(balance.organization),
  Rows: ({ balance }) => Number(balance.rows),
  'No Account': ({ balance }) => Number(balance.unattributed),
  Difference: ({ balance }) => Number(balance.difference),
};

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    assertNewFile(options, context);
    const createdAt = lifecycle.clock.now();
    const month = pastMonth(options.month, addMonths(monthOf(createdAt), -1), createdAt);
    const statement = await read(lifecycle, month);
    const rows = statementBalances(statement);
    const title = `Statement of ${month}`;
    const file = { ...tableFile({ title, columns, rows, createdAt }), json: statement };
    const written = await writeReport(options, file, context);
    context.print(statement, {
      tables: (document) => [statementTable(document)],
      rows: () => rows.map(({ report, balance }) => ({ report, ...balance })),
    });
    printComparison(statement, context);
    const wrong = rows.filter(({ balance }) => balance.difference !== '0.00').length;
    const verdict =
      wrong === 0
        ? 'all reports add up'
        : `${count(wrong, 'report')} ${wrong === 1 ? 'differs' : 'differ'}`;
    const files = count(statement.objects.length, 'file');
    return {
      summary: `${month}, ${statement.kind}: ${verdict}; ${files}${written}`,
      ...(wrong > 0 && { code: exitCode.someFailed }),
    };
  });

async function read(lifecycle: Lifecycle, month: string): Promise<CostStatement> {
  const store = s3ReportStore(lifecycle);
  const key = costReportKeys(lifecycle.settings.reporting.costsPrefix, month).summary(
    'statement',
    'json',
  );
  const text = await store.read(key);
  if (text !== undefined) return readStatement(text, `${store.name}/${key}`);
  throw new FlotillaError(
    'InvalidInput',
    `the reports of ${month} are not complete: there is no ${store.name}/${key}; choose another month, or invoke OnMonthlyCostReport with {"date": "${month}"}`,
  );
}
