/** Advances many accounts, a few at a time, and returns the outcome of each. */

import { classify } from '../../aws/failures.ts';
import { fanOut } from '../../fleet/fan-out.ts';
import type { Failure } from '../../model/outcome.ts';
import { AccountBusy, type AdvanceResult } from '../engine/advance.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { AccountDecision } from '../model/decision.ts';

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
  /** Accounts at the same time. Default 10. */
  readonly concurrency?: number;
  /** No account is started once it is aborted, and accounts in progress stop after their current step. */
  readonly signal?: AbortSignal | undefined;
}

interface AccountItem {
  readonly id: string;
}

/** `move` advances one account. */
export async function advanceMany<Item extends AccountItem>(
  { clock }: Pick<Lifecycle, 'clock'>,
  items: readonly Item[],
  move: (item: Item, signal: AbortSignal) => Promise<AdvanceResult>,
  { concurrency = 10, signal, onStart, onOutcome }: AdvanceManyOptions = {},
): Promise<readonly AdvanceOutcome[]> {
  const outcomes: AdvanceOutcome[] = [];
  const operation = (item: Item, stopping: AbortSignal) => {
    onStart?.(item.id);
    return move(item, stopping);
  };
  for await (const settled of fanOut(items, operation, { concurrency, signal, clock })) {
    const outcome = toOutcome(settled, signal);
    outcomes.push(outcome);
    onOutcome?.(outcome);
  }
  return outcomes;
}

type SettledAdvance =
  | { readonly status: 'done'; readonly item: AccountItem; readonly value: AdvanceResult }
  | { readonly status: 'failed'; readonly item: AccountItem; readonly error: unknown }
  | { readonly status: 'not-started'; readonly item: AccountItem };

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
