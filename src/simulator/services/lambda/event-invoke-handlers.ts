/** Settings of asynchronous events: retries, maximum age, destinations. */

import type { CallContext } from '../../service.ts';
import { invalidValue, notFound } from './errors.ts';
import { functionAt } from './find-function.ts';
import { type LambdaPageInput, lambdaPage, type NameInput } from './function-handlers.ts';
import type { EventInvokeSettings, LambdaFunction } from './lambda-function.ts';

interface EventInvokeInput extends NameInput {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
}

const empty = {
  maxRetries: undefined,
  maxAgeSeconds: undefined,
  onFailureArn: undefined,
  onSuccessArn: undefined,
};

export const eventInvokeHandlers = {
  PutFunctionEventInvokeConfig: (input: EventInvokeInput, context: CallContext) => {
    const called = functionAt(context, input.FunctionName, input.Qualifier);
    return set(called, input, { ...empty, modifiedAt: context.now });
  },

  UpdateFunctionEventInvokeConfig: (input: EventInvokeInput, context: CallContext) => {
    const called = functionAt(context, input.FunctionName, input.Qualifier);
    return set(called, input, { ...settingsOf(called), modifiedAt: context.now });
  },

  GetFunctionEventInvokeConfig: ({ FunctionName, Qualifier }: NameInput, context: CallContext) => {
    const called = functionAt(context, FunctionName, Qualifier);
    return described(called, settingsOf(called));
  },

  DeleteFunctionEventInvokeConfig: (
    { FunctionName, Qualifier }: NameInput,
    context: CallContext,
  ) => {
    const called = functionAt(context, FunctionName, Qualifier);
    settingsOf(called);
    called.eventInvoke = undefined;
    return {};
  },

  ListFunctionEventInvokeConfigs: (input: NameInput & LambdaPageInput, context: CallContext) => {
    const called = functionAt(context, input.FunctionName);
    const page = lambdaPage(context, input, {
      items: called.eventInvoke ? [described(called, called.eventInvoke)] : [],
      key: ({ FunctionArn }) => FunctionArn,
      scope: `event invoke ${called.arn}`,
    });
    return { FunctionEventInvokeConfigs: page.items, ...page.token };
  },
};

function settingsOf({ arn, eventInvoke }: LambdaFunction): EventInvokeSettings {
  if (eventInvoke) return eventInvoke;
  throw notFound(`The function ${arn}:$LATEST doesn't have an EventInvokeConfig`);
}

function set(called: LambdaFunction, input: EventInvokeInput, before: EventInvokeSettings) {
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig = {} } = input;
  const { OnFailure, OnSuccess } = DestinationConfig;
  const after = {
    ...before,
    ...(MaximumRetryAttempts !== undefined && { maxRetries: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds !== undefined && { maxAgeSeconds: MaximumEventAgeInSeconds }),
    ...(OnFailure && { onFailureArn: destinationOf(OnFailure) }),
    ...(OnSuccess && { onSuccessArn: destinationOf(OnSuccess) }),
  };
  check('maximumRetryAttempts', after.maxRetries, [0, 2]);
  check('maximumEventAgeInSeconds', after.maxAgeSeconds, [60, 21_600]);
  called.eventInvoke = after;
  return described(called, after);
}

function destinationOf({ Destination }: { readonly Destination?: string }): string | undefined {
  if (!Destination) return undefined;
  if (/^arn:[\w-]+:(sqs|sns|lambda|events):/.test(Destination)) return Destination;
  throw invalidValue(`The destination ARN ${Destination} is invalid.`);
}

function check(
  member: string,
  value: number | undefined,
  [min, max]: readonly [number, number],
): void {
  if (value === undefined || (value >= min && value <= max)) return;
  throw invalidValue(`Value '${value}' at '${member}' must be ${min} to ${max}.`);
}

function described({ arn }: LambdaFunction, settings: EventInvokeSettings) {
  const { maxRetries, maxAgeSeconds, onFailureArn, onSuccessArn, modifiedAt } = settings;
  return {
    LastModified: new Date(modifiedAt),
    FunctionArn: `${arn}:$LATEST`,
    ...(maxRetries !== undefined && { MaximumRetryAttempts: maxRetries }),
    ...(maxAgeSeconds !== undefined && { MaximumEventAgeInSeconds: maxAgeSeconds }),
    DestinationConfig: {
      OnSuccess: { ...(onSuccessArn !== undefined && { Destination: onSuccessArn }) },
      OnFailure: { ...(onFailureArn !== undefined && { Destination: onFailureArn }) },
    },
  };
}
