/**
 * Carries out one action. Every action can be repeated: existing resources are kept, a started build is found again,
 * and an event that is published twice has the same identifier.
 */

import {
  type AccountEventLabel,
  accountEventEntry,
  type EventEntry,
} from '../../model/account-event.ts';
import { isLifecycleState, type LifecycleState } from '../../model/lifecycle-state.ts';
import { type ExceptionLabel, type Payload, payloadEventEntry } from '../../model/payload-event.ts';
import type { EntrySettings } from '../../settings/settings.ts';
import { startBuild } from '../builds/start-build.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { Action } from '../model/decision.ts';
import type { Observation, ObservedBuild } from '../model/observation.ts';
import { stateTag, tagKeys } from '../model/observation.ts';
import { attachPolicies } from '../policies/attach-policies.ts';
import {
  newLifecycleRecord,
  recordAfter,
  transactionAfter,
  withMinStepTime,
} from './next-record.ts';
import { endTransaction, failTransaction } from './transaction.ts';
import { writeTags } from './write-tags.ts';

/** The observation after an action, and the events to publish. */
export interface PerformResult {
  readonly observation: Observation;
  readonly events: readonly EventEntry[];
  /** What could not be done now, and is tried again later. */
  readonly waitingFor?: string;
}

export interface PerformContext {
  readonly lifecycle: Lifecycle;
  /** Builds that were started since then may be the one to start. */
  readonly interruptedAt: number | undefined;
}

export async function perform(
  context: PerformContext,
  before: Observation,
  action: Action,
): Promise<PerformResult> {
  switch (action.do) {
    case 'wait':
      return { observation: before, events: [] };
    case 'forget':
      return { observation: { ...before, transaction: undefined, work: undefined }, events: [] };
    case 'enter':
      return enter(context, before, action);
    case 'arrive':
      return arrive(context, before, action);
    case 'retag':
      return {
        observation: await writeTags(context.lifecycle, before, action.set, []),
        events: [],
      };
    case 'build':
      return build(context, before, action);
    case 'report-build':
      return reportBuild(context, before, action);
    case 'report-late':
      return reportLate(context, before, action);
    case 'report-state':
      return reportState(context, before, action);
    case 'finish':
      return finish(context, before, action.tell);
    case 'fail':
      return fail(context, before, action);
  }
}

type ActionOf<Do extends Action['do']> = Extract<Action, { readonly do: Do }>;

async function enter(
  context: PerformContext,
  before: Observation,
  { state, set, unset, tell, begin }: ActionOf<'enter'>,
): Promise<PerformResult> {
  const { lifecycle } = context;
  const keys = tagKeys(lifecycle.settings.features.withTagPrefix);
  const tags = { ...set, [keys.state]: state };
  // Before the tag: a worker that resumes after a failure still finds the account in the previous state.
  await attachStatePolicies(lifecycle, before, state);
  const after = await writeTags(context.lifecycle, before, tags, unset);
  const { step, unknownState, ...work } = recordAfter(lifecycle, after, begin);
  return {
    observation: {
      ...after,
      ...transactionAfter(lifecycle, after, begin),
      work: withMinStepTime({ startedAt: lifecycle.clock.now() }, work),
      build: undefined,
    },
    events: accountEvents(lifecycle, before, tell),
  };
}

/** Attaches the policies of a state that an operator may have set by hand. */
async function attachStatePolicies(
  lifecycle: Lifecycle,
  before: Observation,
  state: LifecycleState,
): Promise<void> {
  await attachPolicies(lifecycle, entryOf(before), { accountId: before.account.id, state });
}

async function arrive(
  { lifecycle }: PerformContext,
  before: Observation,
  { tell, begin }: ActionOf<'arrive'>,
): Promise<PerformResult> {
  const keys = tagKeys(lifecycle.settings.features.withTagPrefix);
  const state = stateTag(before.account, keys);
  if (isLifecycleState(state)) await attachStatePolicies(lifecycle, before, state);
  const work = recordAfter(lifecycle, before, begin);
  return {
    observation: {
      ...before,
      ...transactionAfter(lifecycle, before, begin),
      work: { ...work, ...(isLifecycleState(state) && { state }) },
    },
    events: accountEvents(lifecycle, before, tell),
  };
}

async function build(
  context: PerformContext,
  before: Observation,
  { purpose, attempt, set, tell, begin }: ActionOf<'build'>,
): Promise<PerformResult> {
  const { lifecycle, interruptedAt } = context;
  const state = purpose === 'preparation' ? ('assigned' as const) : ('expired' as const);
  await attachStatePolicies(lifecycle, before, state);
  const after = await writeTags(context.lifecycle, before, set, []);
  const { account } = after;
  const opened = transactionAfter(lifecycle, after, begin);
  const request = {
    account,
    item: entryOf(before),
    purpose,
    attempt,
    since: opened.transaction?.begin ?? 0,
    interruptedAt,
  };
  const events = accountEvents(lifecycle, before, tell);
  const started = await startBuild(lifecycle, request);
  if ('waitingFor' in started) {
    const { waitingFor } = started;
    const work = { ...recordAfter(lifecycle, after, begin), state, waitingFor };
    return { observation: { ...after, ...opened, work }, events, waitingFor };
  }
  const { buildId } = started;
  const step = { purpose, attempt, startedAt: lifecycle.clock.now(), buildId };
  const running: ObservedBuild = { id: buildId, status: 'IN_PROGRESS' };
  const { waitingFor, ...record } = recordAfter(lifecycle, after, begin);
  return {
    observation: {
      ...after,
      ...opened,
      work: withMinStepTime(step, { ...record, state, step }),
      build: running,
    },
    events,
  };
}

function reportBuild(
  { lifecycle }: PerformContext,
  before: Observation,
  { purpose, status }: ActionOf<'report-build'>,
): PerformResult {
  const { account, work } = before;
  const payload = {
    account: account.id,
    title: `Codebuild event for account ${account.id}`,
    message: `The ${purpose} of account ${account.id} ended with ${status}. Look at the log of build ${work?.step?.buildId ?? ''} in that account.`,
  };
  const reported = work?.step && { ...work, step: { ...work.step, reported: true } };
  return {
    observation: { ...before, work: reported },
    events: [exception(lifecycle, 'FailedCodebuildException', payload)],
  };
}

function reportLate(
  { lifecycle }: PerformContext,
  before: Observation,
  { purpose }: ActionOf<'report-late'>,
): PerformResult {
  const { account, work } = before;
  const payload = {
    account: account.id,
    title: `The ${purpose} of account '${account.id}' takes long`,
    message: `The ${purpose} of account ${account.id} is still running after its deadline. Look at the log of build ${work?.step?.buildId ?? ''} in that account. The account continues when the build succeeds.`,
  };
  const late = work?.step && { ...work, step: { ...work.step, late: true } };
  return {
    observation: { ...before, work: late },
    events: [exception(lifecycle, 'GenericException', payload)],
  };
}

function reportState(
  { lifecycle }: PerformContext,
  before: Observation,
  { state }: ActionOf<'report-state'>,
): PerformResult {
  const { account, work } = before;
  const key = tagKeys(lifecycle.settings.features.withTagPrefix).state;
  const payload = {
    account: account.id,
    title: `Unknown state of account '${account.id}'`,
    message: `The tag ${key} of account ${account.id} is "${state}". Set it to vanilla, assigned, released or expired; until then nothing is done with the account.`,
  };
  const record = work ?? newLifecycleRecord(lifecycle.clock.now());
  return {
    observation: { ...before, work: { ...record, unknownState: state } },
    events: [exception(lifecycle, 'GenericException', payload)],
  };
}

async function finish(
  { lifecycle }: PerformContext,
  before: Observation,
  tell: readonly AccountEventLabel[],
): Promise<PerformResult> {
  const { transaction } = before;
  await attachStatePolicies(lifecycle, before, 'released');
  const events = accountEvents(lifecycle, before, tell);
  const { environment } = lifecycle.hub;
  const ended = transaction && endTransaction(transaction, lifecycle.clock.now());
  return {
    observation: { ...before, transaction: undefined, work: undefined, cause: 'event' },
    events: ended ? [...events, payloadEventEntry({ ...ended, environment })] : events,
  };
}

function fail(
  { lifecycle }: PerformContext,
  before: Observation,
  { reason, retryAt }: ActionOf<'fail'>,
): PerformResult {
  const { transaction, work, account } = before;
  const failed = transaction
    ? failTransaction(transaction, reason)
    : {
        label: 'GenericException' as const,
        payload: {
          account: account.id,
          title: `Exception on account '${account.id}'`,
          message: `Account ${account.id} cannot be processed: ${reason}.`,
        },
      };
  const { step, waitingFor, ...rest } = work ?? newLifecycleRecord(retryAt);
  return {
    observation: {
      ...before,
      transaction: undefined,
      build: undefined,
      work: {
        ...rest,
        errors: 0,
        failures: rest.failures + 1,
        deadline: retryAt,
        failed: { at: lifecycle.clock.now(), reason },
      },
    },
    events: [exception(lifecycle, failed.label, failed.payload)],
  };
}

function accountEvents(
  { hub }: Lifecycle,
  { account }: Observation,
  labels: readonly AccountEventLabel[],
): EventEntry[] {
  const { environment } = hub;
  return labels.map((label) => accountEventEntry({ label, accountId: account.id, environment }));
}

function exception({ hub }: Lifecycle, label: ExceptionLabel, payload: Payload): EventEntry {
  return payloadEventEntry({ label, payload, environment: hub.environment });
}

function entryOf({ item, account }: Observation): EntrySettings {
  if (!item) throw new Error(`account ${account.id} is not managed`);
  return item;
}
