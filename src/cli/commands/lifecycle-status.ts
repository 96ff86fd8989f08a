/** `flotilla lifecycle status`: how the fleet stands. */

import { type FleetStatus, readStatus } from '../../lifecycle/fleet/status.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { type LifecycleGiven, withLifecycle } from '../lifecycle/open.ts';
import { printReport } from '../output/report.ts';
import { count } from '../output/text.ts';
import { statusTables } from '../print/lifecycle-status-view.ts';

export interface StatusGiven extends LifecycleGiven {
  readonly output: 'table' | 'json';
  /** Every managed account, and not only those on their way. */
  readonly all?: boolean;
}

export async function lifecycleStatus(given: StatusGiven, io: Io): Promise<ExitCode> {
  const status = await withLifecycle(given, io, readStatus);
  const shown: FleetStatus = given.all ? { ...status, moving: status.all } : status;
  printReport(shown, { format: given.output, tables: statusTables }, io);
  const { managed, accounts, open, overdue, failed } = status;
  io.stderr.write(
    `${count(managed, 'account')} managed of ${accounts.toLocaleString('en-US')}; ${open} open, ${overdue} overdue, ${failed} failed\n`,
  );
  return exitCode.done;
}
