/**
 * The one function that moves an account. Under a lease it observes, decides and performs, until there is nothing left
 * to do now. The result is the same whatever calls it, and however often.
 */

import { classify } from '../../aws/failures.ts';
import type { EventEntry } from '../../model/account-event.ts';
import { activitiesAmong } from '../events/record-events.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { AccountDecision } from '../model/decision.ts';
import type { AdvanceCause, Observation } from '../model/observation.ts';
import { tagKeys } from '../model/observation.ts';
import { type LeasedRow, leaseMs, type TransactionRow } from '../store/transaction-store.ts';
import { decide } from './decide.ts';
import type { EngineAccess } from './engine-access.ts';
import { interruptedAt, type KnownAccount, observe } from './observe.ts';
import { openEngine } from './open-engine.ts';
import { perform } from './perform.ts';
import { retryMs } from './retry.ts';

/** What `advance` did with an account. */
export interface AdvanceResult {
  readonly accountId: string;
  /** What was done, in order; the last decision gives the reason why nothing more is done now. */
  readonly decisions: readonly AccountDecision[];
}

/** Thrown when another worker holds the account's lease. Callers retry later. */
export class AccountBusy extends Error {
  override readonly name = 'AccountBusy';

  constructor(accountId: string, until: number) {
    super(
      `account ${accountId} is leased by another worker until ${new Date(until).toISOString()}`,
    );
  }
}

/** More steps than any account needs in one call. */
const maxSteps = 20;
/** Consecutive errors after which retries are given up. */
const maxConsecutiveErrors = 5;

/** Options of `advance`. */
export interface AdvanceOptions {
  readonly cause: AdvanceCause;
  /** The account as a listing has just returned it; read from Organizations when absent. */
  readonly known?: KnownAccount;
  /** With the cause `window`: an account that was expired since then is not expired again. */
  readonly window?: { readonly openedAt: number };
  /** Once it is aborted, no further step begins: the account keeps its record, and the sweep continues from there. */
  readonly signal?: AbortSignal;
}

/** Throws `AccountBusy`, and errors of AWS; steps that were completed before the error are kept. */
export async function advance(
  lifecycle: Lifecycle,
  accountId: string,
  { signal, ...options }: AdvanceOptions,
): Promise<AdvanceResult> {
  const access = openEngine(lifecycle.asWorker());
  const leased = await access.accounts.lease(accountId);
  if ('heldUntil' in leased) throw new AccountBusy(accountId, leased.heldUntil);
  const attempt = new Attempt(access, leased, signal);
  try {
    await attempt.advance(options);
  } catch (error) {
    if (!signal?.aborted || error !== signal.reason) await attempt.recordFailure(error);
    await attempt.publishEventsAndReleaseLease().catch(() => {}); // The lease expires by itself.
    throw error;
  }
  await attempt.publishEventsAndReleaseLease();
  return { accountId, decisions: attempt.decisions };
}

/** Whether the build of this state is skipped, so that no build records the state. */
function skipsBuild({ rule, action }: AccountDecision): boolean {
  const isStraight = rule === 'straight-release' || rule === 'straight-assignment';
  return isStraight && action.do === 'enter';
}

function isDeadlinePassed({ work, now }: Observation): boolean {
  return work !== undefined && now >= work.deadline;
}

class Attempt {
  readonly decisions: AccountDecision[] = [];
  readonly #access: EngineAccess;
  readonly #leased: LeasedRow;
  readonly #signal: AbortSignal | undefined;
  readonly #events: EventEntry[] = [];
  #leasedAt: number;
  #observation: Observation | undefined;

  constructor(access: EngineAccess, leased: LeasedRow, signal: AbortSignal | undefined) {
    this.#access = access;
    this.#leased = leased;
    this.#signal = signal;
    this.#leasedAt = access.now();
  }

  async advance(options: Omit<AdvanceOptions, 'signal'>): Promise<void> {
    const access = this.#access;
    const keys = tagKeys(access.settings.features.withTagPrefix);
    const context = { access, interruptedAt: interruptedAt(this.#leased) };
    let observation = await observe(access, this.#leased, options);
    this.#observation = observation;
    for (let step = 0; step < maxSteps; step++) {
      const decision = decide(observation, keys);
      this.decisions.push(decision);
      const { accountId } = this.#leased;
      const { cause, now: at } = observation;
      access.onDecision({ accountId, cause, decision, at });
      if (decision.action.do === 'wait') return;
      this.#signal?.throwIfAborted();
      await this.#keepLease();
      if (skipsBuild(decision)) await this.#save();
      const performed = await perform(context, observation, decision.action);
      observation = { ...performed.observation, now: access.now() };
      this.#observation = observation;
      this.#events.push(...performed.events);
      if (decision.action.do === 'forget') return;
      if (performed.waitingFor !== undefined) {
        const why = performed.waitingFor;
        this.decisions.push({ rule: 'no-build-slot', why, action: { do: 'wait' } });
        return;
      }
    }
    throw new Error(`account ${this.#leased.accountId} did not settle after ${maxSteps} steps`);
  }

  /** Saves what is known so far, so that the next worker can resume if this one stops. */
  async #save(): Promise<void> {
    if (this.#events.length === 0) return;
    await this.#access.bus.publish(this.#events, this.#observation);
    await this.#access.accounts.save(this.#row());
    this.#events.length = 0;
  }

  /** Extends the lease, so that a slow worker does not lose the account in the middle of a step. */
  async #keepLease(): Promise<void> {
    const now = this.#access.now();
    if (now - this.#leasedAt < leaseMs / 2) return;
    await this.#access.accounts.extend(this.#leased.accountId);
    this.#leasedAt = now;
  }

  /** Counts the error in the account record. An error that a retry cannot fix ends the transaction. */
  async recordFailure(error: unknown): Promise<void> {
    const observation = this.#observation;
    if (!observation?.item || !observation.account.active) return;
    const failure = classify(error);
    const errors = (observation.work?.errors ?? 0) + 1;
    const work = { ...(observation.work ?? this.#freshWork()), errors };
    this.#observation = { ...observation, work };
    if (failure.retryable && errors < maxConsecutiveErrors) return;
    const reason = `${failure.message} (${failure.code})`;
    // The caller retries, so the same failure is published only once.
    if (observation.work?.failed?.reason === reason && !isDeadlinePassed(observation)) return;
    const context = { access: this.#access, interruptedAt: undefined };
    const retryAt = this.#access.now() + retryMs(work.failures);
    const action = { do: 'fail', reason, retryAt } as const;
    const performed = await perform(context, this.#observation, action);
    this.#observation = performed.observation;
    this.#events.push(...performed.events);
  }

  #freshWork() {
    const deadline = this.#access.now() + leaseMs;
    return { version: 2, deadline, errors: 0, failures: 0 } as const;
  }

  /** Publishes before it saves: an event that is published twice does no harm, a missing one does. */
  async publishEventsAndReleaseLease(): Promise<void> {
    await this.#access.bus.publish(this.#events, this.#observation);
    await this.#access.accounts.release(this.#row(), activitiesAmong(this.#events));
  }

  #row(): TransactionRow {
    const { accountId } = this.#leased;
    const { transaction, work } = this.#observation ?? this.#leased;
    return {
      accountId,
      ...(transaction && { transaction }),
      ...(work && { work }),
    };
  }
}
