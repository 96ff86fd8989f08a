/** `flotilla inventory collect`: every resource of every selected account, into files, with what is missing. */

import { availableParallelism } from 'node:os';
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
import type { Tally } from '../../../tally.ts';
import { assertTargets } from '../../../targets/assert-targets.ts';
import { settleOutcome } from '../../../targets/perform-run.ts';
import { describeTargets, makePlan, type Plan, readPlan } from '../../../targets/plan.ts';
import { readCatalogue } from '../read-catalogue.ts';
import { printRun, printRunPlan, runSummaryText } from '../run-record.ts';
import { type CollectorChoice, collectorThreads } from './collector-threads.ts';
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
    const shared = { run: start, byKey, catalogueVersion, regions, formats };
    const setup = { ...shared, out: options.out, reconCompatible: options.reconCompat };
    return await collect(
      {
        ...{ ...shared, fleet, settings, store, entries, writeParquet },
        ...{ planned: plan.planned, signal: context.signal },
        reconCompatible: options.reconCompat,
      },
      plan,
      { options, setup },
      context,
    );
  } finally {
    fleet.close();
  }
};

interface ThreadChoice extends Pick<CollectorChoice, 'setup'> {
  readonly options: CollectorChoice['options'] & { readonly threads?: number | undefined };
}

async function collect(
  collection: CollectOptions,
  plan: Plan,
  { options, setup }: ThreadChoice,
  context: CommandContext,
): Promise<CommandResult> {
  const { fleet, run: start, store } = collection;
  const tally = context.startTally(plan.running.length);
  let records = 0;
  const onRecords = (more: number) => {
    records += more;
    const calls = fleet.pacer.counts.calls + (collector?.counts.calls ?? 0);
    const throttled = fleet.pacer.counts.throttled + (collector?.counts.throttled ?? 0);
    tally.note(`${count(records, 'record')}, ${count(calls, 'call')}, ${throttled} throttled`);
  };
  const { threads = availableParallelism() } = options;
  const accounts = plan.running.length;
  const choice = { fleet, options, threads, accounts, setup, onRecords };
  const collector = await collectorThreads(choice, context);
  const collecting = collectInventory({
    ...collection,
    collector,
    onRecords,
    onStart: (accountId) => tally.start(accountId),
    onResume: (complete) => tally.expect(-complete),
  });
  const summary = await settleAll(collecting, tally).finally(() => collector?.close());
  const folder = `${store.name}/${runFolder(start.date, start.runId)}`;
  printRun({ runId: start.runId, folder, summary }, context);
  if (!summary) return { hint: 'add --resume to collect the rest' };
  return {
    summary: runSummaryText(summary),
    ...(hasGaps(summary) && { code: exitCode.someFailed }),
  };
}

async function settleAll(
  collecting: ReturnType<typeof collectInventory>,
  tally: Tally,
): Promise<RunSummary | undefined> {
  for (;;) {
    const next = await collecting.next();
    if (next.done) return next.value;
    settleOutcome(tally, next.value, next.value.target.account.id);
  }
}

function hasGaps({ accounts, unlisted }: RunSummary): boolean {
  if (unlisted) return true;
  return accounts.some(({ status }) => status === 'partial' || status === 'failed');
}
