/** `flotilla report activities`: what was completed in a month. */

import { activitiesPage } from '../../../../reports/activities/activities-page.ts';
import { readActivityRows } from '../../../../reports/activities/activities-report.ts';
import { activityColumns } from '../../../../reports/activities/activity-rows.ts';
import { lastDay, monthOf, periodOf } from '../../../../reports/month.ts';
import type { RunOf } from '../../../define-command.ts';
import { count } from '../../../output/text.ts';
import { withLifecycle } from '../../lifecycle/open.ts';
import { pastMonth } from '../options.ts';
import { tableView } from '../table-view.ts';
import { assertNewFile, tableFile, writeReport } from '../write-report.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = (options, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    assertNewFile(options, context);
    const createdAt = lifecycle.clock.now();
    const month = pastMonth(options.month, monthOf(createdAt), createdAt);
    const period = periodOf(month);
    const rows = await readActivityRows(lifecycle, period, context.signal);
    const table = { title: `Activities of ${month}`, columns: activityColumns, rows, createdAt };
    const { environment } = lifecycle.hub;
    const until = lastDay(period, createdAt);
    const html = () => activitiesPage(rows, { environment, month, until });
    const written = await writeReport(options, { ...tableFile(table), html }, context);
    const printer = context.printer(tableView(activityColumns));
    for (const row of rows) printer.write(row);
    printer.end();
    return { summary: `${count(rows.length, 'row')} in ${month}${written}` };
  });
