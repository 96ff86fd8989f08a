/**
 * The one function that moves an account: under a lease it observes, decides and performs, again and again, until there
 * is nothing to do now. Whoever calls it, and however often, the account goes one way.
 */

import { classify } from '../../aws/failures.ts';
import type { EventEntry } from '../../model/account-event.ts';
import { publishEvents } from '../events/publish-events.ts';
import { activitiesAmong, recordEvents } from '../events/record-events.ts';
import type { Lifecycle } from '../lifecycle.ts';
import {
  type LeasedRow,
  leaseMs,
  type TransactionRow,
  transactionStore,
} from '../store/transaction-store.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { AdvanceCause, Observation } from './observation.ts';
import { tagKeys } from './observation.ts';
import { interruptedAt, type KnownAccount, observe } from './observe.ts';
import { perform } from './perform.ts';
import { retryMs } from './retry.ts';

export interface AdvanceResult {
  readonly accountId: string;
  /** What was done, in order; the last one says why nothing more is done now. */
  readonly decisions: readonly Decision[];
}

/** Another hand has the account: whoever hears this tries again later. */
export class AccountBusy extends Error {
  override readonly name = 'AccountBusy';

  constructor(accountId: string, until: number) {
    super(`account ${accountId} is being worked on until ${new Date(until).toISOString()}`);
  }
}

/** More steps than any account takes at once. */
const maxSteps = 20;
/** Failures in a row after which trying again has not helped. */
const maxConsecutiveErrors = 5;

export interface AdvanceOptions {
  readonly cause: AdvanceCause;
  /** What a listing said a moment ago; otherwise it is asked for. */
  readonly known?: KnownAccount;
}

/** Throws `AccountBusy`, and what AWS refused; what was done until then is kept. */
export async function advance(
  whole: Lifecycle,
  accountId: string,
  { cause, known }: AdvanceOptions,
): Promise<AdvanceResult> {
  const lifecycle = whole.asWorker();
  const store = transactionStore(lifecycle);
  const leased = await store.lease(accountId);
  if ('heldUntil' in leased) throw new AccountBusy(accountId, leased.heldUntil);
  const attempt = new Attempt(lifecycle, leased);
  try {
    await attempt.advance(cause, known);
  } catch (error) {
    await attempt.recordFailure(error);
    await attempt.publishEventsAndReleaseLease().catch(() => {}); // The lease runs out by itself.
    throw error;
  }
  await attempt.publishEventsAndReleaseLease();
  return { accountId, decisions: attempt.decisions };
}

/** A state that is left by a build leaves the build behind. */
function leavesNoTrace({ rule, action }: Decision): boolean {
  const isStraight = rule === 'straight-release' || rule === 'straight-assignment';
  return isStraight && action.do === 'enter';
}

function isOver({ work, now }: Observation): boolean {
  return work !== undefined && now >= work.deadline;
}

class Attempt {
  readonly decisions: Decision[] = [];
  readonly #lifecycle: Lifecycle;
  readonly #leased: LeasedRow;
  readonly #events: EventEntry[] = [];
  #leasedAt: number;
  #observation: Observation | undefined;

  constructor(lifecycle: Lifecycle, leased: LeasedRow) {
    this.#lifecycle = lifecycle;
    this.#leased = leased;
    this.#leasedAt = lifecycle.clock.now();
  }

  async advance(cause: AdvanceCause, known: KnownAccount | undefined): Promise<void> {
    const { settings } = this.#lifecycle;
    const keys = tagKeys(settings.features.withTagPrefix);
    const context = { lifecycle: this.#lifecycle, interruptedAt: interruptedAt(this.#leased) };
    let observation = await observe(this.#lifecycle, this.#leased, cause, known);
    this.#observation = observation;
    for (let step = 0; step < maxSteps; step++) {
      const decision = decide(observation, keys);
      this.decisions.push(decision);
      if (decision.action.do === 'wait') return;
      await this.#keepLease();
      if (leavesNoTrace(decision)) await this.#save();
      const performed = await perform(context, observation, decision.action);
      observation = { ...performed.observation, now: this.#lifecycle.clock.now() };
      this.#observation = observation;
      this.#events.push(...performed.events);
      if (decision.action.do === 'forget') return;
    }
    throw new Error(`account ${this.#leased.accountId} goes round in circles`);
  }

  /** Whoever goes on if we are stopped finds what we know. */
  async #save(): Promise<void> {
    if (this.#events.length === 0) return;
    await publishEvents(this.#lifecycle.inHub('events'), this.#events);
    await recordEvents(this.#lifecycle, this.#observation, this.#events);
    await transactionStore(this.#lifecycle).save(this.#row());
    this.#events.length = 0;
  }

  /** A worker that is slow must not lose the account to another in the middle of a step. */
  async #keepLease(): Promise<void> {
    const now = this.#lifecycle.clock.now();
    if (now - this.#leasedAt < leaseMs / 2) return;
    await transactionStore(this.#lifecycle).extend(this.#leased.accountId);
    this.#leasedAt = now;
  }

  /** What went wrong is counted with the account; what cannot be mended by trying again ends the transaction. */
  async recordFailure(error: unknown): Promise<void> {
    const observation = this.#observation;
    if (!observation?.item || !observation.account.active) return;
    const failure = classify(error);
    const troubles = (observation.work?.troubles ?? 0) + 1;
    const work = { ...(observation.work ?? this.#freshWork()), troubles };
    this.#observation = { ...observation, work };
    if (failure.retryable && troubles < maxConsecutiveErrors) return;
    const reason = `${failure.message} (${failure.code})`;
    // Whoever called tries again: people hear of the same failure once.
    if (observation.work?.failed?.reason === reason && !isOver(observation)) return;
    const context = { lifecycle: this.#lifecycle, interruptedAt: undefined };
    const retryAt = this.#lifecycle.clock.now() + retryMs(work.failures);
    const action = { do: 'fail', reason, retryAt } as const;
    const performed = await perform(context, this.#observation, action);
    this.#observation = performed.observation;
    this.#events.push(...performed.events);
  }

  #freshWork() {
    const deadline = this.#lifecycle.clock.now() + leaseMs;
    return { version: 1, deadline, troubles: 0, failures: 0 } as const;
  }

  /** Told before it is written down: what is told twice does no harm, what is never told does. */
  async publishEventsAndReleaseLease(): Promise<void> {
    await publishEvents(this.#lifecycle.inHub('events'), this.#events);
    await recordEvents(this.#lifecycle, this.#observation, this.#events);
    const { activities } = this.#lifecycle;
    const ended = activitiesAmong(this.#events);
    // In the same moment, so that nobody ends it again: whoever ends it later has another time, and makes another row.
    await transactionStore(this.#lifecycle).release(this.#row(), ended.map(activities.toPut));
    for (const activity of ended) activities.count(activity);
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
