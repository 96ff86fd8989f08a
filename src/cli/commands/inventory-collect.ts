/** `flotilla inventory collect`: every resource of every selected account, into files, with what is missing. */

import { openFleet } from '../../aws/open-fleet.ts';
import { fingerprintOf } from '../../fleet/outcome-file.ts';
import type { RunSettings } from '../../fleet/run-options.ts';
import { selectEntries } from '../../inventory/catalogue/catalogue.ts';
import type { CatalogueEntry } from '../../inventory/catalogue/entry.ts';
import {
  type CollectOptions,
  collectInventory,
} from '../../inventory/collect/collect-inventory.ts';
import { newRun, type RunStart, unfinishedRun } from '../../inventory/collect/run-start.ts';
import { runFolder } from '../../inventory/layout.ts';
import { writeParquet } from '../../inventory/read/write-parquet.ts';
import type { RunSummary } from '../../inventory/record.ts';
import { openStore } from '../../inventory/store/open-store.ts';
import type { InventoryStore } from '../../inventory/store/store.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { fleetOptionsFrom } from '../options/aws.ts';
import { type CollectGiven, catalogueFor } from '../options/collect.ts';
import { settingsFrom } from '../options/option.ts';
import { roleOptions } from '../options/role.ts';
import { runOptions } from '../options/run.ts';
import { selectionOptions } from '../options/selection.ts';
import { count, duration } from '../output/text.ts';
import { startProgress } from '../progress/progress.ts';
import { expectSomebody } from '../run/expect-somebody.ts';
import { mayRun } from '../run/may-run.ts';
import { printPlan } from '../run/print-plan.ts';
import { addTo, emptyTally, exitCodeFor, type Tally } from '../run/tally.ts';
import { makePlan, type Plan, readPlan } from '../targets/plan.ts';

export async function inventoryCollect(given: CollectGiven, io: Io): Promise<ExitCode> {
  const asked = settingsFrom([...selectionOptions, ...roleOptions, ...runOptions], given, {
    ouPath: true,
  });
  const catalogue = catalogueFor(given);
  const entries = selectEntries(catalogue, given);
  const fleet = openFleet(fleetOptionsFrom(given, io));
  try {
    // The regions are the account's own business: one target per account.
    const { regions = 'enabled', ...settings } = asked;
    const plan = makePlan(await readPlan(fleet, settings, io), new Set());
    if (given.dryRun) return await printPlan(plan, 'table', io);
    expectSomebody(plan, 'collect from');
    const { length: number } = plan.running;
    const question = `Collect the inventory of ${count(number, 'account')}?`;
    if (!(await mayRun({ number, yes: given.yes, question }, io))) {
      io.stderr.write('flotilla: nothing was collected\n');
      return exitCode.refused;
    }
    const store = await openStore(fleet, given.out);
    await store.check();
    const run = await runOf(store, { given, settings, regions, entries }, io);
    const { version: catalogueVersion, byKey } = catalogue;
    const { format: formats } = given;
    const options = {
      fleet,
      settings,
      store,
      run,
      entries,
      byKey,
      catalogueVersion,
      regions,
      formats,
      writeParquet,
    };
    return await collect({ ...options, planned: plan.planned, signal: io.signal }, plan, io);
  } finally {
    fleet.close();
  }
}

async function collect(options: CollectOptions, plan: Plan, io: Io): Promise<ExitCode> {
  const { fleet, run, store } = options;
  const startedAt = io.clock.now();
  const tally = emptyTally();
  const progress = startProgress(plan.running.length, io);
  let records = 0;
  const update = () => {
    const { calls, throttled } = fleet.pacer.counts;
    const note = `${count(records, 'record')}, ${count(calls, 'call')}, ${throttled} throttled`;
    progress.update({ done: tally.done, failed: tally.failed + tally.stopped, note });
  };
  const onRecords = (more: number) => {
    records += more;
    update();
  };
  let summary: RunSummary | undefined;
  try {
    const collecting = collectInventory({ ...options, onRecords });
    for (let next = await collecting.next(); ; next = await collecting.next()) {
      if (next.done) {
        summary = next.value;
        break;
      }
      addTo(tally, next.value);
      update();
    }
  } finally {
    progress.stop();
  }
  io.stderr.write(`${told(summary, tally, io.clock.now() - startedAt)}\n`);
  if (!summary) io.stderr.write('the rest can be collected with --resume\n');
  io.stdout.write(`${store.name}/${runFolder(run.date, run.runId)}\n`);
  return exitCodeOf(summary, tally, io);
}

/** A gap is not a success: the shell hears of it. */
function exitCodeOf(summary: RunSummary | undefined, tally: Tally, io: Io): ExitCode {
  const code = exitCodeFor(tally, io.signal.aborted);
  if (code !== exitCode.done) return code;
  const hasGaps = summary?.accounts.some(
    ({ status }) => status === 'partial' || status === 'failed',
  );
  return hasGaps ? exitCode.someFailed : exitCode.done;
}

function told(summary: RunSummary | undefined, tally: Tally, elapsedMs: number): string {
  const took = `in ${duration(elapsedMs)}`;
  if (!summary)
    return `stopped: ${tally.done} accounts done, ${tally.notStarted + tally.stopped} not, ${took}`;
  const { accounts, records, calls, throttles } = summary;
  const number = (status: string) => accounts.filter((account) => account.status === status).length;
  const statuses = ['complete', 'partial', 'failed', 'skipped'].map(
    (status) => `${number(status)} ${status}`,
  );
  return `${count(records, 'record')}; accounts: ${statuses.join(', ')}; ${count(calls, 'call')}, ${throttles} throttled, ${took}`;
}

interface Asked {
  readonly given: CollectGiven;
  readonly settings: RunSettings;
  readonly regions: readonly string[] | 'enabled';
  readonly entries: readonly CatalogueEntry[];
}

async function runOf(
  store: InventoryStore,
  { given, settings, regions, entries }: Asked,
  io: Io,
): Promise<RunStart> {
  const { concurrency, timeoutMs, failureBudget, failFast, order, ...selection } = settings;
  const fingerprint = fingerprintOf({
    selection,
    regions,
    formats: given.format,
    entries: entries.map(({ key }) => key),
  });
  if (!given.resume) return newRun(io.clock.now(), fingerprint);
  return await unfinishedRun(store, fingerprint);
}
