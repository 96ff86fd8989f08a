/** The library's main call: run a function in every selected account and region. */

import { borrowFleet, type FleetSource } from '../aws/borrow-fleet.ts';
import type { Account } from '../model/account.ts';
import type { AssumedRole } from '../model/assumed-role.ts';
import { FlotillaError } from '../model/flotilla-error.ts';
import type { Failed, FailureKind, Outcome, SkipReason } from '../model/outcome.ts';
import { isShare } from './failure-budget.ts';
import { parseRunOptions, type RunOptions, type RunSettings } from './run-options.ts';
import { runTargets, type TargetOperation } from './run-targets.ts';
import { planTargets } from './targets.ts';

/**
 * Options of `acrossAccounts` and `streamAcrossAccounts`: the selection, the role, the limits of the run, and how AWS
 * is reached. All are optional; an unknown option is refused by name.
 */
export type AcrossAccountsOptions = RunOptions & {
  /**
   * How AWS is reached: credentials, profile, region, endpoint. Or a fleet that is already open, which stays open.
   * Default: what the SDK finds in the environment.
   */
  readonly aws?: FleetSource;
  /** Stops the run: nothing new starts, and running operations are cancelled. */
  readonly signal?: AbortSignal;
};

interface Entry {
  /** Only `id` is always present. */
  readonly account: Account;
  /** Absent where none was selected and none is configured. */
  readonly region?: string;
}

/** A target whose function returned. */
export interface Result<T> extends Entry {
  /** The role of the session. */
  readonly role: AssumedRole;
  /** What the function returned; `undefined` when it returned nothing. */
  readonly value: T;
  /** From the start of the target to its end, the role's assumption included. */
  readonly durationMs: number;
}

/** A target that failed: its role could not be assumed, or its function threw, was late or was cancelled. */
export interface Exception extends Entry {
  /** The role of the session, or the one that could not be assumed. */
  readonly role: AssumedRole;
  /** The class of the failure, the same for every AWS service. */
  readonly kind: FailureKind;
  /** AWS's error code, or the class of the error. */
  readonly code: string;
  /** One line for people, as AWS or the function wrote it. */
  readonly message: string;
  /** Whether the same may succeed later. */
  readonly retryable: boolean;
  /** AWS's id of the failed request; absent when the error is not AWS's. */
  readonly requestId?: string;
  /** The thrown value. */
  readonly cause: unknown;
  /** From the start of the target to its end, the role's assumption included. */
  readonly durationMs: number;
}

/** A selected account that did not run. */
export interface Skip extends Entry {
  readonly reason: SkipReason;
  /** One line for people, `the account is SUSPENDED`. */
  readonly detail: string;
}

/** Everything that happened in a run. Each target is in exactly one of the lists, in the order of `order`. */
export interface AcrossAccounts<T> {
  /** The function returned. */
  readonly results: readonly Result<T>[];
  /** The role was assumed, and the function threw, was late or was cancelled. */
  readonly exceptions: readonly Exception[];
  /** The role could not be assumed. */
  readonly failedAssumeRole: readonly Exception[];
  /** Selected accounts that did not run. */
  readonly skipped: readonly Skip[];
}

/**
 * Runs `operation` once per selected account and region, at most `concurrency` (20) at once, and returns everything
 * at the end. A failure in an account is never thrown: it is an entry of `exceptions` or `failedAssumeRole`.
 *
 * Rejects with a `FlotillaError` before anything ran. `InvalidInput`: an option is wrong. `Credentials`: there are
 * none, or AWS rejects them. `OrganizationUnreadable`: the caller may not list the accounts. `Selection`: the selection
 * names something unknown, or matches no account. When the listing of accounts fails after targets have run, it rejects
 * with an `IncompleteRun`, whose `partial` has what happened until then.
 *
 * @example
 * ```ts
 * import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
 * import { acrossAccounts } from 'flotilla';
 *
 * const { results, exceptions } = await acrossAccounts(
 *   async (session) => (await session.client(IAMClient).send(new ListUsersCommand({}))).Users?.length,
 *   { targets: ['ou-ab12-11111111'], roleName: 'Auditor', regions: ['eu-west-1'] },
 * );
 * for (const { account, value } of results) console.log(account.name, value);
 * for (const { account, message } of exceptions) console.error(account.id, message);
 * ```
 */
export async function acrossAccounts<T>(
  operation: TargetOperation<T>,
  options: AcrossAccountsOptions = {},
): Promise<AcrossAccounts<T>> {
  const lists = emptyLists<T>();
  try {
    for await (const outcome of streamAcrossAccounts(operation, options)) addTo(lists, outcome);
  } catch (error) {
    if (!(error instanceof FlotillaError) || !hasRun(lists)) throw error;
    throw new IncompleteRun(error, lists);
  }
  return lists;
}

/**
 * The accounts could not be listed to the end after targets had run. `partial` has the outcomes of all targets that
 * were started; the accounts that were not listed are in none of its lists.
 */
export class IncompleteRun<T = unknown> extends FlotillaError {
  readonly partial: AcrossAccounts<T>;

  constructor(cause: FlotillaError, partial: AcrossAccounts<T>) {
    super(cause.code, `the run is incomplete: ${cause.message}`, { cause });
    this.partial = partial;
  }
}

interface OutcomeLists<T> {
  readonly results: Result<T>[];
  readonly exceptions: Exception[];
  readonly failedAssumeRole: Exception[];
  readonly skipped: Skip[];
}

const emptyLists = <T>(): OutcomeLists<T> => ({
  results: [],
  exceptions: [],
  failedAssumeRole: [],
  skipped: [],
});

function hasRun({ results, exceptions, failedAssumeRole }: OutcomeLists<unknown>): boolean {
  return results.length + exceptions.length + failedAssumeRole.length > 0;
}

function addTo<T>(lists: OutcomeLists<T>, outcome: Outcome<T>): void {
  const { account, region } = outcome.target;
  const entry = { account, ...(region !== undefined && { region }) };
  if (outcome.status === 'done') {
    const { role, value, durationMs } = outcome;
    lists.results.push({ ...entry, role, value, durationMs });
  } else if (outcome.status === 'skipped') {
    lists.skipped.push({ ...entry, reason: outcome.reason, detail: outcome.detail });
  } else {
    const list = outcome.phase === 'operation' ? lists.exceptions : lists.failedAssumeRole;
    list.push({ ...entry, ...exceptionOf(outcome) });
  }
}

/**
 * Runs `operation` as `acrossAccounts` does, and yields each outcome as it completes, in constant memory. A slow reader
 * slows the run down. Leaving the loop stops the run: nothing new starts, and running operations are cancelled.
 *
 * Throws a `FlotillaError` with code `InvalidInput` at the call for wrong options; the other errors of `acrossAccounts`
 * are thrown in the loop.
 *
 * @example
 * ```ts
 * import { streamAcrossAccounts } from 'flotilla';
 *
 * for await (const outcome of streamAcrossAccounts(countUsers, { names: ['payments-*'], failureBudget: '10%' })) {
 *   if (outcome.status === 'done') console.log(outcome.target.account.id, outcome.value);
 * }
 * ```
 */
export function streamAcrossAccounts<T>(
  operation: TargetOperation<T>,
  { aws, signal, ...options }: AcrossAccountsOptions = {},
): AsyncGenerator<Outcome<T>, void, undefined> {
  return stream(operation, parseRunOptions(options), { aws, signal });
}

type StreamOptions = {
  readonly aws: FleetSource | undefined;
  readonly signal: AbortSignal | undefined;
};

async function* stream<T>(
  operation: TargetOperation<T>,
  settings: RunSettings,
  { aws = {}, signal }: StreamOptions,
): AsyncGenerator<Outcome<T>, void, undefined> {
  const { fleet, release } = borrowFleet(aws);
  try {
    const targets = planTargets(fleet, settings, signal);
    // A share of the targets can only be judged when all of them are known.
    const planned = isShare(settings.failureBudget) ? await Array.fromAsync(targets) : targets;
    yield* runTargets(fleet, planned, operation, { settings, signal });
  } finally {
    release();
  }
}

function exceptionOf({ role, failure, cause, durationMs }: Failed): Omit<Exception, keyof Entry> {
  return { role, ...failure, cause, durationMs };
}
