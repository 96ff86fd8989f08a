/**
 * Loaded before a command with `--import`, to measure the command itself: writes the cost of the process to the file
 * named by `FLOTILLA_COST_FILE`.
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
