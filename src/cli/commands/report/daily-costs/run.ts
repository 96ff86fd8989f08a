/** `flotilla report daily-costs`: the daily metric of a day, also of one that the function has missed. */

import type * as z from 'zod';
import { putDailyCosts } from '../../../../reports/daily-costs/daily-costs.ts';
import { measureDay } from '../../../../reports/daily-costs/measure-day.ts';
import type { RunOf } from '../../../define-command.ts';
import type { View } from '../../../output/printer.ts';
import { count } from '../../../output/text.ts';
import { withLifecycle } from '../../lifecycle/open.ts';
import type { command, dailyCostSchema } from './command.ts';

type DailyCostRecord = z.output<typeof dailyCostSchema>;

export const run: RunOf<typeof command> = ({ day: requested, send, ...options }, context) =>
  withLifecycle(options, context, async (lifecycle) => {
    const { day, costs } = await measureDay(lifecycle, requested);
    context.signal.throwIfAborted();
    if (send) await putDailyCosts(lifecycle, day, costs);
    const printer = context.printer(view);
    for (const cost of costs) printer.write({ day, ...cost });
    printer.end();
    const what = `costs of ${day}, ${count(costs.length, 'cost center')}`;
    return { summary: send ? `${what}; the metric was sent` : what };
  });

const view: View<DailyCostRecord> = {
  tables: (records) => [
    {
      heads: ['Day', 'Cost center', 'US dollars'],
      rows: records.map(({ day, costCenter, usd }) => [day, costCenter, usd.toFixed(2)]),
    },
  ],
  csv: {
    day: ({ day }) => day,
    costCenter: ({ costCenter }) => costCenter,
    usd: ({ usd }) => String(usd),
  },
};
