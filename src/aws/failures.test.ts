import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { classify, isThrottled, nameService } from './failures.ts';

const named = (name: string, message = 'so it is') => Object.assign(new Error(message), { name });

test.each([
  ['AccessDenied', 'denied', false],
  ['AccessDeniedException', 'denied', false],
  ['UnauthorizedOperation', 'denied', false],
  ['ExpiredToken', 'denied', false],
  ['Throttling', 'throttled', true],
  ['TooManyRequestsException', 'throttled', true],
  ['RequestLimitExceeded', 'throttled', true],
  ['SlowDown', 'throttled', true],
  ['TimeoutError', 'timed-out', true],
  ['AbortError', 'cancelled', true],
  ['AuthFailure', 'not-enabled', false],
  ['OptInRequired', 'not-enabled', false],
  ['UnrecognizedClientException', 'not-enabled', false],
  ['NoSuchEntity', 'not-found', false],
  ['ResourceNotFoundException', 'not-found', false],
  ['InvalidInstanceID.NotFound', 'not-found', false],
  ['ValidationException', 'invalid', false],
  ['PackedPolicyTooLarge', 'invalid', false],
  ['TypeError', 'unexpected', false],
])('%s is %s, retryable: %s', (name, kind, retryable) => {
  expect(classify(named(name))).toEqual({ kind, retryable, code: name, message: 'so it is' });
});

test.each([
  ['cost explorer', 'throttled', true],
  ['kinesis', 'throttled', true],
  ['iam', 'unexpected', false],
  ['dynamodb', 'unexpected', false],
  [undefined, 'unexpected', false],
])('LimitExceededException of %s is %s, retryable: %s', (service, kind, retryable) => {
  const error = Object.assign(named('LimitExceededException'), { $metadata: {} });
  if (service !== undefined) nameService(error, service);

  expect([classify(error), isThrottled(error)]).toEqual([
    { kind, retryable, code: 'LimitExceededException', message: 'so it is' },
    kind === 'throttled',
  ]);
});

test('an internal error of a service is unexpected and retryable', () => {
  const error = Object.assign(named('UnknownError'), {
    $metadata: { httpStatusCode: 503, requestId: 'r-1' },
  });

  expect(classify(error)).toEqual({
    kind: 'unexpected',
    retryable: true,
    code: 'UnknownError',
    message: 'so it is',
    requestId: 'r-1',
  });
});

test('an operation that the service does not have is not retryable', () => {
  const error = Object.assign(named('NotImplemented'), { $metadata: { httpStatusCode: 501 } });

  expect(classify(error).retryable).toBe(false);
});

test('a network error is identified by its code, not by the name that they all share', async () => {
  const sts = new STSClient({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  });
  const refused = await sts
    .send(
      new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::111111111111:role/x', RoleSessionName: 'xx' }),
    )
    .catch((error: unknown) => error);

  expect(classify(refused)).toMatchObject({
    kind: 'unexpected',
    retryable: true,
    code: 'ECONNREFUSED',
  });
});

test('a value that is not an error is described as well as possible', () => {
  expect(classify('out of paint')).toMatchObject({
    kind: 'unexpected',
    code: 'string',
    message: 'out of paint',
  });
  expect(classify({ reason: 7 })).toMatchObject({ code: 'object', message: '{"reason":7}' });
  expect(classify(undefined)).toMatchObject({ code: 'undefined', message: 'undefined' });
});

test('a refused signature does not bring the session token along', () => {
  const token = 'FwoGZXIvYXdzE'.repeat(20);
  const message = `The signature we calculated does not match. ${token}\nThe Canonical String was\nx-amz-security-token:${token}`;

  expect(classify(named('SignatureDoesNotMatch', message)).message).toBe(
    'The signature we calculated does not match. …',
  );
});

test('an error whose message is not a text, or whose members throw, is classified all the same', () => {
  const odd = Object.assign(new Error('x'), { message: { reason: 'odd' } });
  const throwing = Object.defineProperty(new Error('x'), 'message', {
    get() {
      throw new Error('not readable');
    },
  });

  expect([classify(odd).message, classify(throwing).message]).toEqual(['{"reason":"odd"}', '']);
});

test('fetch failed is reported with its cause, and retried like it', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
    code: 'ECONNREFUSED',
  });
  const error = new TypeError('fetch failed', { cause: refused });
  const several = new TypeError('fetch failed', { cause: new AggregateError([refused]) });

  expect([classify(error), classify(several)]).toEqual(
    Array(2).fill({
      kind: 'unexpected',
      retryable: true,
      code: 'ECONNREFUSED',
      message: 'fetch failed: connect ECONNREFUSED 127.0.0.1:1',
    }),
  );
});
