/**
 * Loaded before a command with `--import`, so that what is measured is the command itself: writes what the process has
 * cost into the file that `FLOTILLA_COST_FILE` names.
 */

import { writeFileSync } from 'node:fs';

export interface ProcessCost {
  readonly cpuMs: number;
  readonly peakMb: number;
}

process.once('exit', () => {
  const { user, system } = process.cpuUsage();
  const cost: ProcessCost = {
    cpuMs: (user + system) / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
  writeFileSync(process.env.FLOTILLA_COST_FILE ?? '', JSON.stringify(cost));
});
