/**
 * Takes every open maintenance window one step further: returns the accounts that are expired next, a wave at a time.
 * Progress is stored by account, so accounts that join, leave or move change nothing for the others.
 */

import { createHash } from 'node:crypto';
import type { Settings } from '../../settings/settings.ts';
import { tableName } from '../hub/names.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { AccountMessage } from '../model/account-message.ts';
import { stateTag, tagKeys } from '../model/observation.ts';
import type { OrganizationSnapshot, SnapshotAccount } from '../sweep/snapshot.ts';
import { toMessage } from '../sweep/to-message.ts';
import { lastExpirations } from './last-expirations.ts';
import {
  bySchedule,
  graceMs,
  lastOpening,
  type ScheduledAccounts,
  windowMs,
  windowName,
} from './open-windows.ts';
import { publishWindowException } from './publish-window-exception.ts';
import { isOverBudget, waves } from './waves.ts';
import { type WindowProgress, type WindowStore, windowStore } from './window-store.ts';

/** Messages of a wave that were sent so long ago are lost, or their workers have died. */
const resendMs = 15 * 60_000;
/** The next wave does not wait forever for an account that cannot be expired. */
const maxRounds = 3;
/** Two windows so close to each other are one that was rescheduled: an account is expired once. */
const minBetweenMs = 6 * 3_600_000;

/** What happens next in the open windows. */
export interface WindowsPlan {
  /** Windows that were found open. */
  readonly open: number;
  /** Accounts to expire now. */
  readonly messages: readonly AccountMessage[];
  /** Why windows were closed before all their accounts were processed. */
  readonly closed: readonly string[];
}

/** Stores the progress, and publishes an exception for every window that closes with accounts left. */
export async function planWindows(
  lifecycle: Lifecycle,
  snapshot: OrganizationSnapshot,
): Promise<WindowsPlan> {
  const plan = { open: 0, messages: [] as AccountMessage[], closed: [] as string[] };
  for (const scheduled of bySchedule(lifecycle.settings, snapshot)) {
    const openedAt = lastOpening(scheduled.schedule, snapshot.at);
    if (openedAt !== undefined) {
      const step = await new OpenWindow(lifecycle, scheduled, { openedAt, snapshot }).next();
      if (step.isOpen) plan.open++;
      plan.messages.push(...step.messages);
      plan.closed.push(...step.closed);
    }
    const endedAt = lastOpening(scheduled.schedule, snapshot.at - windowMs);
    if (endedAt !== undefined) {
      const ended = new OpenWindow(lifecycle, scheduled, { openedAt: endedAt, snapshot });
      plan.closed.push(...(await ended.end()));
    }
  }
  return plan;
}

/** Closes every open window, so that no other account is expired. Returns a sentence about each. */
export async function stopWindows(
  lifecycle: Lifecycle,
  snapshot: OrganizationSnapshot,
): Promise<readonly string[]> {
  const stopped: string[] = [];
  for (const window of windowsIn(lifecycle, snapshot)) stopped.push(...(await window.stop()));
  return stopped;
}

/** Has the current wave of every open window sent again by the next call. */
export async function resumeWindows(
  lifecycle: Lifecycle,
  snapshot: OrganizationSnapshot,
): Promise<void> {
  for (const window of windowsIn(lifecycle, snapshot)) await window.resume();
}

function windowsIn(lifecycle: Lifecycle, snapshot: OrganizationSnapshot): readonly OpenWindow[] {
  return bySchedule(lifecycle.settings, snapshot).flatMap((scheduled) => {
    const openedAt = lastOpening(scheduled.schedule, snapshot.at);
    return openedAt === undefined
      ? []
      : [new OpenWindow(lifecycle, scheduled, { openedAt, snapshot })];
  });
}

interface WindowStep {
  readonly isOpen: boolean;
  readonly messages: readonly AccountMessage[];
  readonly closed: readonly string[];
}

const unopened: WindowProgress = { version: 2, accounts: [], begun: 0, rounds: 0, sentAt: 0 };

const nothing: WindowStep = { isOpen: false, messages: [], closed: [] };

interface WindowTime {
  readonly openedAt: number;
  readonly snapshot: OrganizationSnapshot;
}

class OpenWindow {
  readonly #lifecycle: Lifecycle;
  readonly #settings: Settings;
  readonly #openedAt: number;
  readonly #now: number;
  readonly #scheduled: ScheduledAccounts;
  readonly #accounts: ReadonlyMap<string, SnapshotAccount>;
  readonly #name: string;

  constructor(
    lifecycle: Lifecycle,
    scheduled: ScheduledAccounts,
    { openedAt, snapshot }: WindowTime,
  ) {
    this.#lifecycle = lifecycle;
    this.#settings = lifecycle.settings;
    this.#openedAt = openedAt;
    this.#now = snapshot.at;
    this.#scheduled = scheduled;
    // Of the whole organization: an account keeps its place when it moves to another schedule.
    this.#accounts = new Map(snapshot.accounts.map((one) => [one.account.id, one]));
    this.#name = windowName(scheduled.schedule, openedAt);
  }

  async next(): Promise<WindowStep> {
    const before = await this.#store().read();
    if (before === undefined) return await this.#open();
    if (before.stopped !== undefined) return nothing;
    const reason = this.#stopReason(before);
    if (reason !== undefined) return { ...nothing, closed: await this.#close(before, reason) };
    const begun = await this.#pending(before.accounts.slice(0, before.begun));
    if (begun.length > 0 && before.rounds < maxRounds) {
      if (this.#now - before.sentAt < resendMs) return { ...nothing, isOpen: true };
      return await this.#send(before, { ...before, rounds: before.rounds + 1 }, begun);
    }
    if (this.#isWaveInProgress(before)) return { ...nothing, isOpen: true };
    const wave = waves(before.accounts.length).find(({ to }) => to > before.begun);
    if (!wave) return nothing;
    const due = await this.#pending(before.accounts.slice(wave.from, wave.to));
    return await this.#send(before, { ...before, begun: wave.to, rounds: 1 }, due);
  }

  /** Has the accounts of the current wave sent again by the next call, because some are unfinished. */
  async resume(): Promise<void> {
    const before = await this.#store().read();
    if (before && before.stopped === undefined)
      await this.#store().write({ ...before, sentAt: 0 }, before);
  }

  /** Names the accounts that were not processed, once. */
  async end(): Promise<readonly string[]> {
    const before = await this.#store().read();
    if (!before || before.stopped !== undefined) return [];
    if ((await this.#pending(before.accounts)).length === 0) return [];
    return await this.#close(before, 'its time is over');
  }

  async stop(): Promise<readonly string[]> {
    const before = await this.#store().read();
    if (before?.stopped !== undefined) return [];
    if (before) return await this.#close(before, 'an operator stopped it');
    // It must not open later.
    const stopped = `the maintenance window of ${this.#iso()} was closed before it opened: an operator stopped it`;
    await this.#store().write({ ...unopened, stopped }, undefined);
    return [stopped];
  }

  #store(): WindowStore {
    return windowStore(this.#lifecycle, this.#name);
  }

  async #open(): Promise<WindowStep> {
    if (this.#now - this.#openedAt > graceMs(this.#settings)) return await this.#miss();
    const accounts = await this.#dueAccounts();
    const begun = waves(accounts.length)[0]?.to ?? 0;
    const progress = { ...unopened, accounts, begun, rounds: 1 };
    return await this.#send(undefined, progress, accounts.slice(0, begun));
  }

  async #dueAccounts(): Promise<string[]> {
    const ids = this.#scheduled.accounts
      .filter((one) => this.#isReleased(one))
      .map(({ account }) => account.id);
    const expirations = await lastExpirations(this.#lifecycle, ids);
    const due = ids.filter((id) => (expirations.get(id) ?? 0) < this.#openedAt - minBetweenMs);
    return inOrder(due, this.#openedAt);
  }

  /** What was installed after the window's time has missed nothing. */
  async #miss(): Promise<WindowStep> {
    if ((await this.#installedAt()) > this.#openedAt) return nothing;
    const accounts = await this.#dueAccounts();
    const hours = graceMs(this.#settings) / 3_600_000;
    const stopped = `the maintenance window of ${this.#iso()} was missed: nothing opened it within ${hours} hours; ${accounts.length} accounts stay released until the next window`;
    if (!(await this.#store().write({ ...unopened, stopped }, undefined))) return nothing;
    await this.#publish('Maintenance window missed', stopped, accounts);
    return { ...nothing, closed: [stopped] };
  }

  async #installedAt(): Promise<number> {
    const TableName = tableName(this.#lifecycle, 'transactions');
    const { Table } = (await this.#lifecycle
      .inHub('dynamodb')
      .call('DescribeTable', { TableName })) as {
      readonly Table?: { readonly CreationDateTime?: Date };
    };
    return Table?.CreationDateTime?.getTime() ?? 0;
  }

  /** Those that are still released and were not expired by this window, in the same order. */
  async #pending(ids: readonly string[]): Promise<readonly string[]> {
    const released = ids.filter((id) => {
      const one = this.#accounts.get(id);
      return one !== undefined && this.#isReleased(one);
    });
    const expirations = await lastExpirations(this.#lifecycle, released);
    return released.filter((id) => (expirations.get(id) ?? 0) < this.#openedAt);
  }

  #isReleased({ account, item }: SnapshotAccount): boolean {
    const keys = tagKeys(this.#settings.features.withTagPrefix);
    return item !== undefined && account.active && stateTag(account, keys) === 'released';
  }

  async #send(
    before: WindowProgress | undefined,
    after: WindowProgress,
    ids: readonly string[],
  ): Promise<WindowStep> {
    const sent = { ...after, sentAt: this.#now };
    if (!(await this.#store().write(sent, before))) return { ...nothing, isOpen: true };
    const window = { openedAt: this.#openedAt, name: this.#name };
    const messages = ids.flatMap((id) => {
      const one = this.#accounts.get(id);
      return one ? [{ ...toMessage(one.account), window }] : [];
    });
    return { isOpen: true, messages, closed: [] };
  }

  /** The next wave waits for the one before it. */
  #isWaveInProgress({ accounts, begun }: WindowProgress): boolean {
    return accounts
      .slice(0, begun)
      .some((id) => this.#accounts.get(id)?.row?.transaction !== undefined);
  }

  #stopReason({ accounts, begun }: WindowProgress): string | undefined {
    const failed = accounts
      .slice(0, begun)
      .filter((id) => (this.#accounts.get(id)?.row?.work?.failed?.at ?? 0) >= this.#openedAt);
    const value = begun === 0 ? 0 : (100 * failed.length) / begun;
    this.#lifecycle.meter.measure('WindowFailedShare', { value, unit: 'Percent' });
    if (!isOverBudget(begun, failed.length)) return undefined;
    return `${failed.length} of the first ${begun} accounts failed`;
  }

  async #close(before: WindowProgress, reason: string): Promise<readonly string[]> {
    const left = await this.#pending(before.accounts);
    const stopped = `the maintenance window of ${this.#iso()} was closed: ${reason}; ${left.length} of ${before.accounts.length} accounts stay released until the next window`;
    if (!(await this.#store().write({ ...before, stopped }, before))) return [];
    await this.#publish('Maintenance window closed', stopped, left);
    return [stopped];
  }

  #iso(): string {
    return new Date(this.#openedAt).toISOString();
  }

  async #publish(title: string, message: string, accounts: readonly string[]): Promise<void> {
    await publishWindowException(this.#lifecycle, { title, message, accounts });
  }
}

function inOrder(ids: readonly string[], openedAt: number): string[] {
  const orderOf = (id: string) => createHash('sha256').update(`${id} ${openedAt}`).digest('hex');
  return ids
    .map((id) => ({ id, at: orderOf(id) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ id }) => id);
}
