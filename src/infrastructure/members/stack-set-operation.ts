/** Operations of a stack set take minutes, one at a time: they are polled until they end. */

import type { ServiceOutput } from '../../aws/generic-client.ts';
import type { Clock } from '../../model/clock.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';

export interface OperationState {
  /** `RUNNING`. */
  readonly status: string;
  /** Stacks that failed so far. */
  readonly failed: number;
}

export interface AccountResult {
  readonly accountId: string;
  /** Reason of a failure; undefined for a success. */
  readonly failure: string | undefined;
}

export interface OperationPolling {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (state: OperationState) => void;
}

type Call = (operation: string, input: object) => Promise<ServiceOutput>;

const everyMs = 10_000;
const inProgress = new Set(['RUNNING', 'QUEUED', 'STOPPING']);

interface Operation {
  readonly OperationId?: string;
  readonly Status?: string;
  readonly StatusReason?: string;
  readonly StatusDetails?: { readonly FailedStackInstancesCount?: number };
}

interface Result {
  readonly Account?: string;
  readonly Status?: string;
  readonly StatusReason?: string;
}

/** Waits for operations of others, such as the deployment to a new account. */
export async function waitUntilIdle(waiting: OperationPolling, call: Call): Promise<void> {
  const { Summaries = [] } = await call('ListStackSetOperations', {});
  for (const { OperationId = '', Status = '' } of Summaries as readonly Operation[]) {
    if (inProgress.has(Status)) await waitForEnd(waiting, OperationId, call);
  }
}

/** Waits for the operation and returns the result of each account. */
export async function waitForResults(
  waiting: OperationPolling,
  OperationId: string,
  call: Call,
): Promise<readonly AccountResult[]> {
  const operation = await waitForEnd(waiting, OperationId, call);
  const results: AccountResult[] = [];
  let NextToken: unknown;
  do {
    const page = { OperationId, ...(NextToken !== undefined && { NextToken }) };
    const answer = await call('ListStackSetOperationResults', page);
    results.push(...((answer.Summaries ?? []) as readonly Result[]).map(resultOf));
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  if (operation.Status === 'STOPPED' && results.length === 0)
    throw new FlotillaError(
      'Conflict',
      `the stack set operation ${OperationId} was stopped; run the command again`,
    );
  return results;
}

async function waitForEnd(
  { clock, signal, onProgress }: OperationPolling,
  OperationId: string,
  call: Call,
): Promise<Operation> {
  for (;;) {
    const answer = await call('DescribeStackSetOperation', { OperationId });
    const operation = answer.StackSetOperation as Operation;
    const { Status = '', StatusDetails } = operation;
    if (!inProgress.has(Status)) return operation;
    onProgress({ status: Status, failed: StatusDetails?.FailedStackInstancesCount ?? 0 });
    await clock.sleep(everyMs, signal);
  }
}

function resultOf({ Account = '', Status = '', StatusReason }: Result): AccountResult {
  const failure = Status === 'SUCCEEDED' ? undefined : (StatusReason ?? Status);
  return { accountId: Account, failure };
}
