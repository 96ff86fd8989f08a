/** Outcomes as lines of NDJSON: for other programs, and to resume a run. */

import * as z from 'zod';
import type { AssumedRole } from '../model/assumed-role.ts';
import type { Outcome } from '../model/outcome.ts';

/** One target's outcome. Flat, so that a spreadsheet and SQL can read it. `value` is the operation's result as JSON. */
export interface OutcomeRecord {
  readonly type: 'outcome';
  /** Twelve digits. */
  readonly accountId: string;
  /** Absent where the organization was not read. */
  readonly accountName?: string;
  /** Absent where none was selected and none is configured. */
  readonly region?: string;
  readonly status: 'done' | 'failed' | 'skipped';
  /** Of a skip: the reason. Of a failure: its kind. */
  readonly kind?: string;
  /** Of a failure: `assume-role` or `operation`. */
  readonly phase?: string;
  /** Of a failure: AWS's error code, or the class of the error. */
  readonly code?: string;
  /** Of a skip or a failure: one line for people. */
  readonly message?: string;
  /** Of a failure: AWS's id of the request, if the error is AWS's. */
  readonly requestId?: string;
  /** Of a failure: whether the same may succeed later. */
  readonly retryable?: boolean;
  /** Absent for a skip. */
  readonly durationMs?: number;
  /** Absent for a skip, as are the other facts of the role. */
  readonly roleName?: string;
  readonly roleSessionName?: string;
  /** `aws`, `aws-cn`, …. */
  readonly partition?: string;
  /** The session policy, if there was one: the result is what it allowed to see. */
  readonly policy?: string;
  /** Managed policies that were used as session policies. */
  readonly policyArns?: readonly string[];
  /** What the operation returned, or the value of its `OperationFailed`. */
  readonly value?: unknown;
}

/**
 * Flattens an outcome into one record. It holds no live objects; `value` is the operation's own, and is not copied.
 *
 * @example
 * ```ts
 * import { streamAcrossAccounts, toRecord } from 'flotilla';
 *
 * for await (const outcome of streamAcrossAccounts(countUsers)) {
 *   file.write(`${JSON.stringify(toRecord(outcome))}\n`);
 * }
 * ```
 */
export function toRecord({ target, ...outcome }: Outcome<unknown>): OutcomeRecord {
  const { account, region } = target;
  const where = {
    type: 'outcome' as const,
    accountId: account.id,
    ...(account.name !== undefined && { accountName: account.name }),
    ...(region !== undefined && { region }),
    status: outcome.status,
  };
  if (outcome.status === 'skipped')
    return { ...where, kind: outcome.reason, message: outcome.detail };
  const { durationMs } = outcome;
  const ran = { durationMs, ...roleOf(outcome.role) };
  if (outcome.status === 'done') return { ...where, ...ran, value: outcome.value };
  const { kind, code, message, requestId, retryable } = outcome.failure;
  const failure = {
    phase: outcome.phase,
    kind,
    code,
    message,
    retryable,
    ...(requestId !== undefined && { requestId }),
  };
  const { value } = outcome;
  return { ...where, ...failure, ...ran, ...(value !== undefined && { value }) };
}

/** Without the external ID: AWS does not treat it as a secret, but it is half of what a third party needs for the role. */
function roleOf({ name, sessionName, partition, policy, policyArns }: AssumedRole) {
  return {
    roleName: name,
    roleSessionName: sessionName,
    partition,
    ...(policy !== undefined && { policy }),
    ...(policyArns && { policyArns }),
  };
}

/** Returns one line of JSON. Large integers become texts, maps objects (or lists of entries), and sets lists. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => jsonValue(item));
}

function jsonValue(item: unknown): unknown {
  if (typeof item === 'bigint') return String(item);
  if (item instanceof Set) return [...item];
  if (!(item instanceof Map)) return item;
  const entries = [...item];
  const isObject = entries.every(([key]) => typeof key === 'string');
  return isObject ? Object.fromEntries(entries) : entries;
}

/** The first line of a file of outcomes: identifies the run that wrote it. */
export const headerSchema = z.object({
  type: z.literal('run'),
  version: z.literal(1),
  /** Of the selection, the role and the operation: only the same run may resume the file. */
  fingerprint: z.string(),
  startedAt: z.iso.datetime(),
});

export type OutcomeHeader = z.output<typeof headerSchema>;

/** The fields of an earlier line that a resumed run needs. */
export const resumedSchema = z.object({
  type: z.literal('outcome'),
  accountId: z.string(),
  region: z.string().optional(),
  status: z.enum(['done', 'failed', 'skipped']),
});

/** Identifies the target of a line. */
export function targetKey(accountId: string, region: string | undefined): string {
  return region === undefined ? accountId : `${accountId} ${region}`;
}
