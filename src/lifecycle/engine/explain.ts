/** Explains the state of an account and what comes next. Reads everything and changes nothing. */

import { nextWindows } from '../../settings/next-windows.ts';
import { scheduleOf } from '../../settings/schedule-of.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { Shadow } from '../metering/shadows.ts';
import type { AccountDecision } from '../model/decision.ts';
import { type Observation, tagKeys } from '../model/observation.ts';
import { transactionStore } from '../store/transaction-store.ts';
import { decide } from './decide.ts';
import { observe } from './observe.ts';
import { openEngine } from './open-engine.ts';

/** The state of an account, the rule that applies to it, and what comes next. */
export interface AccountExplanation {
  readonly observation: Observation;
  readonly state: string | undefined;
  /** The rule that applies now, and its action. */
  readonly decision: AccountDecision;
  /** Identifier of the settings entry, an account's or an OU's. */
  readonly item: string | undefined;
  /** The next times that its window opens. ISO, UTC. */
  readonly windows: readonly string[];
  readonly shadow: Shadow | undefined;
}

/** Explains why an account is in its state and what comes next. Reads everything and changes nothing. */
export async function explain(
  lifecycle: Lifecycle,
  accountId: string,
): Promise<AccountExplanation> {
  const { settings, shadows, clock } = lifecycle;
  const row = (await transactionStore(lifecycle).read(accountId)) ?? { accountId };
  const observation = await observe(openEngine(lifecycle), row, { cause: 'event' });
  const keys = tagKeys(settings.features.withTagPrefix);
  const { item } = observation;
  const schedule = scheduleOf(item, settings);
  const opens = item ? nextWindows(schedule, clock.now(), 2) : [];
  return {
    observation,
    state: observation.account.tags[keys.state],
    decision: decide(observation, keys),
    item: item?.identifier,
    windows: opens.map((at) => new Date(at).toISOString()),
    shadow: await shadows.read(accountId),
  };
}
