/** What the actions on an account have in common: what they receive and return, their events, the policies of a state. */

import {
  type AccountEventLabel,
  accountEventEntry,
  type EventEntry,
} from '../../../model/account-event.ts';
import type { LifecycleState } from '../../../model/lifecycle-state.ts';
import {
  type ExceptionLabel,
  type Payload,
  payloadEventEntry,
} from '../../../model/payload-event.ts';
import type { EntrySettings } from '../../../settings/settings.ts';
import type { Action } from '../../model/decision.ts';
import type { Observation } from '../../model/observation.ts';
import type { EngineAccess } from '../engine-access.ts';

/** The observation after an action, and the events to publish. */
export interface PerformResult {
  readonly observation: Observation;
  readonly events: readonly EventEntry[];
  /** What could not be done now, and is tried again later. */
  readonly waitingFor?: string;
}

export interface PerformContext {
  readonly access: EngineAccess;
  /** Builds that were started since then may be the one to start. */
  readonly interruptedAt: number | undefined;
}

type ActionOf<Do extends Action['do']> = Extract<Action, { readonly do: Do }>;

/** Carries out one kind of action. */
export type PerformAction<Do extends Action['do']> = (
  context: PerformContext,
  before: Observation,
  action: ActionOf<Do>,
) => PerformResult | Promise<PerformResult>;

/** Attaches the policies of a state that an operator may have set by hand. */
export async function attachStatePolicies(
  { organization }: EngineAccess,
  before: Observation,
  state: LifecycleState,
): Promise<void> {
  await organization.attachPolicies(entryOf(before), { accountId: before.account.id, state });
}

export function accountEvents(
  { environment }: EngineAccess,
  { account }: Observation,
  labels: readonly AccountEventLabel[],
): EventEntry[] {
  return labels.map((label) => accountEventEntry({ label, accountId: account.id, environment }));
}

export function exception(
  { environment }: EngineAccess,
  label: ExceptionLabel,
  payload: Payload,
): EventEntry {
  return payloadEventEntry({ label, payload, environment });
}

export function entryOf({ item, account }: Observation): EntrySettings {
  if (!item) throw new Error(`account ${account.id} is not managed`);
  return item;
}
