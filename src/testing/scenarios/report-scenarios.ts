/** A scenario for every command of `flotilla report`. */

import { onEarlyCostReport } from '../../reports/handlers/on-cost-reports.ts';
import { reportCommandLine } from '../report-command-line.ts';
import type { CommandScenario } from './scenario.ts';

const reports: readonly (readonly string[])[] = [
  ['accounts'],
  ['activities'],
  ['costs'],
  ['account-cost', '111111111111', '--month', '2026-03'],
  ['statement'],
];

export const reportScenarios: readonly CommandScenario[] = reports.map(([name = '', ...args]) => ({
  name: `report ${name}`,
  args,
  async open() {
    const { environment, aws, settings } = await reportCommandLine();
    const { lifecycle, fetch } = environment;
    await onEarlyCostReport({ fetch })(lifecycle, {}, { remainingMs: () => 900_000 });
    environment.organization.journal.clear();
    return { aws, fetch, args: ['--settings', settings] };
  },
}));
