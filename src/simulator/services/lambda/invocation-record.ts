/**
 * What a destination receives about an event.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */

import type { ProcessedEvent } from './callable.ts';

export function failureRecord(failed: ProcessedEvent, now: number): object {
  const { error } = failed;
  if (error === undefined) return commonRecord(failed, now);
  return {
    ...commonRecord(failed, now),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: errorPayload(error),
  };
}

export function successRecord(succeeded: ProcessedEvent, now: number): object {
  return {
    ...commonRecord(succeeded, now),
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
    responsePayload: succeeded.response ?? null,
  };
}

function commonRecord({ event, attempt, condition }: ProcessedEvent, now: number): object {
  return {
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: attempt.requestId,
      functionArn: `${attempt.functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: attempt.attempt,
    },
    requestPayload: event,
  };
}

/** The response of a function that failed. */
export class FunctionFailure extends Error {
  readonly payload: ErrorPayload;

  constructor(payload: ErrorPayload) {
    super(payload.errorMessage);
    this.name = payload.errorType;
    this.payload = payload;
  }
}

export interface ErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export function errorPayload(error: unknown): ErrorPayload {
  if (error instanceof FunctionFailure) return error.payload;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { errorType: name, errorMessage: message };
}
