/** Invoke: a response, an event in the queue, or a check alone. */

import { AwsError } from '../../../wire/aws-error.ts';
import type { CallContext } from '../../service.ts';
import { uuid } from '../events/event.ts';
import { findFunction, queueEvent, Throttled } from './callable.ts';
import { notFound } from './errors.ts';
import { functionArn, functionAt } from './find-function.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { maxPayloadBytes } from './run/result.ts';
import { runFunction } from './run/run-function.ts';

interface InvokeInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly InvocationType?: string;
  readonly LogType?: string;
  readonly ClientContext?: string;
  readonly Payload?: Uint8Array;
}

const maxEventBytes = 1_048_576;
const maxTailBytes = 4_096;

export const invokeHandlers = {
  Invoke: async (input: InvokeInput, context: CallContext) => {
    const { InvocationType = 'RequestResponse', FunctionName, Qualifier } = input;
    const payload = payloadOf(input, InvocationType === 'Event' ? maxEventBytes : maxPayloadBytes);
    if (InvocationType === 'Event') return invokeLater(FunctionName, payload, context);
    const called = functionAt(context, FunctionName, Qualifier);
    if (InvocationType === 'DryRun') return { StatusCode: 204 };
    return await invokeNow(called, input, payload, context);
  },
};

function payloadOf({ Payload }: InvokeInput, maxBytes: number): string {
  if (!Payload || Payload.byteLength === 0) return '{}';
  if (Payload.byteLength > maxBytes) {
    throw new AwsError(
      'RequestTooLargeException',
      `${Payload.byteLength} byte payload is too large for the RequestResponse invocation type (limit ${maxBytes} bytes)`,
      { status: 413 },
    );
  }
  const text = Buffer.from(Payload).toString();
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    const { message } = error as Error;
    throw new AwsError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${message}`,
    );
  }
}

function invokeLater(name: string, payload: string, context: CallContext) {
  const called = findFunction(context.world, functionArn(context, name));
  if (!called) throw notFound(`Function not found: ${functionArn(context, name)}`);
  queueEvent(context.world, called, JSON.parse(payload));
  return { StatusCode: 202 };
}

async function invokeNow(
  called: LambdaFunction,
  { LogType, ClientContext }: InvokeInput,
  payload: string,
  { world }: CallContext,
) {
  const requestId = uuid(world.random);
  const clientContext = ClientContext && Buffer.from(ClientContext, 'base64').toString();
  const call = { requestId, payload, isAttended: true, ...(clientContext && { clientContext }) };
  try {
    const result = await runFunction(world, called, call);
    return {
      StatusCode: 200,
      ExecutedVersion: '$LATEST',
      Payload: Buffer.from(result.payload),
      ...(result.isError && { FunctionError: 'Unhandled' }),
      ...(LogType === 'Tail' && { LogResult: tailOf(result.log) }),
    };
  } catch (error) {
    if (error instanceof Throttled) throw throttled();
    throw error;
  }
}

function tailOf(log: readonly string[]): string {
  const bytes = Buffer.from(log.map((line) => `${line}\n`).join(''));
  return bytes.subarray(-maxTailBytes).toString('base64');
}

function throttled(): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', {
    status: 429,
    members: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User' },
  });
}
