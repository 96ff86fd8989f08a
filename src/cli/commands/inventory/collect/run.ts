/** `flotilla inventory collect`: every resource of every selected account, into files, with what is missing. */

import { openFleet } from '../../../../aws/open-fleet.ts';
import {
  type CollectOptions,
  collectInventory,
} from '../../../../inventory/collect/collect-inventory.ts';
import { startRun } from '../../../../inventory/collect/start-run.ts';
import { runFolder } from '../../../../inventory/layout.ts';
import { writeParquet } from '../../../../inventory/read/write-parquet.ts';
import type { RunSummary } from '../../../../inventory/record.ts';
import { openStore } from '../../../../inventory/store/open-store.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { CommandResult, RunOf } from '../../../define-command.ts';
import { exitCode } from '../../../exit-code.ts';
import { runSettingsFrom } from '../../../options/run-settings.ts';
import { count } from '../../../output/text.ts';
import { assertTargets } from '../../../targets/assert-targets.ts';
import { settleOutcome } from '../../../targets/perform-run.ts';
import { describeTargets, makePlan, type Plan, readPlan } from '../../../targets/plan.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { printRun, printRunPlan, runSummaryText } from '../run-record.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  // Every account is one target, which reads its regions itself.
  const { regions = 'enabled', ...settings } = runSettingsFrom(options, { ouPath: true });
  const { catalogue, entries } = readCatalogue(options);
  const fleet = openFleet(context.fleetOptions(options));
  try {
    const plan = makePlan(await readPlan(fleet, settings, context.io), new Set());
    if (options.dryRun) return printRunPlan(plan, context);
    assertTargets(plan);
    const targets = describeTargets(plan.running);
    await context.confirm({
      question: `Collect the inventory of ${targets}?`,
      targets: plan.running.length,
      plan: `would collect ${count(entries.length, 'type')} of ${targets} into ${options.out}`,
    });
    const store = await openStore(fleet, options.out);
    await store.check();
    const { format: formats } = options;
    const request = { settings, regions, entries, formats, reconCompatible: options.reconCompat };
    const start = await startRun(store, request, { resume: options.resume, ...context.io });
    const { version: catalogueVersion, byKey } = catalogue;
    return await collect(
      {
        ...{ fleet, settings, store, entries, byKey, catalogueVersion, regions, formats },
        ...{ run: start, writeParquet, planned: plan.planned, signal: context.signal },
        reconCompatible: options.reconCompat,
      },
      plan,
      context,
    );
  } finally {
    fleet.close();
  }
};

async function collect(
  options: CollectOptions,
  plan: Plan,
  context: CommandContext,
): Promise<CommandResult> {
  const { fleet, run: start, store } = options;
  const tally = context.startTally(plan.running.length);
  let records = 0;
  const onRecords = (more: number) => {
    records += more;
    const { calls, throttled } = fleet.pacer.counts;
    tally.note(`${count(records, 'record')}, ${count(calls, 'call')}, ${throttled} throttled`);
  };
  const collecting = collectInventory({
    ...options,
    onRecords,
    onStart: (accountId) => tally.start(accountId),
    onResume: (complete) => tally.expect(-complete),
  });
  let summary: RunSummary | undefined;
  for (;;) {
    const next = await collecting.next();
    if (next.done) {
      summary = next.value;
      break;
    }
    settleOutcome(tally, next.value, next.value.target.account.id);
  }
  const folder = `${store.name}/${runFolder(start.date, start.runId)}`;
  printRun({ runId: start.runId, folder, summary }, context);
  if (!summary) return { hint: 'add --resume to collect the rest' };
  return {
    summary: runSummaryText(summary),
    ...(hasGaps(summary) && { code: exitCode.someFailed }),
  };
}

function hasGaps({ accounts, unlisted }: RunSummary): boolean {
  if (unlisted) return true;
  return accounts.some(({ status }) => status === 'partial' || status === 'failed');
}
