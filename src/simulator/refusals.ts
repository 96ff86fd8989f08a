/** The same refusal has a different name in each protocol, and some services have names of their own. */

import type { ServiceModel } from '../aws/models/service-model.ts';
import { AwsError } from '../wire/aws-error.ts';

/** JSON and REST-JSON, Query, EC2 Query, REST-XML (S3): four families. */
type ErrorFamily = 'json' | 'query' | 'ec2' | 's3';

interface Refusal {
  readonly code: string;
  readonly status: number;
  readonly message: string;
}

type RefusalTable = Readonly<Record<ErrorFamily, Refusal>>;

/** The key does not exist. */
export function unknownKey(service: ServiceModel): AwsError {
  return refuse(unknownKeys, service);
}

/** The key exists, but the session token is wrong. */
export function wrongToken(service: ServiceModel): AwsError {
  return refuse(wrongTokens, service);
}

export function expiredToken(service: ServiceModel): AwsError {
  return refuse(expiredTokens, service);
}

/** Unsigned, and the operation requires a signature. */
export function unsigned(service: ServiceModel): AwsError {
  return refuse(unsignedCalls, service);
}

export function denied(service: ServiceModel, message: string): AwsError {
  return refuse(denials, service, message);
}

/** The region is not enabled: its services do not know the caller's keys. */
export function regionDisabled(service: ServiceModel): AwsError {
  return refuse({ ...unknownKeys, s3: wrongTokens.s3 }, service);
}

/**
 * The region is none at all: the error of S3 names the right one.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export function unknownRegion(service: ServiceModel, region: string, right: string): AwsError {
  if (errorFamilyOf(service) !== 's3') return regionDisabled(service);
  const message = `The authorization header is malformed; the region '${region}' is wrong; expecting '${right}'`;
  return new AwsError('AuthorizationHeaderMalformed', message, {
    status: 400,
    members: { Region: right },
  });
}

export function suspended(service: ServiceModel, accountId: string): AwsError {
  if (errorFamilyOf(service) === 's3') {
    const message =
      'There is a problem with your AWS account that prevents the operation from completing successfully.';
    return new AwsError('AccountProblem', message, { status: 403 });
  }
  return denied(service, `The account ${accountId} is suspended.`);
}

export function throttled(service: ServiceModel): AwsError {
  const [code, message, status] = throttles[service.name] ?? [
    'ThrottlingException',
    'Rate exceeded',
    400,
  ];
  return new AwsError(code, message, { status });
}

/** A required member of the input is missing. */
export function missingMember(service: ServiceModel, member: string): AwsError {
  if (service.name === 'organizations') {
    const message = `You specified an invalid value. ${member} is required.`;
    return new AwsError('InvalidInputException', message, {
      members: { Reason: 'INPUT_REQUIRED' },
    });
  }
  if (service.name === 'sqs') {
    return new AwsError('MissingParameter', `The request must contain the parameter ${member}.`);
  }
  if (service.name === 'sns') {
    const message = `Invalid parameter: ${member} Reason: no value for required parameter`;
    return new AwsError('InvalidParameter', message);
  }
  if (service.name === 'tagging') {
    return new AwsError('InvalidParameterException', `${member} is required.`);
  }
  return refuse(missingMembers, service, `The request must contain the parameter ${member}.`);
}

export function notSimulated(service: ServiceModel, operation: string): AwsError {
  return unsupported(`${service.name}:${operation}`);
}

/** For valid input that the simulator does not implement. */
export function unsupported(what: string): AwsError {
  return new AwsError('NotImplemented', `The simulator does not know ${what} yet.`, {
    status: 501,
  });
}

function refuse(table: RefusalTable, service: ServiceModel, message?: string): AwsError {
  const refusal = table[errorFamilyOf(service)];
  return new AwsError(refusal.code, message ?? refusal.message, { status: refusal.status });
}

function errorFamilyOf({ protocol }: ServiceModel): ErrorFamily {
  if (protocol === 'query' || protocol === 'ec2') return protocol;
  return protocol === 'rest-xml' ? 's3' : 'json';
}

const same = (code: string, status: number, message: string): Refusal => ({
  code,
  status,
  message,
});

const badToken = 'The security token included in the request is invalid.';
const notValidated = 'AWS was not able to validate the provided access credentials';

const unknownKeys: RefusalTable = {
  json: same('UnrecognizedClientException', 400, badToken),
  query: same('InvalidClientTokenId', 403, badToken),
  ec2: same('AuthFailure', 401, notValidated),
  s3: same(
    'InvalidAccessKeyId',
    403,
    'The AWS Access Key Id you provided does not exist in our records.',
  ),
};

const wrongTokens: RefusalTable = {
  ...unknownKeys,
  s3: same('InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'),
};

const expired = 'The security token included in the request is expired';
const expiredTokens: RefusalTable = {
  json: same('ExpiredTokenException', 400, expired),
  query: same('ExpiredToken', 403, expired),
  ec2: same('RequestExpired', 400, 'Request has expired.'),
  s3: same('ExpiredToken', 400, 'The provided token has expired.'),
};

const unsignedCalls: RefusalTable = {
  json: same('MissingAuthenticationTokenException', 400, 'Missing Authentication Token'),
  query: same('MissingAuthenticationToken', 403, 'Request is missing Authentication Token'),
  ec2: same('AuthFailure', 401, notValidated),
  s3: same('AccessDenied', 403, 'Access Denied'),
};

const denials: RefusalTable = {
  json: same('AccessDeniedException', 403, 'You are not authorized to perform this operation.'),
  query: same('AccessDenied', 403, 'You are not authorized to perform this operation.'),
  ec2: same('UnauthorizedOperation', 403, 'You are not authorized to perform this operation.'),
  s3: same('AccessDenied', 403, 'Access Denied'),
};

const missingMembers: RefusalTable = {
  json: same('ValidationException', 400, ''),
  query: same('ValidationError', 400, ''),
  ec2: same('MissingParameter', 400, ''),
  s3: same('InvalidRequest', 400, ''),
};

const throttles: Readonly<
  Record<string, readonly [code: string, message: string, status: number] | undefined>
> = {
  account: ['TooManyRequestsException', 'Too many requests', 429],
  ce: ['LimitExceededException', 'Rate exceeded', 400],
  ec2: ['RequestLimitExceeded', 'Request limit exceeded.', 503],
  iam: ['Throttling', 'Rate exceeded', 400],
  organizations: [
    'TooManyRequestsException',
    'AWS Organizations has received too many requests in too short a period.',
    400,
  ],
  s3: ['SlowDown', 'Please reduce your request rate.', 503],
  sqs: ['RequestThrottled', 'Request is throttled.', 403],
  sts: ['Throttling', 'Rate exceeded', 400],
  tagging: ['ThrottledException', 'Rate exceeded', 400],
};
