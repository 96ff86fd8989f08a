/** Advances many accounts, a few at a time, and returns the outcome of each. */

import { classify } from '../../aws/failures.ts';
import { fanOut } from '../../fleet/fan-out.ts';
import type { Failure } from '../../model/outcome.ts';
import { AccountBusy, type AdvanceResult, advance } from '../engine/advance.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { AccountDecision } from '../model/decision.ts';
import type { AdvanceCause, ObservedAccount } from '../model/observation.ts';

/** What happened to one account of many. */
export type AdvanceOutcome =
  | {
      readonly status: 'done';
      readonly accountId: string;
      readonly decisions: readonly AccountDecision[];
    }
  /** Another worker holds the lease. */
  | { readonly status: 'busy'; readonly accountId: string }
  | { readonly status: 'failed'; readonly accountId: string; readonly failure: Failure }
  /** The signal was aborted while it was in progress. The sweep continues it. */
  | { readonly status: 'interrupted'; readonly accountId: string }
  | { readonly status: 'not-started'; readonly accountId: string };

/** Reports accounts while many are advanced. */
export interface AdvanceListener {
  /** Called before an account is advanced. */
  readonly onStart?: ((accountId: string) => void) | undefined;
  /** Called as each account ends. */
  readonly onOutcome?: ((outcome: AdvanceOutcome) => void) | undefined;
}

export interface AdvanceManyOptions extends AdvanceListener {
  readonly cause: AdvanceCause;
  /** Accounts at the same time. Default 10. */
  readonly concurrency?: number;
  /** No account is started once it is aborted, and accounts in progress stop after their current step. */
  readonly signal?: AbortSignal | undefined;
  /** Default: `advance`. */
  readonly move?: (known: ObservedAccount, signal: AbortSignal) => Promise<AdvanceResult>;
}

export async function advanceMany(
  lifecycle: Lifecycle,
  accounts: readonly ObservedAccount[],
  { cause, concurrency = 10, signal, onStart, onOutcome, ...options }: AdvanceManyOptions,
): Promise<readonly AdvanceOutcome[]> {
  const outcomes: AdvanceOutcome[] = [];
  const move =
    options.move ??
    ((known: ObservedAccount, stopping: AbortSignal) =>
      advance(lifecycle, known.id, { cause, known, signal: stopping }));
  const operation = (known: ObservedAccount, stopping: AbortSignal) => {
    onStart?.(known.id);
    return move(known, stopping);
  };
  const run = fanOut(accounts, operation, { concurrency, signal, clock: lifecycle.clock });
  for await (const settled of run) {
    const outcome = toOutcome(settled, signal);
    outcomes.push(outcome);
    onOutcome?.(outcome);
  }
  return outcomes;
}

type SettledAdvance =
  | { readonly status: 'done'; readonly item: ObservedAccount; readonly value: AdvanceResult }
  | { readonly status: 'failed'; readonly item: ObservedAccount; readonly error: unknown }
  | { readonly status: 'not-started'; readonly item: ObservedAccount };

function toOutcome(settled: SettledAdvance, signal: AbortSignal | undefined): AdvanceOutcome {
  const accountId = settled.item.id;
  if (settled.status === 'done') {
    return { status: 'done', accountId, decisions: settled.value.decisions };
  }
  if (settled.status === 'not-started') return { status: 'not-started', accountId };
  if (signal?.aborted && settled.error === signal.reason)
    return { status: 'interrupted', accountId };
  if (settled.error instanceof AccountBusy) return { status: 'busy', accountId };
  return { status: 'failed', accountId, failure: classify(settled.error) };
}
