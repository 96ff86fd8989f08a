/** A scenario for every command of `flotilla report`. */

import { onEarlyCostReport } from '../../reports/handlers/on-cost-reports.ts';
import { reportCommandLine } from '../report-command-line.ts';
import type { CommandScenario } from './scenario.ts';

const reports: readonly (readonly string[])[] = [
  ['accounts'],
  ['activities'],
  ['costs'],
  ['daily-costs', '--day', '2026-04-01'],
  ['account-cost', '111111111111', '--month', '2026-03'],
  ['statement'],
];

const activity = {
  account: '111111111111',
  'cost-center': 'Product A',
  transaction: 'maintenance',
  duration: 60,
  identifier: 'one',
};

export const reportScenarios: readonly CommandScenario[] = reports.map(([name = '', ...args]) => ({
  name: `report ${name}`,
  args,
  async open() {
    const { environment, aws, settings } = await reportCommandLine();
    const { lifecycle, fetch } = environment;
    await onEarlyCostReport({ fetch })(lifecycle, {}, { remainingMs: () => 900_000 });
    const end = Date.UTC(2026, 3, 2) / 1000;
    await lifecycle.activities.record({ ...activity, begin: end - 60, end });
    environment.organization.journal.clear();
    return { aws, fetch, args: ['--settings', settings] };
  },
}));
