/**
 * The whole life cycle on a simulated organization, for as many days as wanted, in the time that its calls take: events,
 * sweeps, windows and builds as they would be, with everything that can go wrong, and invariants that are judged all
 * along. The same seed and settings give the same days.
 */

import { createHash } from 'node:crypto';
import { OrganizationsClient, TagResourceCommand } from '@aws-sdk/client-organizations';
import { openFleet } from '../aws/open-fleet.ts';
import { tagKeys } from '../lifecycle/account/observation.ts';
import type { Snapshot } from '../lifecycle/fleet/snapshot.ts';
import { readDeadLetters } from '../lifecycle/hub/redrive.ts';
import { type Row, workStore } from '../lifecycle/store/work-store.ts';
import { parseExpression } from '../model/schedule-expression.ts';
import { findItem } from '../settings/find-item.ts';
import type { ItemSettings, Settings } from '../settings/settings.ts';
import type { FaultRule } from '../simulator/faults.ts';
import { type Deleted, plantBelongings } from './belongings.ts';
import { buildModel } from './builds.ts';
import { driveThrough, driveUntil } from './drive.ts';
import { createInvariants, type Invariant, type Invariants } from './invariants.ts';
import { seededRandom } from './seeded-random.ts';
import { rehearsalSettings } from './settings.ts';
import { openStage, type Stage } from './stage.ts';

export interface RehearsalOptions {
  readonly accounts: number;
  readonly days: number;
  readonly seed: string | number;
  /** Default: one unit whose accounts are prepared and purged every week. */
  readonly settings?: Settings;
  readonly faults?: readonly FaultRule[];
  /** Between two sweeps. Default: as the settings say. */
  readonly sweepHours?: number;
  /** Share of workers that die somewhere in what they do. Default 0. */
  readonly killProbability?: number;
  /** Nobody changes anything by hand. Default false. */
  readonly quiet?: boolean;
  readonly signal?: AbortSignal | undefined;
  /** After every day. */
  readonly onDay?: (day: RehearsalDay) => void;
  /** Every change of a state, exception and answer of a handler, as it happens. */
  readonly onEntry?: (entry: JournalEntry) => void;
}

export interface RehearsalDay {
  readonly day: number;
  readonly date: string;
  readonly byState: Readonly<Record<string, number>>;
  /** Since the beginning. */
  readonly calls: number;
  /** The same, by service and operation. */
  readonly callsByApi: Readonly<Record<string, number>>;
  readonly transitions: number;
  readonly exceptions: number;
  readonly killed: number;
}

export interface JournalEntry {
  readonly at: string;
  readonly what: 'state' | 'handled' | 'exception' | 'activity';
  readonly account?: string;
  readonly text: string;
}

export interface RehearsalReport {
  readonly accounts: number;
  readonly days: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly transitions: number;
  /** By label. */
  readonly activities: Readonly<Record<string, number>>;
  readonly exceptions: Readonly<Record<string, number>>;
  /** Handlers by name: what they answered. */
  readonly handled: Readonly<
    Record<string, { readonly done: number; readonly ignored: number; readonly failed: number }>
  >;
  readonly killed: number;
  readonly deadLetters: number;
  /** By service and operation. */
  readonly calls: Readonly<Record<string, number>>;
  readonly invariants: readonly Invariant[];
  /** The same for the same seed, options and version. */
  readonly fingerprint: string;
}

const dayMs = 86_400_000;

export async function rehearse(options: RehearsalOptions): Promise<RehearsalReport> {
  const { seed, days, signal } = options;
  const stage = await openStage({
    seed,
    settings: settingsOf(options),
    ...(options.faults && { faults: options.faults }),
    ...(options.killProbability !== undefined && { killProbability: options.killProbability }),
  });
  const random = seededRandom(`${seed} life`);
  const initial = populate(stage, options.accounts, random);
  const watch = new Watch(stage, initial, options);
  const { purge } = await plantBelongings(stage, [...initial.keys()], watch.deleted);
  const { settings } = stage.lifecycle;
  stage.organization.modelBuilds(
    buildModel({ settings, random: seededRandom(`${seed} builds`), purge }),
  );
  await watch.listen();
  stage.organization.journal.clear();
  const { clock } = stage;
  const startedAt = clock.now();
  for (let day = 1; day <= days && !signal?.aborted; day++) {
    const noon = startedAt + (day - 1) * dayMs + dayMs / 2;
    await driveUntil(stage, noon, signal);
    if (!options.quiet) await driveThrough(stage, () => livelyDay(stage, random));
    await driveUntil(stage, startedAt + day * dayMs, signal);
    if (signal?.aborted) break;
    options.onDay?.(watch.day(day, clock.now()));
  }
  return watch.report(days);
}

function settingsOf({ settings = rehearsalSettings(), sweepHours }: RehearsalOptions): Settings {
  if (sweepHours === undefined) return settings;
  const sweepExpression = `rate(${sweepHours} hour${sweepHours === 1 ? '' : 's'})`;
  return { ...settings, automation: { ...settings.automation, sweepExpression } };
}

/**
 * The accounts that the settings name, and others spread over their units. Most are released already; some are new, with
 * and without a state.
 */
function populate(
  { addAccount, units, lifecycle }: Stage,
  accounts: number,
  random: () => number,
): Map<string, string | undefined> {
  const { settings } = lifecycle;
  const named = [...settings.accounts.keys()].slice(0, accounts);
  const initial = new Map<string, string | undefined>();
  for (let index = 0; index < accounts; index++) {
    const ou = units[index % units.length];
    const id = named[index];
    const item = (id && settings.accounts.get(id)) || settings.organizationalUnits.get(ou ?? '');
    const draw = random();
    const state = draw < 0.9 ? 'released' : draw < 0.95 ? 'vanilla' : undefined;
    const name = `holder-${String(index + 1).padStart(5, '0')}`;
    const added = addAccount({
      name,
      email: `${name}@example.com`,
      tags: tagsOf(settings, item, { name, state }),
      ...(id !== undefined && { id }),
      ...(ou !== undefined && { ou }),
    });
    initial.set(added, state);
  }
  return initial;
}

interface Person {
  readonly name: string;
  readonly state: string | undefined;
}

function tagsOf(
  { features }: Settings,
  item: ItemSettings | undefined,
  { name, state }: Person,
): Record<string, string> {
  const keys = tagKeys(features.withTagPrefix);
  return {
    ...(state === 'released' && { ...item?.accountTags, [keys.holder]: `${name}@example.com` }),
    ...(state !== undefined && { [keys.state]: state }),
  };
}

/** What people do meanwhile: one of them makes an account new again, another expires one by hand, one leaves. */
async function livelyDay({ organization, lifecycle, clock }: Stage, random: () => number) {
  const keys = tagKeys(lifecycle.settings.features.withTagPrefix);
  const client = openFleet({ ...organization.access(), clock }).client(OrganizationsClient);
  const everybody = organization
    .accounts()
    .filter(({ tags, state }) => state === 'ACTIVE' && keys.state in tags);
  const pick = () => everybody[Math.floor(random() * everybody.length)]?.id;
  for (const state of ['vanilla', 'expired']) {
    const id = pick();
    if (id === undefined) continue;
    const Tags = [{ Key: keys.state, Value: state }];
    await client.send(new TagResourceCommand({ ResourceId: id, Tags })).catch(() => {});
  }
  const leaver = random() < 0.2 ? pick() : undefined;
  if (leaver !== undefined) organization.setState(leaver, 'SUSPENDED');
}

interface EventShape {
  readonly 'detail-type'?: string;
  readonly detail?: { readonly Payload?: Readonly<Record<string, unknown>> };
}

class Watch {
  readonly #stage: Stage;
  readonly #options: RehearsalOptions;
  readonly #invariants: Invariants;
  readonly #activities: Record<string, number> = {};
  readonly #exceptions: Record<string, number> = {};
  readonly #handled: Record<string, { done: number; ignored: number; failed: number }> = {};
  readonly #hash = createHash('sha256');
  readonly #ends = new Set<string>();
  readonly #ours: ReadonlySet<string>;
  #transitions = 0;

  constructor(
    stage: Stage,
    initial: ReadonlyMap<string, string | undefined>,
    options: RehearsalOptions,
  ) {
    this.#stage = stage;
    this.#options = options;
    this.#ours = new Set(initial.keys());
    const { lifecycle, organization } = stage;
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
    stage.onHandled(({ at, route, answer, error }) => {
      const entry = this.#handled[route] ?? { done: 0, ignored: 0, failed: 0 };
      this.#handled[route] = entry;
      if (error !== undefined) entry.failed++;
      else if (answer?.startsWith('[OK]')) entry.done++;
      else entry.ignored++;
      const text =
        answer ?? (error instanceof Error ? `${error.name}: ${error.message}` : String(error));
      this.#write(at, { what: 'handled', text: `${route} ${text}` });
    });
  }

  /** Hears on the hub's bus how transactions end, and judges after every sweep. */
  async listen(): Promise<void> {
    const { organization, lifecycle, clock } = this.#stage;
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
    this.#stage.onHandled(({ route, error }) => {
      if (route !== 'OnSweep' || error !== undefined) return;
      this.#judging = this.#judging.then(() => this.#judge()).catch(() => {});
    });
    void clock;
  }

  #judging: Promise<void> = Promise.resolve();

  async #judge(): Promise<void> {
    const { lifecycle } = this.#stage;
    const expression = parseExpression(lifecycle.settings.automation.sweepExpression);
    const sweepMs = 'every' in expression ? expression.every : dayMs;
    this.#invariants.swept(await this.#present(), sweepMs);
  }

  /** As it is, and not as the tagging API will have it in a while. */
  async #present(): Promise<Snapshot> {
    const { organization, lifecycle, clock } = this.#stage;
    const rows = new Map<string, Row>();
    for await (const row of workStore(lifecycle).all()) rows.set(row.accountId, row);
    const at = clock.now();
    const accounts = organization
      .accounts()
      .filter(({ id }) => this.#ours.has(id))
      .map(({ id, name, email, parents, tags, state }) => {
        const account = { id, name, email, parents, tags, active: state === 'ACTIVE', readAt: at };
        return { account, item: findItem(lifecycle.settings, account), row: rows.get(id) };
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
    this.#write(this.#stage.clock.now(), {
      what,
      account,
      text: `${label} ${String(payload.message ?? '')}`,
    });
  }

  #write(at: number, entry: Omit<JournalEntry, 'at'>): void {
    const line = { at: new Date(at).toISOString(), ...entry };
    this.#hash.update(JSON.stringify(line));
    this.#options.onEntry?.(line);
  }

  readonly deleted = (deleted: Deleted): void => this.#invariants.deleted(deleted);

  day(day: number, now: number): RehearsalDay {
    return {
      day,
      date: new Date(now - 1).toISOString().slice(0, 10),
      byState: this.#byState(),
      calls: this.#stage.organization.journal.total,
      callsByApi: this.#stage.organization.journal.byOperation(),
      transitions: this.#transitions,
      exceptions: Object.values(this.#exceptions).reduce((sum, count) => sum + count, 0),
      killed: this.#stage.workers.killed(),
    };
  }

  #byState(): Record<string, number> {
    const { organization, lifecycle } = this.#stage;
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
    const { organization, lifecycle, workers } = this.#stage;
    await driveThrough(this.#stage, () => this.#judging);
    const calls = organization.journal.byOperation();
    const letters = await driveThrough(this.#stage, () => count(readDeadLetters(lifecycle)));
    this.#invariants.called({
      overQuota: organization.journal.overLimit,
      calls: organization.journal.total,
    });
    return {
      accounts: this.#options.accounts,
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
