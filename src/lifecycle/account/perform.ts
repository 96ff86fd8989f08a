/**
 * Carries out one action. Every action is safe to do again: what is there already is left, a build that was started is
 * found again, and what was told twice carries the same identifier.
 */

import {
  OrganizationsClient,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-organizations';
import { fallbackRegion } from '../../aws/open-fleet.ts';
import {
  type AccountEventLabel,
  accountEventEntry,
  type EventEntry,
} from '../../model/account-event.ts';
import { isLifecycleState, type LifecycleState } from '../../model/lifecycle-state.ts';
import { type ExceptionLabel, type Payload, payloadEventEntry } from '../../model/payload-event.ts';
import type { ItemSettings } from '../../settings/settings.ts';
import { startBuild } from '../builds/start-build.ts';
import type { Lifecycle } from '../lifecycle.ts';
import { attachPolicies } from '../policies/attach-policies.ts';
import type { Action } from './decision.ts';
import type { Observation, ObservedBuild, Tags } from './observation.ts';
import { stateTag, tagKeys } from './observation.ts';
import { beginTransaction, endTransaction, failTransaction } from './transaction.ts';
import type { Transaction, TransactionKind, Work } from './work.ts';

/** What an action changed, in what is known of the account, and what is to be told about it. */
export interface Performed {
  readonly observation: Observation;
  readonly tell: readonly EventEntry[];
}

export interface PerformContext {
  readonly lifecycle: Lifecycle;
  /** Builds that were started since may be the one that is about to be started. */
  readonly interruptedAt: number | undefined;
}

export async function perform(
  context: PerformContext,
  before: Observation,
  action: Action,
): Promise<Performed> {
  switch (action.do) {
    case 'wait':
      return { observation: before, tell: [] };
    case 'forget':
      return { observation: { ...before, transaction: undefined, work: undefined }, tell: [] };
    case 'enter':
      return enter(context, before, action);
    case 'arrive':
      return arrive(context, before, action);
    case 'retag':
      return { observation: await tagged(context, before, action.set, []), tell: [] };
    case 'build':
      return build(context, before, action);
    case 'report-build':
      return reportBuild(context, before, action);
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
): Promise<Performed> {
  const { lifecycle } = context;
  const keys = tagKeys(lifecycle.settings.features.withTagPrefix);
  const wanted = { ...set, [keys.state]: state };
  // Before the tag: whoever goes on after a failure finds the account still on its way into the state.
  await guard(lifecycle, before, state);
  const after = await tagged(context, before, wanted, unset);
  const { step, ...work } = workOf(lifecycle, after, begin);
  return {
    observation: { ...after, ...begun(lifecycle, after, begin), work, build: undefined },
    tell: accountEvents(lifecycle, before, tell),
  };
}

/** A person may have set the state, and nobody then has attached its policies. */
async function guard(
  lifecycle: Lifecycle,
  before: Observation,
  state: LifecycleState,
): Promise<void> {
  await attachPolicies(lifecycle, itemOf(before), { accountId: before.account.id, state });
}

async function arrive(
  { lifecycle }: PerformContext,
  before: Observation,
  { tell, begin }: ActionOf<'arrive'>,
): Promise<Performed> {
  const keys = tagKeys(lifecycle.settings.features.withTagPrefix);
  const state = stateTag(before.account, keys);
  if (isLifecycleState(state)) await guard(lifecycle, before, state);
  const work = workOf(lifecycle, before, begin);
  return {
    observation: {
      ...before,
      ...begun(lifecycle, before, begin),
      work: { ...work, ...(isLifecycleState(state) && { state }) },
    },
    tell: accountEvents(lifecycle, before, tell),
  };
}

async function build(
  context: PerformContext,
  before: Observation,
  { purpose, attempt, set, tell, begin }: ActionOf<'build'>,
): Promise<Performed> {
  const { lifecycle, interruptedAt } = context;
  const state = purpose === 'preparation' ? 'assigned' : 'expired';
  await guard(lifecycle, before, state);
  const after = await tagged(context, before, set, []);
  const { account } = after;
  const opened = begun(lifecycle, after, begin);
  const request = {
    account,
    item: itemOf(before),
    purpose,
    attempt,
    since: opened.transaction?.begin ?? 0,
    interruptedAt,
  };
  const buildId = await startBuild(lifecycle, request);
  const step = { purpose, attempt, startedAt: lifecycle.clock.now(), buildId };
  const started: ObservedBuild = { id: buildId, status: 'IN_PROGRESS' };
  return {
    observation: {
      ...after,
      ...opened,
      work: withTimeFor(step, { ...workOf(lifecycle, after, begin), state, step }),
      build: started,
    },
    tell: accountEvents(lifecycle, before, tell),
  };
}

function reportBuild(
  { lifecycle }: PerformContext,
  before: Observation,
  { purpose, status }: ActionOf<'report-build'>,
): Performed {
  const { account, work } = before;
  const payload = {
    account: account.id,
    title: `Codebuild event for account ${account.id}`,
    message: `The ${purpose} of account ${account.id} ended with ${status}. Look at the log of build ${work?.step?.buildId ?? ''} in that account.`,
  };
  const reported = work?.step && { ...work, step: { ...work.step, reported: true } };
  return {
    observation: { ...before, work: reported },
    tell: [exception(lifecycle, 'FailedCodebuildException', payload)],
  };
}

async function finish(
  { lifecycle }: PerformContext,
  before: Observation,
  tell: readonly AccountEventLabel[],
): Promise<Performed> {
  const { transaction } = before;
  await guard(lifecycle, before, 'released');
  const told = accountEvents(lifecycle, before, tell);
  const { environment } = lifecycle.hub;
  const ended = transaction && endTransaction(transaction, lifecycle.clock.now());
  return {
    observation: { ...before, transaction: undefined, work: undefined, cause: 'event' },
    tell: ended ? [...told, payloadEventEntry({ ...ended, environment })] : told,
  };
}

function fail(
  { lifecycle }: PerformContext,
  before: Observation,
  { reason, retryAt }: ActionOf<'fail'>,
): Performed {
  const { transaction, work, account } = before;
  const failed = transaction
    ? failTransaction(transaction, reason)
    : {
        label: 'GenericException' as const,
        payload: {
          account: account.id,
          title: `Exception on account '${account.id}'`,
          message: `Account ${account.id} cannot be worked on: ${reason}.`,
        },
      };
  const { step, ...rest } = work ?? freshWork(retryAt);
  return {
    observation: {
      ...before,
      transaction: undefined,
      build: undefined,
      work: {
        ...rest,
        troubles: 0,
        failures: rest.failures + 1,
        deadline: retryAt,
        failed: { at: lifecycle.clock.now(), reason },
      },
    },
    tell: [exception(lifecycle, failed.label, failed.payload)],
  };
}

/** Only what differs is written: an account that is as it should be costs nothing. */
async function tagged(
  { lifecycle }: PerformContext,
  before: Observation,
  set: Tags,
  unset: readonly string[],
): Promise<Observation> {
  const { management } = lifecycle;
  const { account } = before;
  const client = management.client(
    OrganizationsClient,
    (await management.region()) ?? fallbackRegion,
  );
  const ResourceId = account.id;
  const changed = Object.entries(set).filter(([key, value]) => account.tags[key] !== value);
  if (unset.length > 0) {
    await client.send(new UntagResourceCommand({ ResourceId, TagKeys: [...unset] }));
  }
  if (changed.length > 0) {
    const Tags = changed.map(([Key, Value]) => ({ Key, Value }));
    await client.send(new TagResourceCommand({ ResourceId, Tags }));
  }
  const kept = Object.entries(account.tags).filter(([key]) => !unset.includes(key));
  const tags = { ...Object.fromEntries(kept), ...set };
  return { ...before, account: { ...account, tags } };
}

function begun(
  { settings, clock }: Lifecycle,
  { account, transaction }: Observation,
  kind: TransactionKind | undefined,
): { readonly transaction: Transaction | undefined } {
  if (kind === undefined) return { transaction };
  const costTag = settings.features.withCostManagementTag ?? 'cost-center';
  const beginning = { kind, accountId: account.id, tags: account.tags, costTag, now: clock.now() };
  return { transaction: beginTransaction(beginning) };
}

/** What begins late, because nobody noticed that the step before it had ended, has an hour all the same. */
const leastStepMs = 3_600_000;

function withTimeFor({ startedAt }: NonNullable<Work['step']>, work: Work): Work {
  return { ...work, deadline: Math.max(work.deadline, startedAt + leastStepMs) };
}

/** A new transaction has a new deadline; a failed one is forgotten, but not how often it failed. */
function workOf(
  lifecycle: Lifecycle,
  { account, item, work }: Observation,
  begin: TransactionKind | undefined,
): Work {
  const now = lifecycle.clock.now();
  const { failed, ...kept } = work ?? freshWork(now);
  const { name, email, parents, readAt } = account;
  const facts = {
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    parents: [...parents],
    at: readAt,
  };
  const deadline = begin && item ? now + deadlineMs(item, begin) : kept.deadline;
  return { ...kept, deadline, facts };
}

function freshWork(deadline: number): Work {
  return { version: 1, deadline, troubles: 0, failures: 0 };
}

function deadlineMs({ deadlines }: ItemSettings, kind: TransactionKind): number {
  const { onBoardingSeconds, maintenanceSeconds } = deadlines;
  return 1000 * (kind === 'on-boarding' ? onBoardingSeconds : maintenanceSeconds);
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

function itemOf({ item, account }: Observation): ItemSettings {
  if (!item) throw new Error(`account ${account.id} is not managed`);
  return item;
}
