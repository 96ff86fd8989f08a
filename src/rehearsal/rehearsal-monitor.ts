/** Monitors a rehearsal: the organization itself, its builds, the automation account's bus and handler results. */

import { createHash } from 'node:crypto';
import { baselineNames } from '../lifecycle/baseline/baseline-names.ts';
import { logLines } from '../lifecycle/handlers/handler-result.ts';
import { readDeadLetters } from '../lifecycle/hub/redrive.ts';
import { tagKeys } from '../lifecycle/model/observation.ts';
import { type TransactionRow, transactionStore } from '../lifecycle/store/transaction-store.ts';
import type { OrganizationSnapshot } from '../lifecycle/sweep/snapshot.ts';
import { parseExpression } from '../model/schedule-expression.ts';
import { findEntry } from '../settings/find-entry.ts';
import type { EntrySettings } from '../settings/settings.ts';
import type { BuildChange, OrganizationChange, SimulatedEvent } from '../simulator/index.ts';
import { driveThrough } from '../simulator/index.ts';
import { type BuildRecords, createBuildRecords, type EndedBuild } from './build-records.ts';
import { createInvariants, type Invariants } from './invariants.ts';
import { createLiveness, type Liveness } from './liveness.ts';
import type { Opening } from './openings.ts';
import { decodePublished } from './published-event.ts';
import type { HandledEvent, RehearsalEnvironment } from './rehearsal-environment.ts';
import type { JournalEntry, RehearsalDay, RehearsalReport } from './report.ts';
import type { DeletedInstance, PurgeResult, SeededResources } from './seeded-resources.ts';
import { createStateChanges, type StateChanges } from './state-changes.ts';
import { createTimelines } from './timelines.ts';
import { createTransactionShare, type TransactionShare } from './transaction-share.ts';
import { createVerdicts, type Verdicts } from './verdicts.ts';

const dayMs = 86_400_000;
/** BUILD_GENERAL1_SMALL on Linux, in us-east-1. */
const dollarsPerMinute = 0.005;

/** A window need not repeat what has just been done. */
const recentMs = 6 * 3_600_000;
/** Workers process what a sweep has sent, and what a dead worker has left is delivered again. */
const settlingMs = 20 * 60_000;

export interface MonitorOptions {
  /** Initial states of the accounts. */
  readonly initial: ReadonlyMap<string, string | undefined>;
  /** Share of transactions that may fail, from 0 to 1. */
  readonly failAbove: number;
  readonly onEntry?: ((entry: JournalEntry) => void) | undefined;
}

/** Observes a rehearsal environment, judges it and counts. */
export class RehearsalMonitor {
  readonly #environment: RehearsalEnvironment;
  readonly #onEntry: ((entry: JournalEntry) => void) | undefined;
  readonly #verdicts: Verdicts;
  readonly #invariants: Invariants;
  readonly #liveness: Liveness;
  readonly #states: StateChanges;
  readonly #builds: BuildRecords;
  readonly #transactions: TransactionShare;
  readonly #timelines = createTimelines();
  readonly #entries = new Map<string, EntrySettings | undefined>();
  readonly #activities: Record<string, number> = {};
  readonly #exceptions: Record<string, number> = {};
  readonly #handled: Record<string, Mutable<RehearsalReport['handled'][string]>> = {};
  readonly #hash = createHash('sha256');
  readonly #published = new Set<string>();
  readonly #sweepMs: number;
  #resources: SeededResources | undefined;
  #transitions = 0;
  #judging: Promise<void> = Promise.resolve();

  constructor(environment: RehearsalEnvironment, { initial, failAbove, onEntry }: MonitorOptions) {
    this.#environment = environment;
    this.#onEntry = onEntry;
    const { lifecycle, organization, clock } = environment;
    const { settings } = lifecycle;
    for (const account of organization.accounts()) {
      if (initial.has(account.id)) this.#entries.set(account.id, findEntry(settings, account));
    }
    const role = settings.automation.roleArnToManageAccounts.split('/').at(-1) ?? '';
    const stateKey = tagKeys(settings.features.withTagPrefix).state;
    const expression = parseExpression(settings.automation.sweepExpression);
    this.#sweepMs = 'every' in expression ? expression.every : dayMs;
    this.#states = createStateChanges({
      stateKey,
      initial,
      startedAt: clock.now(),
      isOperator: (principal) => !principal.includes(`:assumed-role/${role}/`),
    });
    this.#builds = createBuildRecords(baselineNames(settings));
    this.#transactions = createTransactionShare(failAbove);
    this.#verdicts = createVerdicts((violation) => {
      const { name, accountId, sentence } = violation;
      const account = accountId === undefined ? {} : { account: accountId };
      this.#write(clock.now(), { what: 'broken', ...account, text: `${name}: ${sentence}` });
      this.#timelines.keep(violation);
    });
    const entryOf = (accountId: string) => this.#entries.get(accountId);
    this.#invariants = createInvariants({
      verdicts: this.#verdicts,
      stateKey,
      entryOf,
      succeededAt: this.#builds.succeededAt,
      writtenAt: this.#states.writtenAt,
      isBuilding: this.#builds.isRunning,
    });
    this.#liveness = createLiveness({
      verdicts: this.#verdicts,
      entryOf,
      isActive: (accountId) => organization.account(accountId).state === 'ACTIVE',
      isBuilding: this.#builds.isRunning,
      onLeftOut: this.#transactions.leftOut,
      sweepMs: this.#sweepMs,
      fresh: [...initial].flatMap(([id, state]) => (state === 'released' ? [] : [id])),
      startedAt: clock.now(),
    });
  }

  /** Subscribes to everything that happens. `resources` are those that purges delete or keep. */
  listen(resources: SeededResources): void {
    this.#resources = resources;
    const { organization, clock } = this.#environment;
    for (const account of this.#entries.keys()) {
      const text = this.#states.of(account);
      if (text !== 'none')
        this.#write(clock.now(), { what: 'state', account, text, by: 'the start' });
    }
    organization.watch((change) => this.#onChange(change));
    organization.watchBuilds((change) => this.#onBuild(change));
    organization.watchEvents((event) => this.#onEvent(event));
    this.#environment.onHandled((handled) => this.#onHandled(handled));
    this.#environment.onDecision(({ accountId, cause, decision, at }) => {
      const { rule, why, action } = decision;
      const what = { what: 'decision', account: accountId, text: why } as const;
      this.#write(at, { ...what, rule, action: action.do, by: cause });
    });
  }

  /** A window opens now: it must process the accounts that are released, unless they were expired just before. */
  opened({ at, includes }: Opening): void {
    const found = this.#states.inState('released').filter((id) => {
      const entry = this.#entries.get(id);
      const isRecent = at - (this.#states.leftExpiredAt(id) ?? 0) < recentMs;
      return entry && includes(entry) && this.#isActive(id) && !isRecent;
    });
    this.#liveness.opened(found, at);
    const text = 'the maintenance window opened and found it released';
    for (const account of found) this.#write(at, { what: 'window', account, text });
  }

  readonly deleted = (deleted: DeletedInstance): void => this.#invariants.deleted(deleted);

  #isActive(accountId: string): boolean {
    return this.#environment.organization.account(accountId).state === 'ACTIVE';
  }

  #onChange(change: OrganizationChange): void {
    const changed = this.#states.read(change);
    if (!changed) return;
    const { accountId, at, state } = changed;
    this.#transitions++;
    this.#write(at, { what: 'state', account: accountId, text: state, by: change.principal });
    this.#invariants.changed(changed);
    this.#liveness.changed(changed);
  }

  #onBuild(change: BuildChange): void {
    const build = this.#builds.read(change);
    if (!build) return;
    const { accountId: account, status, at } = change;
    this.#write(at, { what: 'build', account, text: `${build.purpose} ${status}` });
    const { ended } = build;
    if (ended?.purpose !== 'purge' || ended.status !== 'SUCCEEDED') return;
    this.#enqueue(() => this.#judgePurge(ended));
  }

  async #judgePurge({ accountId, startedAt, endedAt }: EndedBuild): Promise<void> {
    const result = await this.#resources?.inspect(accountId, startedAt);
    if (!result) return;
    this.#verdicts.judge('a purge leaves nothing that must go, and a dry run deletes nothing', {
      holds: result.left.length + result.gone.length === 0,
      accountId,
      sentence: () => `${accountId}: ${describePurge(result)} after the purge of ${iso(endedAt)}`,
    });
  }

  /** Events count when they are published; a fault may lose them later. */
  #onEvent(event: SimulatedEvent): void {
    const published = decodePublished(event);
    if (!published) return;
    const { label, account, identifier, message, named, kind } = published;
    if (kind === 'exception') for (const id of named) this.#liveness.named(id);
    if (identifier !== undefined) {
      this.#invariants.ended({ identifier, account, label });
      this.#transactions.ended({ identifier, account, label });
      const key = `${label} ${identifier}`;
      if (this.#published.has(key)) return;
      this.#published.add(key);
    }
    if (kind !== 'event') {
      const counts = kind === 'activity' ? this.#activities : this.#exceptions;
      counts[label] = (counts[label] ?? 0) + 1;
    }
    const text = message === undefined ? label : `${label}: ${message}`;
    this.#write(this.#environment.clock.now(), { what: kind, account, text });
  }

  #onHandled({ startedAt, at, route, result, error }: HandledEvent): void {
    const entry = this.#handled[route] ?? { done: 0, ignored: 0, failed: 0, longestSeconds: 0 };
    this.#handled[route] = entry;
    if (result === undefined) entry.failed++;
    else if (result.did === 'ignore') entry.ignored++;
    else entry.done++;
    entry.longestSeconds = Math.max(entry.longestSeconds, (at - startedAt) / 1000);
    this.#invariants.invoked({ route, startedAt, endedAt: at });
    const lines = result
      ? logLines(result)
      : [error instanceof Error ? `${error.name}: ${error.message}` : String(error)];
    for (const line of lines) this.#write(at, { what: 'handled', text: `${route} ${line}` });
    if (route !== 'OnSweep' || error !== undefined) return;
    const { clock } = this.#environment;
    void clock.sleep(settlingMs).then(() => this.#enqueue(() => this.#judgeSweep()));
  }

  /** Reads go one after the other, and their errors are thrown in the report. */
  #enqueue(judge: () => Promise<void>): void {
    this.#judging = this.#judging.then(judge);
    this.#judging.catch(() => {});
  }

  async #judgeSweep(): Promise<void> {
    const snapshot = await this.#present();
    this.#invariants.swept(snapshot, this.#sweepMs);
    this.#liveness.check(snapshot.at);
  }

  /** The current tags, not the delayed view of the tagging API. */
  async #present(): Promise<OrganizationSnapshot> {
    const { organization, lifecycle, clock } = this.#environment;
    const rows = new Map<string, TransactionRow>();
    for await (const row of transactionStore(lifecycle).all()) rows.set(row.accountId, row);
    const at = clock.now();
    const accounts = organization
      .accounts()
      .filter(({ id }) => this.#entries.has(id))
      .map(({ id, name, email, parents, tags, state }) => {
        const account = { id, name, email, parents, tags, active: state === 'ACTIVE', readAt: at };
        return { account, item: this.#entries.get(id), row: rows.get(id) };
      });
    return { at, accounts, orphans: [] };
  }

  #write(at: number, entry: Omit<JournalEntry, 'at'>): void {
    const whole = { at: new Date(at).toISOString(), ...entry };
    const line = JSON.stringify(whole);
    this.#hash.update(line);
    if (entry.account !== undefined) this.#timelines.add(entry.account, line);
    this.#onEntry?.(whole);
  }

  day(day: number, now: number): RehearsalDay {
    const { journal } = this.#environment.organization;
    return {
      day,
      date: new Date(now - 1).toISOString().slice(0, 10),
      byState: this.#byState(),
      calls: journal.total,
      callsByApi: journal.byOperation(),
      transitions: this.#transitions,
      exceptions: Object.values(this.#exceptions).reduce((sum, count) => sum + count, 0),
      killed: this.#environment.workers.killed(),
    };
  }

  #byState(): Record<string, number> {
    const { organization, lifecycle } = this.#environment;
    const key = tagKeys(lifecycle.settings.features.withTagPrefix).state;
    const counts: Record<string, number> = {};
    for (const { id, tags, state } of organization.accounts()) {
      if (!this.#entries.has(id)) continue;
      const name = state === 'ACTIVE' ? (tags[key] ?? 'none') : state.toLowerCase();
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }

  async report(days: number): Promise<RehearsalReport> {
    const { organization, lifecycle, workers, clock } = this.#environment;
    await driveThrough(this.#environment, () => this.#judging);
    const calls = organization.journal.byOperation();
    const letters = await driveThrough(this.#environment, () => count(readDeadLetters(lifecycle)));
    this.#liveness.check(clock.now());
    this.#transactions.judge(this.#verdicts);
    this.#invariants.called({
      overQuota: organization.journal.overLimit,
      calls: organization.journal.total,
    });
    const builds = this.#builds.counts();
    const minutes = builds.preparation.minutes + builds.purge.minutes;
    return {
      accounts: this.#entries.size,
      days,
      byState: this.#byState(),
      transitions: this.#transitions,
      transactions: this.#transactions.counts(),
      builds,
      dollars: Math.round(minutes * dollarsPerMinute * 100) / 100,
      activities: this.#activities,
      exceptions: this.#exceptions,
      handled: this.#handled,
      killed: workers.killed(),
      deadLetters: letters,
      calls,
      invariants: this.#verdicts.report(),
      timelines: this.#timelines.kept(),
      fingerprint: this.#hash.digest('hex').slice(0, 16),
    };
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function describePurge({ left, gone }: PurgeResult): string {
  const parts = [
    ...(left.length > 0 ? [`${left.join(', ')} should be deleted and still exists`] : []),
    ...(gone.length > 0 ? [`${gone.join(', ')} was deleted by a dry run`] : []),
  ];
  return parts.join('; ');
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let found = 0;
  for await (const _ of items) found++;
  return found;
}
