/** The library's main call: run a function in every selected account and region. */

import { type Fleet, type FleetOptions, openFleet } from '../aws/open-fleet.ts';
import type { Account } from '../model/account.ts';
import type { Failed, FailureKind, Outcome, SkipReason } from '../model/outcome.ts';
import { parseRunOptions, type RunOptions, type RunSettings } from './run-options.ts';
import { runTargets, type TargetOperation } from './run-targets.ts';
import { planTargets } from './targets.ts';

export type AcrossAccountsOptions = RunOptions & {
  /** How AWS is reached: credentials, profile, region, endpoint. Or a fleet that is already open. */
  readonly aws?: FleetOptions | Fleet;
  /** Stops the run: nothing new starts, and running operations are cancelled. */
  readonly signal?: AbortSignal;
};

interface Entry {
  readonly account: Account;
  /** Absent where none was selected and none is configured. */
  readonly region?: string;
}

export interface Result<T> extends Entry {
  /** What the function returned; `undefined` when it returned nothing. */
  readonly value: T;
  readonly durationMs: number;
}

export interface Exception extends Entry {
  readonly kind: FailureKind;
  /** AWS's error code, or the class of the error. */
  readonly code: string;
  readonly message: string;
  /** Whether the same may succeed later. */
  readonly retryable: boolean;
  readonly requestId?: string;
  /** The thrown value. */
  readonly cause: unknown;
  readonly durationMs: number;
}

export interface Skip extends Entry {
  readonly reason: SkipReason;
  readonly detail: string;
}

export interface AcrossAccounts<T> {
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
 * at the end. What fails in an account never throws: it is an entry.
 *
 * Throws a `FlotillaError` before anything ran: for options that are wrong (at once), credentials that AWS does not
 * take, an organization that cannot be read, and a selection that names something unknown or matches no account.
 *
 * ```ts
 * const { results } = await acrossAccounts(
 *   async (session) => (await session.client(IAMClient).send(new ListUsersCommand({}))).Users?.length,
 *   { targets: ['ou-ab12-11111111'], roleName: 'Auditor', regions: ['eu-west-1'] },
 * );
 * ```
 */
export async function acrossAccounts<T>(
  operation: TargetOperation<T>,
  options: AcrossAccountsOptions = {},
): Promise<AcrossAccounts<T>> {
  const results: Result<T>[] = [];
  const exceptions: Exception[] = [];
  const failedAssumeRole: Exception[] = [];
  const skipped: Skip[] = [];
  for await (const outcome of streamAcrossAccounts(operation, options)) {
    const { account, region } = outcome.target;
    const entry = { account, ...(region !== undefined && { region }) };
    if (outcome.status === 'done') {
      results.push({ ...entry, value: outcome.value, durationMs: outcome.durationMs });
    } else if (outcome.status === 'skipped') {
      skipped.push({ ...entry, reason: outcome.reason, detail: outcome.detail });
    } else {
      (outcome.phase === 'operation' ? exceptions : failedAssumeRole).push({
        ...entry,
        ...exceptionOf(outcome),
      });
    }
  }
  return { results, exceptions, failedAssumeRole, skipped };
}

/**
 * The same run as a stream: outcomes as they complete, in constant memory. Leaving the loop stops the run. Invalid
 * options throw at the call, not in the loop.
 */
export function streamAcrossAccounts<T>(
  operation: TargetOperation<T>,
  { aws, signal, ...options }: AcrossAccountsOptions = {},
): AsyncGenerator<Outcome<T>, void, undefined> {
  return stream(operation, parseRunOptions(options), { aws, signal });
}

type StreamOptions = {
  readonly aws: FleetOptions | Fleet | undefined;
  readonly signal: AbortSignal | undefined;
};

async function* stream<T>(
  operation: TargetOperation<T>,
  settings: RunSettings,
  { aws = {}, signal }: StreamOptions,
): AsyncGenerator<Outcome<T>, void, undefined> {
  const isOpen = 'clientAs' in aws;
  const fleet = isOpen ? aws : openFleet(aws);
  try {
    const planned = planTargets(fleet, settings, signal);
    yield* runTargets(fleet, planned, operation, { settings, signal });
  } finally {
    if (!isOpen) fleet.close();
  }
}

function exceptionOf({ failure, cause, durationMs }: Failed): Omit<Exception, keyof Entry> {
  return { ...failure, cause, durationMs };
}
