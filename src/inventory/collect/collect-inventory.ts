/** An inventory run: every selected account is collected, its files are put in place, and gaps are recorded. */

import { classify } from '../../aws/failures.ts';
import type { Fleet } from '../../aws/open-fleet.ts';
import type { Session } from '../../aws/session.ts';
import { type RunTargetsOptions, runTargets } from '../../fleet/run-targets.ts';
import type { PlannedTarget } from '../../fleet/targets.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import { manifestFile, startFile, summaryFile } from '../layout.ts';
import type { AccountLine, AccountManifest, RunSummary } from '../record.ts';
import { writeJson } from '../store/write-json.ts';
import { type AccountCollector, inThisThread } from './account-collector.ts';
import type { CollectIntoOptions } from './collect-into.ts';
import { failedManifest } from './manifest.ts';
import { type OncePerRun, oncePerRun } from './once-per-run.ts';
import { completeAccounts, type RunStart } from './run-start.ts';
import { emptyLine, lineOf, summaryOf } from './run-summary.ts';

export interface CollectOptions extends Omit<CollectIntoOptions, 'clock' | 'run'> {
  readonly run: RunStart;
  readonly fleet: Fleet;
  readonly planned: readonly PlannedTarget[];
  /** Accounts at the same time, deadlines and budgets. */
  readonly settings: RunTargetsOptions['settings'];
  readonly signal?: AbortSignal;
  /** Default: this thread. */
  readonly collector?: AccountCollector | undefined;
  /** Called when the reading of an account begins. */
  readonly onStart?: (accountId: string) => void;
  /** Called before the first account, with how many planned accounts an earlier attempt has completed. */
  readonly onResume?: (complete: number) => void;
}

/**
 * Streams an outcome per account, whose value is its manifest; returns the run's summary, or undefined for a run that
 * was stopped and can be resumed. A run that is finished is left as it is. Throws a `FlotillaError` when the store cannot be written to.
 */
export async function* collectInventory(
  options: CollectOptions,
): AsyncGenerator<Outcome<AccountManifest>, RunSummary | undefined, undefined> {
  const { fleet, planned, settings, store, run, signal } = options;
  const finished = await store.read(summaryFile(run.date, run.runId));
  if (finished !== undefined) {
    options.onResume?.(planned.filter(({ plan }) => plan === 'run').length);
    return JSON.parse(finished) as RunSummary;
  }
  const complete = await completeAccounts(store, run);
  await writeJson(store, startFile(run.date, run.runId), run);
  const todo = planned.filter((one) => one.plan !== 'run' || !complete.has(one.target.account.id));
  options.onResume?.(planned.length - todo.length);
  const accounts = [...complete.values()].map(lineOf);
  const storeFailure = new AbortController();
  const stop = signal ? AbortSignal.any([signal, storeFailure.signal]) : storeFailure.signal;
  const once = oncePerRun(options.entries, complete.values());
  const { collector = inThisThread({ ...options, clock: fleet.clock }) } = options;
  const collect = (session: Session) => {
    options.onStart?.(session.account.id);
    return collectOne(collector, session, once, options.entries).catch((error: unknown) => {
      // A full disk or a deleted bucket affects the next account as well.
      if (error instanceof FlotillaError) storeFailure.abort(error);
      throw error;
    });
  };

  for await (const outcome of runTargets(fleet, todo, collect, { settings, signal: stop })) {
    if (storeFailure.signal.aborted) throw storeFailure.signal.reason;
    if (outcome.status === 'failed' && outcome.failure.kind !== 'cancelled')
      await writeFailure(options, outcome);
    accounts.push(lineOfOutcome(outcome));
    yield outcome;
  }
  if (storeFailure.signal.aborted) throw storeFailure.signal.reason;
  if (stop.aborted || accounts.some(({ reason }) => reason === 'not-started')) return undefined;
  const calls = fleet.pacer.counts.calls + collector.counts.calls;
  const throttles = fleet.pacer.counts.throttled + collector.counts.throttled;
  const { catalogueVersion, formats } = options;
  const finishedAt = new Date(fleet.clock.now()).toISOString();
  const summary = summaryOf({
    run,
    finishedAt,
    catalogueVersion,
    formats,
    accounts,
    calls,
    throttles,
    unlisted: once.missing(),
  });
  await writeJson(store, summaryFile(run.date, run.runId), summary);
  return summary;
}

async function collectOne(
  collector: AccountCollector,
  session: Session,
  once: OncePerRun,
  all: readonly CatalogueEntry[],
): Promise<AccountManifest> {
  const entries = once.claim(all);
  let manifest: AccountManifest | undefined;
  try {
    manifest = await collector.collect(session, entries);
    return manifest;
  } finally {
    once.settle(entries, manifest);
  }
}

async function writeFailure(
  { store, run, fleet }: CollectOptions,
  outcome: Extract<Outcome<AccountManifest>, { status: 'failed' }>,
): Promise<void> {
  const { account } = outcome.target;
  const at = new Date(fleet.clock.now()).toISOString();
  const failure = classify(outcome.cause);
  const manifest = failedManifest({ runId: run.runId, account, at, failure });
  await writeJson(store, manifestFile(run.date, run.runId, account.id), manifest);
}

function lineOfOutcome(outcome: Outcome<AccountManifest>): AccountLine {
  if (outcome.status === 'done') return lineOf(outcome.value);
  const reason = outcome.status === 'failed' ? outcome.failure.code : outcome.reason;
  return emptyLine(outcome.target.account, outcome.status, reason);
}
