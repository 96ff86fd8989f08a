/** `flotilla inventory check`: runs checks over what was collected. */

import {
  type CheckResult,
  type InventoryCheck,
  isAtLeast,
} from '../../../../inventory/checks/check.ts';
import { junitReport } from '../../../../inventory/checks/junit.ts';
import { loadChecks, selectChecks } from '../../../../inventory/checks/load-checks.ts';
import { sarifReport } from '../../../../inventory/checks/sarif.ts';
import { chooseRuns } from '../../../../inventory/read/choose-runs.ts';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import type { CommandResult, RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import { count } from '../../../output/text.ts';
import { writeText } from '../../../write-text.ts';
import { printUnfinished } from '../notices.ts';
import { withRuns } from '../open-runs.ts';
import { runChecks } from '../run-checks.ts';
import { runChoiceFrom } from '../runs-options.ts';
import type { command } from './command.ts';
import { checkRecord, recordsOf } from './record.ts';
import { listView, resultsView } from './view.ts';

type Options = Parameters<RunOf<typeof command>>[0];

export const run: RunOf<typeof command> = async (options, context) => {
  const checks = chosenChecks(options);
  if (options.list) {
    const printer = context.printer(listView);
    for (const check of checks) printer.write(checkRecord(check));
    printer.end();
    return { summary: count(checks.length, 'check') };
  }
  const choice = runChoiceFrom(options);
  const runs = await withRuns({ options, places: choice.from, context }, (open) =>
    chooseRuns(choice, open),
  );
  printUnfinished(runs, context);
  const printer = context.printer(resultsView);
  const results = await runChecks(runs, checks, {
    signal: context.signal,
    onResult: (result) => {
      for (const record of recordsOf(result)) printer.write(record);
    },
  });
  printer.end();
  writeReports(results, options);
  return resultOf(results, options);
};

function chosenChecks({ names = [], all, list, folder }: Options): readonly InventoryCheck[] {
  const checks = loadChecks(folder);
  if (names.length > 0 && all)
    throw new FlotillaError('InvalidInput', '--all runs every check; omit it, or the names');
  if (names.length > 0) return selectChecks(checks, names);
  if (all || list) return checks;
  throw new FlotillaError('InvalidInput', 'no check was named; name some, or use --all');
}

function writeReports(results: readonly CheckResult[], { sarif, junit }: Options): void {
  if (sarif !== undefined)
    writeText('--sarif', sarif, `${JSON.stringify(sarifReport(results), null, 2)}\n`);
  if (junit !== undefined) writeText('--junit', junit, junitReport(results));
}

function resultOf(
  results: readonly CheckResult[],
  { failOn, allowUnread }: Options,
): CommandResult {
  const have = (status: CheckResult['status']) =>
    results.filter((result) => result.status === status).length;
  const findings = results.reduce((sum, result) => sum + result.findings.length, 0);
  const counts = `${have('failed')} failed, ${have('unread')} unread, ${have('passed')} passed`;
  const hasFailed = results.some(
    ({ check, findings, unread }) =>
      failOn !== undefined &&
      isAtLeast(check.severity, failOn) &&
      (findings.length > 0 || (unread.length > 0 && !allowUnread)),
  );
  return {
    summary: `${count(results.length, 'check')}: ${counts}; ${count(findings, 'finding')}`,
    ...(hasFailed && { code: exitCode.someFailed }),
  };
}
