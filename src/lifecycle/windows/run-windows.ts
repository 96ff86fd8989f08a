/**
 * Maintenance windows: every schedule of the settings has its own. An open window continues, wave by wave, with each
 * call, until all its accounts were expired or too many have failed.
 */

import { createHash } from 'node:crypto';
import { payloadEventEntry } from '../../model/payload-event.ts';
import { nextWindows } from '../../settings/next-windows.ts';
import type { Schedule, Settings } from '../../settings/settings.ts';
import { publishEvents } from '../events/publish-events.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { stateTag, tagKeys } from '../model/observation.ts';
import { type AdvanceListener, type AdvanceOutcome, advanceMany } from '../sweep/advance-many.ts';
import type { OrganizationSnapshot, SnapshotAccount } from '../sweep/snapshot.ts';
import { isOverBudget, waves } from './waves.ts';
import { type WindowProgress, windowStore } from './window-store.ts';

/** A window closes after a day: accounts that are not processed by then are reported, and are due in the next one. */
const windowMs = 24 * 3_600_000;
/** The next wave does not wait forever for an account that cannot be expired. */
const maxRounds = 5;

interface OpenWindow {
  readonly schedule: Schedule;
  readonly openedAt: number;
  /** Managed accounts under the schedule, in the order of processing, which differs each time. */
  readonly accounts: readonly SnapshotAccount[];
}

/** What a call of `runWindows` did. */
export interface WindowsReport {
  readonly open: number;
  readonly expired: number;
  /** Reasons of windows that were closed because too many accounts failed. */
  readonly stopped: readonly string[];
}

export interface WindowsOptions extends AdvanceListener {
  /**
   * Once it is aborted, no account and no window is started. An interrupted wave stays open, and the next call resumes
   * it.
   */
  readonly signal?: AbortSignal | undefined;
  /** Called before a wave begins, with the accounts that it expires. */
  readonly onWave?: ((accountIds: readonly string[]) => void) | undefined;
}

/**
 * Continues all open maintenance windows by one step, wave by wave. Call it until nothing is open, for example every
 * hour.
 */
export async function runWindows(
  lifecycle: Lifecycle,
  snapshot: OrganizationSnapshot,
  options: WindowsOptions = {},
): Promise<WindowsReport> {
  const report = { open: 0, expired: 0, stopped: [] as string[] };
  for (const window of openWindows(lifecycle.settings, snapshot)) {
    if (options.signal?.aborted) return report;
    report.open++;
    const { expired, stopped } = await continueWindow(lifecycle, window, options);
    report.expired += expired;
    if (stopped !== undefined) report.stopped.push(stopped);
  }
  for (const { schedule, accounts } of bySchedule(lifecycle.settings, snapshot)) {
    if (options.signal?.aborted) return report;
    const openedAt = lastOpening(schedule, snapshot.at - windowMs);
    if (openedAt === undefined) continue;
    const unfinished = await close(lifecycle, { schedule, openedAt, accounts });
    if (unfinished !== undefined) report.stopped.push(unfinished);
  }
  return report;
}

function openWindows(settings: Settings, snapshot: OrganizationSnapshot): OpenWindow[] {
  return bySchedule(settings, snapshot).flatMap(({ schedule, accounts }) => {
    const openedAt = lastOpening(schedule, snapshot.at);
    if (openedAt === undefined) return [];
    return [{ schedule, openedAt, accounts: inOrder(accounts, openedAt) }];
  });
}

/** Groups managed accounts by the schedule that applies to them. */
export function bySchedule(
  settings: Settings,
  { accounts }: OrganizationSnapshot,
): { readonly schedule: Schedule; readonly accounts: readonly SnapshotAccount[] }[] {
  const managed = accounts.filter(({ item, account }) => item && account.active);
  const groups = Map.groupBy(managed, ({ item }) =>
    JSON.stringify(item?.schedule ?? defaultSchedule(settings)),
  );
  return [...groups].map(([key, under]) => ({
    schedule: JSON.parse(key) as Schedule,
    accounts: under,
  }));
}

export function defaultSchedule({ automation }: Settings): Schedule {
  const { maintenanceWindowExpression } = automation;
  return { maintenanceWindowExpression, timeZone: 'UTC', blackoutDates: [] };
}

/** Returns when the open window opened; undefined if it is closed. */
export function lastOpening(schedule: Schedule, now: number): number | undefined {
  let from = now - windowMs;
  let last: number | undefined;
  for (let [next] = nextWindows(schedule, from, 1); next !== undefined && next <= now; ) {
    last = next;
    from = next;
    [next] = nextWindows(schedule, from, 1);
  }
  return last;
}

function inOrder(accounts: readonly SnapshotAccount[], openedAt: number): SnapshotAccount[] {
  const orderOf = ({ account }: SnapshotAccount) =>
    createHash('sha256').update(`${account.id} ${openedAt}`).digest('hex');
  return accounts
    .map((one) => ({ one, at: orderOf(one) }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ one }) => one);
}

/** Reports once that a window closed before all its accounts were processed. */
async function close(lifecycle: Lifecycle, window: OpenWindow): Promise<string | undefined> {
  const store = windowStore(lifecycle, nameOf(window));
  const before = await store.read();
  if (!before || before.stopped !== undefined || before.begun >= before.accounts) return undefined;
  const left = before.accounts - before.begun;
  const stopped = `the maintenance window of ${iso(window)} is over: ${left} of ${before.accounts} accounts were not processed; they are due in the next window`;
  if (!(await store.write({ ...before, running: false, stopped }, before))) return undefined;
  await publishException(lifecycle, 'Maintenance window closed', stopped);
  return stopped;
}

interface WindowResult {
  readonly expired: number;
  readonly stopped?: string;
}

async function continueWindow(
  lifecycle: Lifecycle,
  window: OpenWindow,
  options: WindowsOptions,
): Promise<WindowResult> {
  const store = windowStore(lifecycle, nameOf(window));
  const before = await store.read();
  const progress = before ?? {
    version: 1,
    begun: 0,
    accounts: window.accounts.length,
    running: false,
  };
  if (progress.stopped !== undefined) return { expired: 0 };
  const reason = stopReason(window, progress);
  if (reason !== undefined) {
    const stopped = `the maintenance window of ${iso(window)} was closed: ${reason}`;
    if (await store.write({ ...progress, running: false, stopped }, before)) {
      await publishException(lifecycle, 'Maintenance window closed', stopped);
    }
    return { expired: 0, stopped };
  }
  const wave = waves(progress.accounts).find(({ to }) =>
    progress.running ? to >= progress.begun : to > progress.begun,
  );
  if (!wave || (!progress.running && isWaveInProgress(window, progress))) return { expired: 0 };
  if (options.signal?.aborted) return { expired: 0 };
  const rounds = progress.running ? (progress.rounds ?? 1) + 1 : 1;
  const running = { ...progress, begun: wave.to, running: true, rounds };
  if (!(await store.write(running, before))) return { expired: 0 };
  const { expired, left, refused } = await expire(lifecycle, window, {
    accounts: window.accounts.slice(wave.from, wave.to),
    resumed: progress.running,
    options,
  });
  // Accounts that another worker held, perhaps a dead one, and those with retryable errors are left for the next call.
  const again = left > 0 && (rounds < maxRounds || options.signal?.aborted === true);
  await store.write({ ...running, running: again }, running);
  await publishRefused(lifecycle, window, refused);
  return { expired };
}

function nameOf(window: OpenWindow): string {
  const hash = createHash('sha256').update(JSON.stringify(window.schedule)).digest('hex');
  return `${iso(window)} ${hash.slice(0, 8)}`;
}

function iso({ openedAt }: OpenWindow): string {
  return new Date(openedAt).toISOString();
}

function stopReason(
  { accounts, openedAt }: OpenWindow,
  { begun }: WindowProgress,
): string | undefined {
  const failed = accounts
    .slice(0, begun)
    .filter(({ row }) => (row?.work?.failed?.at ?? 0) >= openedAt).length;
  if (!isOverBudget(begun, failed)) return undefined;
  return `${failed} of the first ${begun} accounts failed; the others stay released`;
}

/** The next wave waits for the one before it. */
function isWaveInProgress({ accounts }: OpenWindow, { begun }: WindowProgress): boolean {
  return accounts.slice(0, begun).some(({ row }) => row?.transaction !== undefined);
}

interface ExpiredWave {
  readonly expired: number;
  /** Another worker holds them, or they can be retried. */
  readonly left: number;
  /** Codes of errors that are not retryable. */
  readonly refused: readonly string[];
}

interface Expiring {
  readonly accounts: readonly SnapshotAccount[];
  readonly resumed: boolean;
  readonly options: WindowsOptions;
}

async function expire(
  lifecycle: Lifecycle,
  { openedAt }: OpenWindow,
  { accounts, resumed, options }: Expiring,
): Promise<ExpiredWave> {
  const keys = tagKeys(lifecycle.settings.features.withTagPrefix);
  const released = accounts.filter(({ account }) => stateTag(account, keys) === 'released');
  const { signal, onStart, onOutcome } = options;
  const since = { openedAt, signal };
  const due = resumed ? await notYetExpired(lifecycle, released, since) : released;
  const known = due.map(({ account }) => account);
  options.onWave?.(known.map(({ id }) => id));
  const outcomes = await advanceMany(lifecycle, known, {
    cause: 'window',
    signal,
    onStart,
    onOutcome,
  });
  const refused = outcomes.flatMap((outcome) =>
    outcome.status === 'failed' && !outcome.failure.retryable ? [outcome.failure.code] : [],
  );
  const left = outcomes.filter(isUnfinished).length;
  return { expired: outcomes.filter(isExpired).length, left, refused };
}

function isExpired(outcome: AdvanceOutcome): boolean {
  return outcome.status === 'done' && outcome.decisions.some(({ rule }) => rule === 'window');
}

function isUnfinished(outcome: AdvanceOutcome): boolean {
  return outcome.status === 'failed' ? outcome.failure.retryable : outcome.status !== 'done';
}

/** Accounts that an interrupted worker had not expired yet: their shadows record when they last were. */
async function notYetExpired(
  { shadows }: Lifecycle,
  accounts: readonly SnapshotAccount[],
  { openedAt, signal }: { readonly openedAt: number; readonly signal: AbortSignal | undefined },
): Promise<SnapshotAccount[]> {
  const left: SnapshotAccount[] = [];
  for (const one of accounts) {
    if (signal?.aborted) return left;
    const stamp = (await shadows.read(one.account.id))?.stamps?.ExpiredAccount;
    if (stamp === undefined || Date.parse(`${stamp}Z`) < openedAt) left.push(one);
  }
  return left;
}

/** Accounts that could not even be read have no record, so they are published here. */
async function publishRefused(
  lifecycle: Lifecycle,
  window: OpenWindow,
  refused: readonly string[],
): Promise<void> {
  if (refused.length === 0) return;
  const codes = [...new Set(refused)].sort().join(', ');
  const message = `accounts that were refused in the maintenance window of ${iso(window)}: ${refused.length} (${codes}); they are due in the next window`;
  await publishException(lifecycle, 'Accounts excluded from a maintenance window', message);
}

async function publishException(
  { hub, inHub }: Lifecycle,
  title: string,
  message: string,
): Promise<void> {
  const payload = { account: hub.accountId, title, message };
  const label = 'GenericException';
  await publishEvents(inHub('events'), [
    payloadEventEntry({ label, payload, environment: hub.environment }),
  ]);
}
