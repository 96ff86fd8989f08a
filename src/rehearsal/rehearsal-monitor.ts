/** Monitors a rehearsal: the organization itself, the automation account's bus and handler results. */

import { createHash } from 'node:crypto';
import { logLines } from '../lifecycle/handlers/handler-result.ts';
import { readDeadLetters } from '../lifecycle/hub/redrive.ts';
import { tagKeys } from '../lifecycle/model/observation.ts';
import { type TransactionRow, transactionStore } from '../lifecycle/store/transaction-store.ts';
import type { OrganizationSnapshot } from '../lifecycle/sweep/snapshot.ts';
import { parseExpression } from '../model/schedule-expression.ts';
import { findEntry } from '../settings/find-entry.ts';
import { driveThrough } from '../simulator/drive.ts';
import { createInvariants, type Invariants } from './invariants.ts';
import type { RehearsalEnvironment } from './rehearsal-environment.ts';
import type { JournalEntry, RehearsalDay, RehearsalReport } from './report.ts';
import type { DeletedInstance } from './seeded-resources.ts';

const dayMs = 86_400_000;

interface EventShape {
  readonly 'detail-type'?: string;
  readonly detail?: { readonly Payload?: Readonly<Record<string, unknown>> };
}

/** Workers process what a sweep has sent, and what a dead worker has left is delivered again. */
const settlingMs = 20 * 60_000;

/** Observes a rehearsal environment, judges it and counts. */
export class RehearsalMonitor {
  readonly #environment: RehearsalEnvironment;
  readonly #onEntry: ((entry: JournalEntry) => void) | undefined;
  readonly #invariants: Invariants;
  readonly #activities: Record<string, number> = {};
  readonly #exceptions: Record<string, number> = {};
  readonly #handled: Record<string, { done: number; ignored: number; failed: number }> = {};
  readonly #hash = createHash('sha256');
  readonly #ends = new Set<string>();
  readonly #ours: ReadonlySet<string>;
  #transitions = 0;

  constructor(
    environment: RehearsalEnvironment,
    initial: ReadonlyMap<string, string | undefined>,
    onEntry?: (entry: JournalEntry) => void,
  ) {
    this.#environment = environment;
    this.#onEntry = onEntry;
    this.#ours = new Set(initial.keys());
    const { lifecycle, organization } = environment;
    const role = lifecycle.settings.automation.roleArnToManageAccounts.split('/').at(-1) ?? '';
    const stateKey = tagKeys(lifecycle.settings.features.withTagPrefix).state;
    this.#invariants = createInvariants({
      stateKey,
      initial,
      isOperator: (principal) => !principal.includes(`:assumed-role/${role}/`),
    });
    organization.watch((change) => {
      this.#invariants.changed(change);
      const { ResourceId: account, Tags = [] } = change.input as {
        ResourceId?: string;
        Tags?: { Key: string; Value: string }[];
      };
      const state = Tags.find(({ Key }) => Key === stateKey)?.Value;
      if (change.operation !== 'TagResource' || state === undefined) return;
      this.#transitions++;
      this.#write(change.at, {
        what: 'state',
        text: state,
        ...(account !== undefined && { account }),
      });
    });
    environment.onHandled(({ at, route, result, error }) => {
      const entry = this.#handled[route] ?? { done: 0, ignored: 0, failed: 0 };
      this.#handled[route] = entry;
      if (result === undefined) entry.failed++;
      else if (result.did === 'ignore') entry.ignored++;
      else entry.done++;
      const lines = result
        ? logLines(result)
        : [error instanceof Error ? `${error.name}: ${error.message}` : String(error)];
      for (const line of lines) this.#write(at, { what: 'handled', text: `${route} ${line}` });
    });
  }

  /** Subscribes to ends of transactions on the automation account's bus, and judges when the accounts of a sweep are processed. */
  async listen(): Promise<void> {
    const { organization, lifecycle } = this.#environment;
    const { hub } = lifecycle;
    const { arn } = organization.addFunction({
      accountId: hub.accountId,
      region: hub.region,
      name: 'Rehearsal',
      handle: async (event) => this.#hear(event as EventShape),
    });
    const events = lifecycle.inHub('events');
    const pattern = {
      source: ['SustainablePersonalAccounts'],
      detail: { Payload: { account: [{ exists: true }] } },
    };
    await events.call('PutRule', { Name: 'Rehearsal', EventPattern: JSON.stringify(pattern) });
    await events.call('PutTargets', { Rule: 'Rehearsal', Targets: [{ Id: 'Function', Arn: arn }] });
    this.#environment.onHandled(({ route, error }) => {
      if (route !== 'OnSweep' || error !== undefined) return;
      void this.#environment.clock.sleep(settlingMs).then(() => {
        this.#judging = this.#judging.then(() => this.#judge());
        this.#judging.catch(() => {}); // Thrown in the report.
      });
    });
  }

  #judging: Promise<void> = Promise.resolve();

  async #judge(): Promise<void> {
    const { lifecycle } = this.#environment;
    const expression = parseExpression(lifecycle.settings.automation.sweepExpression);
    const sweepMs = 'every' in expression ? expression.every : dayMs;
    this.#invariants.swept(await this.#present(), sweepMs);
  }

  /** The current tags, not the delayed view of the tagging API. */
  async #present(): Promise<OrganizationSnapshot> {
    const { organization, lifecycle, clock } = this.#environment;
    const rows = new Map<string, TransactionRow>();
    for await (const row of transactionStore(lifecycle).all()) rows.set(row.accountId, row);
    const at = clock.now();
    const accounts = organization
      .accounts()
      .filter(({ id }) => this.#ours.has(id))
      .map(({ id, name, email, parents, tags, state }) => {
        const account = { id, name, email, parents, tags, active: state === 'ACTIVE', readAt: at };
        return { account, item: findEntry(lifecycle.settings, account), row: rows.get(id) };
      });
    return { at, accounts, orphans: [] };
  }

  #hear(event: EventShape): void {
    const label = event['detail-type'] ?? '';
    const payload = event.detail?.Payload ?? {};
    const account = String(payload.account);
    const identifier = String(payload.identifier ?? '');
    if (identifier !== '') this.#invariants.ended({ identifier, account, label });
    const key = `${label} ${identifier}`;
    if (identifier !== '' && this.#ends.has(key)) return;
    this.#ends.add(key);
    const isActivity = label.endsWith('Event');
    const counts = isActivity ? this.#activities : this.#exceptions;
    counts[label] = (counts[label] ?? 0) + 1;
    const what = isActivity ? 'activity' : 'exception';
    this.#write(this.#environment.clock.now(), {
      what,
      account,
      text: `${label} ${String(payload.message ?? '')}`,
    });
  }

  #write(at: number, entry: Omit<JournalEntry, 'at'>): void {
    const line = { at: new Date(at).toISOString(), ...entry };
    this.#hash.update(JSON.stringify(line));
    this.#onEntry?.(line);
  }

  readonly deleted = (deleted: DeletedInstance): void => this.#invariants.deleted(deleted);

  day(day: number, now: number): RehearsalDay {
    return {
      day,
      date: new Date(now - 1).toISOString().slice(0, 10),
      byState: this.#byState(),
      calls: this.#environment.organization.journal.total,
      callsByApi: this.#environment.organization.journal.byOperation(),
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
      if (!this.#ours.has(id)) continue;
      const name = state === 'ACTIVE' ? (tags[key] ?? 'none') : state.toLowerCase();
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  }

  async report(days: number): Promise<RehearsalReport> {
    const { organization, lifecycle, workers } = this.#environment;
    await driveThrough(this.#environment, () => this.#judging);
    const calls = organization.journal.byOperation();
    const letters = await driveThrough(this.#environment, () => count(readDeadLetters(lifecycle)));
    this.#invariants.called({
      overQuota: organization.journal.overLimit,
      calls: organization.journal.total,
    });
    return {
      accounts: this.#ours.size,
      days,
      byState: this.#byState(),
      transitions: this.#transitions,
      activities: this.#activities,
      exceptions: this.#exceptions,
      handled: this.#handled,
      killed: workers.killed(),
      deadLetters: letters,
      calls,
      invariants: this.#invariants.report(),
      fingerprint: this.#hash.digest('hex').slice(0, 16),
    };
  }
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let found = 0;
  for await (const _ of items) found++;
  return found;
}
