/** A run: every selected account is collected, its files are put in place, and what is missing is written down. */

import { classify } from '../../aws/failures.ts';
import type { Fleet } from '../../aws/open-fleet.ts';
import type { Session } from '../../aws/session.ts';
import { enabledRegions } from '../../fleet/enabled-regions.ts';
import { type RunningOptions, runTargets } from '../../fleet/run-targets.ts';
import type { Planned } from '../../fleet/targets.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { CatalogueEntry } from '../catalogue/entry.ts';
import { manifestFile, startFile, summaryFile } from '../layout.ts';
import type { AccountManifest, InventoryRecord, ManifestEntry, RunSummary } from '../record.ts';
import type { Store } from '../store/store.ts';
import { type Format, openAccountFiles, type WriteParquet } from './account-files.ts';
import { collectAccount } from './collect-account.ts';
import { familiesOf } from './families.ts';
import { type OncePerRun, oncePerRun } from './once-per-run.ts';
import { completeAccounts, type RunStart } from './run-start.ts';
import { seenOf } from './seen.ts';

export interface CollectOptions {
  readonly fleet: Fleet;
  readonly planned: readonly Planned[];
  /** Accounts at the same time, deadlines and budgets. */
  readonly settings: RunningOptions['settings'];
  readonly store: Store;
  readonly run: RunStart;
  readonly entries: readonly CatalogueEntry[];
  /** The whole catalogue: some entries need others first. */
  readonly byKey: ReadonlyMap<string, CatalogueEntry>;
  readonly catalogueVersion: string;
  readonly regions: readonly string[] | 'enabled';
  readonly formats: readonly Format[];
  readonly writeParquet: WriteParquet;
  readonly signal?: AbortSignal;
  /** Told as records are written. */
  readonly onRecords?: (count: number) => void;
}

/** Listings of one account at the same time. */
const listingsAtOnce = 8;

/**
 * Streams an outcome per account, whose value is its manifest; returns the run's summary, undefined for a run that was
 * stopped and can be gone on with. Throws a `FlotillaError` when the store cannot be written to.
 */
export async function* collectInventory(
  options: CollectOptions,
): AsyncGenerator<Outcome<AccountManifest>, RunSummary | undefined, undefined> {
  const { fleet, planned, settings, store, run, signal } = options;
  const complete = await completeAccounts(store, run);
  await writeJson(store, startFile(run.date, run.runId), run);
  const todo = planned.filter((one) => one.plan !== 'run' || !complete.has(one.target.account.id));
  const accounts = [...complete.values()].map(lineOf);
  const trouble = new AbortController();
  const stop = signal ? AbortSignal.any([signal, trouble.signal]) : trouble.signal;
  const once = oncePerRun(options.entries, complete.values());
  const collect = (session: Session) =>
    collectOne(options, session, once).catch((error: unknown) => {
      // A disk that is full or a bucket that is gone will not get better with the next account.
      if (error instanceof FlotillaError) trouble.abort(error);
      throw error;
    });

  for await (const outcome of runTargets(fleet, todo, collect, { settings, signal: stop })) {
    if (trouble.signal.aborted) throw trouble.signal.reason;
    if (outcome.status === 'failed' && outcome.failure.kind !== 'cancelled')
      await writeFailure(options, outcome);
    accounts.push(lineOfOutcome(outcome));
    yield outcome;
  }
  if (trouble.signal.aborted) throw trouble.signal.reason;
  if (stop.aborted || accounts.some(({ reason }) => reason === 'not-started')) return undefined;
  const summary = summaryOf(options, accounts);
  await writeJson(store, summaryFile(run.date, run.runId), summary);
  return summary;
}

async function collectOne(
  options: CollectOptions,
  session: Session,
  once: OncePerRun,
): Promise<AccountManifest> {
  const entries = once.claim(options.entries);
  let manifest: AccountManifest | undefined;
  try {
    manifest = await collectInto(options, session, entries);
    return manifest;
  } finally {
    once.settle(entries, manifest);
  }
}

async function collectInto(
  options: CollectOptions,
  session: Session,
  entries: readonly CatalogueEntry[],
): Promise<AccountManifest> {
  const { fleet, store, run, formats, writeParquet, catalogueVersion, onRecords } = options;
  const startedAt = new Date(fleet.clock.now()).toISOString();
  const accountId = session.account.id;
  const byType = new Map(entries.map((entry) => [`${entry.service} ${entry.type}`, entry]));
  const entryOf = ({ service, type }: InventoryRecord) => byType.get(`${service} ${type}`);
  const regions = options.regions === 'enabled' ? await enabledRegions(session) : options.regions;
  const files = await openAccountFiles({ store, run, accountId, formats, entryOf, writeParquet });
  try {
    const collected = await collectAccount({
      session,
      families: familiesOf(entries, options.byKey),
      regions,
      seen: seenOf(entries, options.byKey),
      catalogueVersion,
      concurrency: listingsAtOnce,
      clock: fleet.clock,
      onRecords: async (records) => {
        await files.write(records);
        onRecords?.(records.length);
      },
    });
    await files.finish();
    const manifest = manifestOf(options, session, { startedAt, entries: collected });
    await writeJson(store, manifestFile(run.date, run.runId, accountId), manifest);
    return manifest;
  } catch (error) {
    await files.discard();
    throw error;
  }
}

interface Collected {
  readonly startedAt: string;
  readonly entries: readonly ManifestEntry[];
}

function manifestOf(
  { run, fleet }: CollectOptions,
  { account }: Session,
  collected: Collected,
): AccountManifest {
  const { startedAt, entries } = collected;
  const { id, name, ouPath } = account;
  return {
    version: 1,
    runId: run.runId,
    accountId: id,
    ...(name !== undefined && { accountName: name }),
    ...(ouPath !== undefined && { ouPath }),
    status: entries.some(isGap) ? 'partial' : 'complete',
    startedAt,
    finishedAt: new Date(fleet.clock.now()).toISOString(),
    records: entries.reduce((sum, { count }) => sum + count, 0),
    entries,
  };
}

/** Something that may be there was not read. A service that is not enabled holds nothing. */
function isGap({ status, partial }: ManifestEntry): boolean {
  return (status !== 'done' && status !== 'not-enabled') || partial > 0;
}

async function writeFailure(
  { store, run, fleet }: CollectOptions,
  outcome: Extract<Outcome<AccountManifest>, { status: 'failed' }>,
): Promise<void> {
  const { account } = outcome.target;
  const { kind, code, message } = classify(outcome.cause);
  const now = new Date(fleet.clock.now()).toISOString();
  const manifest: AccountManifest = {
    version: 1,
    runId: run.runId,
    accountId: account.id,
    ...(account.name !== undefined && { accountName: account.name }),
    ...(account.ouPath !== undefined && { ouPath: account.ouPath }),
    status: 'failed',
    failure: { kind, code, message },
    startedAt: now,
    finishedAt: now,
    records: 0,
    entries: [],
  };
  await writeJson(store, manifestFile(run.date, run.runId, account.id), manifest);
}

type Line = RunSummary['accounts'][number];

function lineOf({ accountId, accountName, status, records, entries }: AccountManifest): Line {
  const gaps = entries.filter(isGap).length;
  return { accountId, ...(accountName !== undefined && { accountName }), status, records, gaps };
}

function lineOfOutcome(outcome: Outcome<AccountManifest>): Line {
  if (outcome.status === 'done') return lineOf(outcome.value);
  const { id, name } = outcome.target.account;
  const reason = outcome.status === 'failed' ? outcome.failure.code : outcome.reason;
  const status = outcome.status;
  return {
    accountId: id,
    ...(name !== undefined && { accountName: name }),
    status,
    reason,
    records: 0,
    gaps: 0,
  };
}

function summaryOf(options: CollectOptions, accounts: readonly Line[]): RunSummary {
  const { run, fleet, catalogueVersion, formats } = options;
  const { calls, throttled } = fleet.pacer.counts;
  return {
    version: 1,
    runId: run.runId,
    date: run.date,
    startedAt: run.startedAt,
    finishedAt: new Date(fleet.clock.now()).toISOString(),
    catalogueVersion,
    formats,
    accounts: [...accounts].sort((a, b) => (a.accountId < b.accountId ? -1 : 1)),
    records: accounts.reduce((sum, { records }) => sum + records, 0),
    calls,
    throttles: throttled,
  };
}

async function writeJson(store: Store, path: string, value: object): Promise<void> {
  const draft = await store.create(path);
  await draft.write(`${JSON.stringify(value, null, 1)}\n`);
  await draft.finish();
}
