/**
 * Classifies errors in one place: the kind of a failure, and whether a retry can help. AWS has no common list, so codes
 * are collected from the services' models and from the SDK's own retry rules.
 */

import type { Failure, FailureKind } from '../model/outcome.ts';

const codes: Readonly<Record<Exclude<FailureKind, 'unexpected'>, ReadonlySet<string>>> = {
  throttled: new Set([
    'BandwidthLimitExceeded',
    'EC2ThrottledException',
    'PriorRequestNotComplete',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'RequestThrottled',
    'RequestThrottledException',
    'SlowDown',
    'ThrottledException',
    'Throttling',
    'ThrottlingException',
    'TooManyRequestsException',
    'TransactionInProgressException',
  ]),
  denied: new Set([
    'AccessDenied',
    'AccessDeniedException',
    'AuthorizationError',
    'AuthorizationErrorException',
    'ExpiredToken',
    'ExpiredTokenException',
    'Forbidden',
    'ForbiddenException',
    'InvalidAccessKeyId',
    'InvalidSignatureException',
    'NotAuthorized',
    'NotAuthorizedException',
    'SignatureDoesNotMatch',
    'UnauthorizedException',
    'UnauthorizedOperation',
  ]),
  // A region that an account has not enabled does not know the account's tokens.
  'not-enabled': new Set([
    'AuthFailure',
    'InvalidClientTokenId',
    'OptInRequired',
    'RegionDisabledException',
    'SubscriptionRequiredException',
    'UnrecognizedClientException',
  ]),
  'timed-out': new Set(['ETIMEDOUT', 'RequestTimeout', 'RequestTimeoutException', 'TimeoutError']),
  cancelled: new Set(['AbortError']),
  'not-found': new Set([
    'NoSuchBucket',
    'NoSuchEntity',
    'NoSuchEntityException',
    'NoSuchKey',
    'NotFound',
  ]),
  invalid: new Set([
    'InvalidInputException',
    'InvalidParameterException',
    'InvalidParameterCombination',
    'InvalidParameterValue',
    'InvalidRequestException',
    'MalformedPolicyDocument',
    'MalformedPolicyDocumentException',
    'PackedPolicyTooLarge',
    'PackedPolicyTooLargeException',
    'ValidationError',
    'ValidationException',
  ]),
};

/**
 * Services whose `LimitExceededException` means too many calls. Everywhere else it means too many resources (IAM, ECR,
 * KMS) or too many operations in progress (DynamoDB), where calling again a moment later does not help. Kinesis means
 * both, and its calls that read mean the rate.
 * https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html#API_GetCostAndUsage_Errors
 * https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStream.html
 */
const servicesWithCallLimits: ReadonlySet<string> = new Set(['cost explorer', 'kinesis']);

/** Network error on the way to AWS: the same call may succeed a moment later. */
const transientCodes = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'InternalError',
  'InternalFailure',
  'InternalServerException',
  'ServiceException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
]);

const retryableKinds: ReadonlySet<FailureKind> = new Set(['throttled', 'timed-out', 'cancelled']);

/** Turns a thrown value into data that can be written to a file: no stack, no credentials, no live objects. */
export function classify(error: unknown): Failure {
  const facts = factsOf(error);
  const kind = kindOf(facts);
  return {
    kind,
    retryable: retryableKinds.has(kind) || isTransient(facts),
    code: facts.code,
    message: oneLine(facts.message),
    ...(facts.requestId !== undefined && { requestId: facts.requestId }),
  };
}

/** Returns whether AWS refused a call as one too many, by the error's code and, where it is known, its service. */
export function isThrottled(error: unknown): boolean {
  return kindOf(factsOf(error)) === 'throttled';
}

/**
 * Writes the service into an error of AWS, which the SDK leaves out. Some codes mean different things in different
 * services.
 */
export function nameService(error: unknown, service: string): void {
  if (error instanceof Error && '$metadata' in error) Object.assign(error, { $service: service });
}

interface ErrorFacts {
  readonly code: string;
  readonly message: string;
  readonly service?: unknown;
  readonly status?: number | undefined;
  readonly requestId?: string | undefined;
}

interface SdkError extends Error {
  readonly code?: unknown;
  readonly $service?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}

function factsOf(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { code: typeof error, message: describe(error) };
  const reported = reportedError(error);
  const { name, message, code, $service, $metadata } = read(reported);
  // Node's network errors are all named `Error`; their `code` identifies them.
  const isSystem = typeof code === 'string' && /^E[A-Z_]+$/.test(code);
  return {
    code: isSystem ? code : typeof name === 'string' && name !== '' ? name : 'Error',
    message:
      reported === error
        ? describe(message ?? '')
        : `${describe(read(error).message ?? '')}: ${describe(message ?? '')}`,
    service: $service,
    status: $metadata?.httpStatusCode,
    requestId: $metadata?.requestId,
  };
}

/** `fetch` says only that it failed; why is in its cause: https://undici.nodejs.org/#/docs/api/Errors */
function reportedError(error: Error): Error {
  const { message, cause } = read(error);
  if (message !== 'fetch failed') return error;
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  return first instanceof Error ? first : error;
}

/** A user's error may have a message that is not a text, or members that throw. */
function read(
  error: Error,
): Partial<Record<'name' | 'message' | 'code' | 'cause' | '$service', unknown>> &
  Pick<SdkError, '$metadata'> {
  const member = (key: keyof SdkError) => {
    try {
      return (error as SdkError)[key];
    } catch {
      return undefined;
    }
  };
  const $metadata = member('$metadata') as SdkError['$metadata'];
  return {
    name: member('name'),
    message: member('message'),
    code: member('code'),
    cause: member('cause'),
    $service: member('$service'),
    ...($metadata && { $metadata }),
  };
}

function kindOf({ code, service }: ErrorFacts): FailureKind {
  if (code === 'LimitExceededException' && servicesWithCallLimits.has(String(service)))
    return 'throttled';
  for (const [kind, known] of Object.entries(codes)) {
    if (known.has(code)) return kind as FailureKind;
  }
  if (/NotFound(Exception|Fault)?$|\.NotFound$/.test(code)) return 'not-found';
  return 'unexpected';
}

function isTransient({ code, status }: ErrorFacts): boolean {
  return transientCodes.has(code) || (status !== undefined && status >= 500 && status !== 501);
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

/**
 * AWS answers a refused signature with the whole canonical request, session token included. Keeps the first line,
 * without anything that looks like a token.
 */
function oneLine(message: string): string {
  const first = message.split('\n', 1)[0] ?? '';
  return first.replace(/[A-Za-z0-9+/=]{100,}/g, '…').slice(0, 1000);
}
