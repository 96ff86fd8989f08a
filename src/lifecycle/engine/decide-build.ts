/** Decides the two states that a build leads out of: `assigned` by preparation, `expired` by purge. */

import type { AccountEventLabel } from '../../model/account-event.ts';
import { buildTimeoutMinutes } from '../builds/build-timeout.ts';
import type { AccountDecision, Action, DecisionRule } from '../model/decision.ts';
import type { BuildPurpose, TransactionKind } from '../model/lifecycle-record.ts';
import { isStateChanged, type ManagedObservation, type TagKeys } from '../model/observation.ts';
import { differingTags } from './differing-tags.ts';
import { retryMs } from './retry.ts';

type Transient = 'assigned' | 'expired';

interface Path {
  readonly purpose: BuildPurpose;
  /** The next state, and the events published on entering and leaving. */
  readonly next: 'released' | 'assigned';
  readonly entered: AccountEventLabel;
  readonly built: AccountEventLabel;
  readonly rules: {
    readonly start: DecisionRule;
    readonly done: DecisionRule;
    readonly straight: DecisionRule;
  };
  readonly kind: TransactionKind;
}

const paths: Readonly<Record<Transient, Path>> = {
  assigned: {
    purpose: 'preparation',
    next: 'released',
    entered: 'AssignedAccount',
    built: 'PreparedAccount',
    rules: { start: 'prepare', done: 'prepared', straight: 'straight-release' },
    kind: 'on-boarding',
  },
  expired: {
    purpose: 'purge',
    next: 'assigned',
    entered: 'ExpiredAccount',
    built: 'PurgedAccount',
    rules: { start: 'purge', done: 'purged', straight: 'straight-assignment' },
    kind: 'maintenance',
  },
};

/** A build waits in the queue for as long as it may run. */
const maxBuildMs = 2 * buildTimeoutMinutes * 60_000;

/** Attempts of one build per transaction. */
const maxAttempts = 2;

export function decideBuild(
  observation: ManagedObservation,
  keys: TagKeys,
  state: Transient,
): AccountDecision {
  const { work, transaction } = observation;
  const path = paths[state];
  const isReset = isStateChanged(work?.failed, state);
  if (work?.failed && !isReset && !mayRetry(observation)) {
    const when = new Date(work.deadline).toISOString();
    const why = `${work.failed.reason}; it is retried after ${when}, or when an operator requests it`;
    return { rule: 'failed-before', why, action: { do: 'wait', until: work.deadline } };
  }
  const step = work?.step?.purpose === path.purpose ? work.step : undefined;
  if (step) return decideStep(observation, path);
  if (transaction && work && isOverdue(observation)) return overdue(observation, path);
  return leave(observation, keys, path);
}

/** A failed transaction waits for its retry time, an operator, or an event that an operator caused. */
function mayRetry({ cause, work, now }: ManagedObservation): boolean {
  return (
    cause === 'operator' || cause === 'moved' || cause === 'window' || now >= (work?.deadline ?? 0)
  );
}

function isOverdue({ work, now }: ManagedObservation): boolean {
  return work !== undefined && work.failed === undefined && now >= work.deadline;
}

/** No build is in progress: the state is left at once, or by a build that starts now. */
function leave(observation: ManagedObservation, keys: TagKeys, path: Path): AccountDecision {
  const { account, item, transaction } = observation;
  const begin = transaction ? {} : { begin: path.kind };
  const entered = entryEvents(observation, keys, path);
  if (item[path.purpose].feature === 'enabled') {
    return {
      rule: path.rules.start,
      why: `${path.purpose} is enabled and no build is in progress`,
      action: {
        do: 'build',
        purpose: path.purpose,
        attempt: 1,
        set: path.purpose === 'preparation' ? differingTags(item.accountTags, account.tags) : {},
        tell: entered,
        ...begin,
      },
    };
  }
  const rule = path.rules.straight;
  const why = `${path.purpose} is not enabled`;
  // Once its tag is gone, nothing in the account shows that it was ever in this state.
  if (entered.length > 0 || !transaction) {
    return { rule, why, action: { do: 'arrive', tell: entered, ...begin } };
  }
  const action = { do: 'enter', state: path.next, set: {}, unset: [], tell: [] } as const;
  return { rule, why, action };
}

/** The entry into a state is published once, when the account is first processed in it. */
function entryEvents(
  observation: ManagedObservation,
  keys: TagKeys,
  path: Path,
): AccountEventLabel[] {
  const { work, account } = observation;
  if (work?.state === account.tags[keys.state]) return [];
  return [...missedEvents(observation, path), path.entered];
}

/** Events that an interrupted worker did not publish after it had set the tag. */
function missedEvents(
  { interrupted, work, transaction }: ManagedObservation,
  path: Path,
): AccountEventLabel[] {
  if (!interrupted || path.purpose !== 'preparation') return [];
  if (!transaction) return ['CreatedAccount'];
  return work?.step?.purpose === 'purge' ? ['PurgedAccount'] : [];
}

function decideStep(observation: ManagedObservation, path: Path): AccountDecision {
  const { build, work } = observation;
  const { purpose } = path;
  const attempt = work?.step?.attempt ?? 1;
  const status = build?.status ?? 'LOST';
  if (status === 'SUCCEEDED') {
    return {
      rule: path.rules.done,
      why: `${purpose} has succeeded`,
      action: { do: 'enter', state: path.next, set: {}, unset: [], tell: [path.built] },
    };
  }
  if (status === 'IN_PROGRESS') {
    // CodeBuild ends it at the time-out of the project. Until then its success counts, whenever it comes.
    if (isOverdue(observation) && !work?.step?.late) {
      const why = `${purpose} is still running after the deadline`;
      return { rule: 'build-late', why, action: { do: 'report-late', purpose } };
    }
    const why = `${purpose} is running`;
    return { rule: 'build-runs', why, action: wait(untilOf(observation)) };
  }
  if (status !== 'LOST' && observation.build?.id !== undefined && !isReported(observation)) {
    const why = `${purpose} ended with ${status}`;
    return { rule: 'build-failed', why, action: { do: 'report-build', purpose, status } };
  }
  if (attempt >= maxAttempts || isOverdue(observation)) {
    return fail(observation, 'build-failed', `${purpose} ended with ${status}, ${attempt} times`);
  }
  return {
    rule: 'build-again',
    why: `${purpose} ended with ${status}; it is retried once`,
    action: { do: 'build', purpose, attempt: attempt + 1, set: {}, tell: [] },
  };
}

function wait(until: number | undefined): Action {
  return { do: 'wait', ...(until !== undefined && { until }) };
}

function isReported({ work }: ManagedObservation): boolean {
  return work?.step?.reported === true;
}

/** When the account must be checked again: at its deadline, or when CodeBuild has ended the build. */
function untilOf({ work }: ManagedObservation): number | undefined {
  return work?.step?.late ? work.step.startedAt + maxBuildMs : work?.deadline;
}

/** The deadline has passed, and no build could be started. */
function overdue(observation: ManagedObservation, { purpose }: Path): AccountDecision {
  const { waitingFor } = observation.work ?? {};
  const reason = `deadline exceeded before the ${purpose} could start`;
  return fail(observation, 'overdue', waitingFor ? `${reason}: ${waitingFor}` : reason);
}

function fail(
  { work, now }: ManagedObservation,
  rule: DecisionRule,
  reason: string,
): AccountDecision {
  const retryAt = now + retryMs(work?.failures ?? 0);
  return { rule, why: reason, action: { do: 'fail', reason, retryAt } };
}
