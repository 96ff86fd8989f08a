/** The response of an invocation. */

import type { ErrorPayload } from '../invocation-record.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import type { ProcessOutcome } from './execution-environment.ts';

export interface FunctionResult {
  /** JSON. */
  readonly payload: string;
  readonly isError: boolean;
  /** What the function and Lambda wrote to the log. */
  readonly log: readonly string[];
}

/** The maximum of a response, and of a request that is answered. */
export const maxPayloadBytes = 6_291_556;

export function resultOf(
  called: LambdaFunction,
  requestId: string,
  outcome: ProcessOutcome,
): Pick<FunctionResult, 'payload' | 'isError'> {
  if (outcome.status !== 'done') return failure(failureOf(called, requestId, outcome));
  const bytes = Buffer.byteLength(outcome.payload);
  if (bytes <= maxPayloadBytes) return { payload: outcome.payload, isError: false };
  return failure({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${maxPayloadBytes} bytes).`,
  });
}

function failure(payload: ErrorPayload): Pick<FunctionResult, 'payload' | 'isError'> {
  return { payload: JSON.stringify(payload), isError: true };
}

type FailedOutcome = Exclude<ProcessOutcome, { readonly status: 'done' }>;

export function failureOf(
  { settings }: LambdaFunction,
  requestId: string,
  outcome: FailedOutcome,
): ErrorPayload {
  if (outcome.status === 'failed') {
    const { errorType, errorMessage, trace } = outcome.error;
    return { errorType, errorMessage, trace };
  }
  if (outcome.status === 'timed-out') {
    return {
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: ${timeoutText(settings.timeoutSeconds)}`,
    };
  }
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited ${outcome.how}`,
  };
}

export function timeoutText(seconds: number): string {
  return `Task timed out after ${seconds.toFixed(2)} seconds`;
}
