/** `flotilla lifecycle maintenance`: what a maintenance window takes, and opening it. */

import { readSnapshot } from '../../lifecycle/fleet/snapshot.ts';
import { planMaintenance } from '../../lifecycle/windows/plan-maintenance.ts';
import { runWindows } from '../../lifecycle/windows/run-windows.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { consents } from '../lifecycle/consent.ts';
import { type LifecycleGiven, withLifecycle } from '../lifecycle/open.ts';
import { printReport } from '../output/report.ts';
import { count } from '../output/text.ts';
import { maintenanceTables } from '../print/lifecycle-maintenance-view.ts';

export interface MaintenanceGiven extends LifecycleGiven {
  readonly output: 'table' | 'json';
  readonly plan?: boolean;
  readonly yes?: boolean;
}

export async function lifecycleMaintenance(given: MaintenanceGiven, io: Io): Promise<ExitCode> {
  return withLifecycle(given, io, async (lifecycle) => {
    const snapshot = await readSnapshot(lifecycle, io.signal);
    const plan = planMaintenance(lifecycle.settings, snapshot);
    if (given.plan) {
      printReport(plan, { format: given.output, tables: maintenanceTables }, io);
      return exitCode.done;
    }
    const open = plan.windows.filter(({ isOpen }) => isOpen);
    if (open.length === 0) {
      const next = plan.windows.map(({ opensAt }) => opensAt ?? 'never').sort()[0];
      io.stderr.write(`no window is open; the next one opens at ${next ?? 'no time'}\n`);
      return exitCode.done;
    }
    const stderr = { stdout: io.stderr, env: io.env };
    printReport({ ...plan, windows: open }, { format: 'table', tables: maintenanceTables }, stderr);
    const question = `Go on with ${count(open.length, 'window')}?`;
    if (!(await consents({ yes: given.yes, question }, io))) return exitCode.refused;
    const { expired, stopped } = await runWindows(lifecycle, snapshot);
    io.stdout.write(`${count(expired, 'account')} expired\n`);
    for (const reason of stopped) io.stderr.write(`flotilla: ${reason}\n`);
    return stopped.length > 0 ? exitCode.someFailed : exitCode.done;
  });
}
