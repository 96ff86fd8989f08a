/** What a call does when it does not succeed at once. The SDK's own clients and the generic client must do the same. */

import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetBucketTaggingCommand, HeadBucketCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type HttpRequest, HttpResponse } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Clock } from '../../model/clock.ts';
import {
  type AnyClient,
  type AwsAttempt,
  type ClientClass,
  fixedConfiguration,
  makeClient,
  type Transport,
} from '../clients.ts';
import { classify } from '../failures.ts';
import { FollowingS3Client } from '../following-s3-client.ts';
import { genericCalls } from '../generic-client.ts';
import { serviceModel } from '../models/service-model.ts';
import { createPacer } from '../pacing.ts';
import type { Quota } from '../quotas.ts';
import { pacedRetries } from '../retries.ts';
import { createSender } from './send.ts';

type Input = Readonly<Record<string, unknown>>;
type Call = (
  service: 'sts' | 'organizations' | 's3',
  operation: string,
  input?: Input,
  signal?: AbortSignal,
) => Promise<object>;

interface Environment {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly onAttempt: (attempt: AwsAttempt) => void;
  readonly quotas?: Readonly<Record<string, Quota>> | undefined;
  readonly credentials: () => Promise<{ accessKeyId: string; secretAccessKey: string }>;
}

const region = 'eu-west-1';
const payer = '111111111111';

const typedClients = {
  sts: STSClient,
  organizations: OrganizationsClient,
  s3: FollowingS3Client,
} as unknown as Readonly<Record<string, ClientClass<AnyClient>>>;

const commands: Readonly<Record<string, unknown>> = {
  ListAccounts: ListAccountsCommand,
  GetCallerIdentity: GetCallerIdentityCommand,
  AssumeRole: AssumeRoleCommand,
  GetBucketTagging: GetBucketTaggingCommand,
  HeadBucket: HeadBucketCommand,
};

function typed({ transport, clock, quotas, onAttempt, credentials }: Environment): Call {
  const pacer = createPacer({ clock, ...(quotas && { quotas }) });
  const configuration = {
    ...fixedConfiguration,
    region,
    credentials: Object.assign(() => credentials(), { memoized: true }),
    requestHandler: transport,
    retryStrategy: pacedRetries(undefined, { clock, random: () => 0.5 }),
  };
  const clients = new Map<string, AnyClient>();
  return (service, operation, input = {}, signal) => {
    const client =
      clients.get(service) ??
      makeClient(
        typedClients[service] as ClientClass<AnyClient>,
        configuration,
        { pacer, clock, onAttempt },
        () => ({ accountId: payer, region }),
      );
    clients.set(service, client);
    const Command = commands[operation] as new (input: object) => object;
    const sendable = client as unknown as {
      send(command: object, options: object): Promise<object>;
    };
    return sendable.send(new Command(input), signal ? { abortSignal: signal } : {});
  };
}

function generic({ transport, clock, quotas, onAttempt, credentials }: Environment): Call {
  const pacer = createPacer({ clock, ...(quotas && { quotas }) });
  const sender = createSender({ transport, clock, pacer, onAttempt, random: () => 0.5 });
  return (service, operation, input, signal) =>
    genericCalls(sender, {
      actor: { credentials, payer },
      model: serviceModel(service),
      region,
    }).call(operation, input, signal);
}

type ScriptedResponse = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

const startedAt = Date.UTC(2026, 0, 1);

/** Returns one response after the other; the last one is repeated. Sleeping passes the time at once. */
function script(
  answers: readonly ScriptedResponse[],
  options: { quotas?: Environment['quotas'] } = {},
) {
  const requests: HttpRequest[] = [];
  const attempts: string[] = [];
  const slept: number[] = [];
  const environment: Environment = {
    ...options,
    transport: {
      metadata: { handlerProtocol: 'http/1.1' },
      async handle(request: HttpRequest) {
        requests.push(Object.assign(request.clone(), { headers: { ...request.headers } }));
        const answer = answers[Math.min(requests.length, answers.length) - 1] as ScriptedResponse;
        return { response: await answer(request) };
      },
    },
    clock: {
      now: () => Date.now(),
      async sleep(ms, signal) {
        signal?.throwIfAborted();
        slept.push(ms);
        vi.setSystemTime(Date.now() + ms);
      },
    },
    onAttempt: ({ attempt, operation, result }) =>
      attempts.push(`${attempt} ${operation} ${result}`),
    credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' }),
  };
  const headers = (name: string) => requests.map((request) => request.headers[name]);
  return { environment, requests, headers, attempts, slept };
}

const xml = (
  body: string,
  statusCode = 200,
  headers: Record<string, string> = {},
): ScriptedResponse => {
  const sent = { 'content-type': 'text/xml', 'x-amzn-requestid': 'r-1', ...headers };
  return () => new HttpResponse({ statusCode, headers: sent, body: bodyOf(body) });
};

function bodyOf(text: string): ReadableStream | Uint8Array {
  return new TextEncoder().encode(text);
}

const identity = xml(
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
);
const refusal = (code: string, statusCode: number, headers?: Record<string, string>) =>
  xml(
    `<ErrorResponse><Error><Code>${code}</Code><Message>so it is</Message></Error></ErrorResponse>`,
    statusCode,
    headers,
  );
const broken =
  (code: string): ScriptedResponse =>
  () => {
    throw Object.assign(new Error('the connection is gone'), { code });
  };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: startedAt });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe.each([
  ['a client of the SDK', typed],
  ['a generic client', generic],
] as const)('%s', (_, connect) => {
  const failureOf = async (result: Promise<unknown>) => {
    try {
      return await result.then(() => 'no failure');
    } catch (error) {
      const { kind, code, message, requestId } = classify(error);
      const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
      return { kind, code, message, requestId, status: $metadata?.httpStatusCode };
    }
  };

  test('tries a call again after errors of the service, with one id and waits that double', async () => {
    const { environment, headers, attempts, slept } = script([
      refusal('InternalFailure', 500),
      refusal('ServiceUnavailable', 503),
      identity,
    ]);

    const output = await connect(environment)('sts', 'GetCallerIdentity');

    expect(output).toMatchObject({ Account: '111111111111' });
    expect(attempts).toEqual([
      '1 GetCallerIdentity InternalFailure',
      '2 GetCallerIdentity ServiceUnavailable',
      '3 GetCallerIdentity ok',
    ]);
    expect(slept).toEqual([50, 100]);
    expect(new Set(headers('amz-sdk-invocation-id')).size).toBe(1);
    expect(headers('amz-sdk-request').map((value) => value?.split(';')[0])).toEqual([
      'attempt=1',
      'attempt=2',
      'attempt=3',
    ]);
  });

  test.each(['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN'])(
    'tries a call again after %s, and gives up after three attempts',
    async (code) => {
      const { environment, requests } = script([broken(code)]);

      const failure = await failureOf(connect(environment)('sts', 'GetCallerIdentity'));

      expect(failure).toMatchObject({ code, message: 'the connection is gone' });
      expect(requests.length).toBe(3);
    },
  );

  test.each(['Throttling', 'RequestLimitExceeded', 'SlowDown'])(
    'tries a call that is refused with %s twelve times',
    async (code) => {
      const { environment, requests } = script([refusal(code, 400)]);

      const failure = await failureOf(connect(environment)('sts', 'GetCallerIdentity'));

      expect(failure).toEqual({
        kind: 'throttled',
        code,
        message: 'so it is',
        requestId: 'r-1',
        status: 400,
      });
      expect(requests.length).toBe(12);
    },
  );

  test('does not try a refusal again, and keeps its code, message, status and request id', async () => {
    const { environment, attempts } = script([refusal('AccessDenied', 403)]);

    const failure = await failureOf(connect(environment)('sts', 'GetCallerIdentity'));

    expect(failure).toEqual({
      kind: 'denied',
      code: 'AccessDenied',
      message: 'so it is',
      requestId: 'r-1',
      status: 403,
    });
    expect(attempts).toEqual(['1 GetCallerIdentity AccessDenied']);
  });

  test("tries a gateway's error page again, and reports its status", async () => {
    const page = () => xml('<html><body>Bad Gateway</body></html>', 502);
    const { environment, requests } = script([page()]);

    const failure = await failureOf(connect(environment)('sts', 'GetCallerIdentity'));

    expect(failure).toMatchObject({ status: 502, requestId: 'r-1' });
    expect(requests.length).toBe(3);
  });

  test('reports a response that is cut off, with its status, after one attempt', async () => {
    const cut: ScriptedResponse = () =>
      new HttpResponse({
        statusCode: 200,
        headers: { 'x-amzn-requestid': 'r-2' },
        body: bodyOf('{"Accounts": [{"Id": "1111'),
      });
    const { environment, requests } = script([cut]);

    const failure = await failureOf(connect(environment)('organizations', 'ListAccounts'));

    expect(failure).toMatchObject({ code: 'SyntaxError', status: 200, requestId: 'r-2' });
    expect(requests.length).toBe(1);
  });

  test("signs again with the time of AWS when the machine's clock is wrong", async () => {
    const ahead = 20 * 60_000;
    const date = () => ({ date: new Date(Date.now() + ahead).toUTCString() });
    const { environment, headers, attempts } = script([
      (request) => refusal('SignatureDoesNotMatch', 403, date())(request),
      (request) => identityAt(date())(request),
    ]);
    const call = connect(environment);

    await call('sts', 'GetCallerIdentity');
    await call('sts', 'GetCallerIdentity');

    expect(attempts).toEqual([
      '1 GetCallerIdentity SignatureDoesNotMatch',
      '2 GetCallerIdentity ok',
      '1 GetCallerIdentity ok',
    ]);
    expect(headers('x-amz-date').map((value) => value?.slice(0, 13))).toEqual([
      '20260101T0000',
      '20260101T0020',
      '20260101T0020',
    ]);
  });

  test('does not take the date of a cached response for the time', async () => {
    const stale = { date: new Date(startedAt - 3_600_000).toUTCString(), age: '3600' };
    const { environment, headers } = script([identityAt(stale)]);
    const call = connect(environment);

    await call('sts', 'GetCallerIdentity');
    await call('sts', 'GetCallerIdentity');

    expect(headers('x-amz-date')).toEqual(['20260101T000000Z', '20260101T000000Z']);
  });

  test('follows a bucket to its region, once', async () => {
    const moved = xml('<Error><Code>PermanentRedirect</Code></Error>', 301, {
      'x-amz-bucket-region': 'us-west-2',
    });
    const tags = xml('<Tagging><TagSet></TagSet></Tagging>');
    const { environment, requests, headers } = script([moved, tags]);

    await connect(environment)('s3', 'GetBucketTagging', { Bucket: 'example' });

    expect(requests.map(({ hostname }) => /(eu-west-1|us-west-2)/.exec(hostname)?.[0])).toEqual([
      'eu-west-1',
      'us-west-2',
    ]);
    expect(headers('authorization').map((value) => value?.split('/')[2])).toEqual([
      'eu-west-1',
      'us-west-2',
    ]);
  });

  test('a bucket that points in a circle is an error, not a loop', async () => {
    const moved = (to: string) =>
      xml('<Error><Code>PermanentRedirect</Code></Error>', 301, { 'x-amz-bucket-region': to });
    const { environment, requests } = script([moved('us-west-2'), moved('eu-west-1')]);

    const failure = await failureOf(
      connect(environment)('s3', 'GetBucketTagging', { Bucket: 'example' }),
    );

    expect(failure).toMatchObject({ code: 'PermanentRedirect', status: 301 });
    expect(requests.length).toBe(2);
  });

  test('waits for its turn, again for each attempt', async () => {
    const quotas = { 'sts:*': { perSecond: 1, burst: 1 } };
    const { environment, slept } = script([refusal('InternalFailure', 500), identity], { quotas });
    const call = connect(environment);

    await call('sts', 'GetCallerIdentity');
    await call('sts', 'GetCallerIdentity');

    // 50 ms for the retry, and then the rest of the second; a second for the next call.
    expect(slept).toEqual([50, 950, 1000]);
  });

  test('the rate falls when AWS throttles, and follows what AWS grants', async () => {
    const quotas = { 'sts:*': { perSecond: 100, burst: 1 } };
    const { environment, slept } = script(
      [...Array.from({ length: 50 }, () => identity), refusal('Throttling', 400), identity],
      { quotas },
    );
    const call = connect(environment);
    for (let calls = 0; calls < 50; calls++) await call('sts', 'GetCallerIdentity');
    await call('sts', 'GetCallerIdentity');
    slept.length = 0;

    for (let calls = 0; calls < 10; calls++) await call('sts', 'GetCallerIdentity');

    // A hundred a second is too much, and fifty were granted: not the seventy of a rate that only falls.
    const waited = slept.reduce((sum, ms) => sum + ms, 0);
    expect(waited).toBeGreaterThan(180);
    expect(waited).toBeLessThan(220);
  });

  test('reads the endpoint of a service from the environment', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_STS', 'http://localhost:4566/aws');
    const { environment, requests } = script([identity]);

    await connect(environment)('sts', 'GetCallerIdentity');

    const { protocol, hostname, port, path, headers } = requests[0] as HttpRequest;
    expect({ protocol, hostname, port, path, host: headers.host }).toEqual({
      protocol: 'http:',
      hostname: 'localhost',
      port: 4566,
      path: '/aws/',
      host: 'localhost:4566',
    });
    expect(headers.authorization).toContain('/eu-west-1/sts/aws4_request');
  });

  test('names Flotilla to CloudTrail', async () => {
    const { environment, headers } = script([identity]);

    await connect(environment)('sts', 'GetCallerIdentity');

    expect(headers('user-agent')[0]).toMatch(/ api\/sts#\S+ .*app\/flotilla$/);
  });

  test('sends nothing once it is cancelled', async () => {
    const { environment, requests } = script([identity]);

    const failure = await failureOf(
      connect(environment)('sts', 'GetCallerIdentity', {}, AbortSignal.abort()),
    );

    expect(failure).toMatchObject({ kind: 'cancelled' });
    expect(requests).toEqual([]);
  });

  test('a call that is cancelled while it waits for its turn is not sent', async () => {
    const quotas = { 'sts:*': { perSecond: 1, burst: 1 } };
    const { environment, requests } = script([identity], { quotas });
    const stop = new AbortController();
    const call = connect({ ...environment, clock: { ...environment.clock, sleep: forever } });
    await call('sts', 'GetCallerIdentity');

    const waiting = failureOf(call('sts', 'GetCallerIdentity', {}, stop.signal));
    await settled();
    stop.abort();

    expect(await waiting).toMatchObject({ kind: 'cancelled' });
    expect(requests.length).toBe(1);
  });

  test('a call that is cancelled before its next attempt is not tried again', async () => {
    const { environment, requests } = script([refusal('InternalFailure', 500)]);
    const stop = new AbortController();
    const call = connect({ ...environment, clock: { ...environment.clock, sleep: forever } });

    const waiting = failureOf(call('sts', 'GetCallerIdentity', {}, stop.signal));
    await settled();
    stop.abort();

    expect(await waiting).toMatchObject({ kind: 'cancelled' });
    expect(requests.length).toBe(1);
  });

  test('a call that is cancelled in flight ends at once, and its connection is closed', async () => {
    const { createServer } = await import('node:http');
    const closed = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const server = createServer((request) => {
      request.socket.once('close', () => closed.resolve());
      arrived.resolve();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
    const { environment } = script([identity]);
    const transport = new NodeHttpHandler() as unknown as Transport;
    const stop = new AbortController();

    const waiting = failureOf(
      connect({ ...environment, transport })('sts', 'GetCallerIdentity', {}, stop.signal),
    );
    await arrived.promise;
    stop.abort();

    expect(await waiting).toMatchObject({ kind: 'cancelled', code: 'AbortError' });
    await closed.promise;
    await new Promise((resolve) => server.close(resolve));
  });
});

const identityAt = (headers: Record<string, string>): ScriptedResponse =>
  xml(
    '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
    200,
    headers,
  );

/** Rejects when it is cancelled, and never resolves. */
const forever: Clock['sleep'] = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/** Lets everything happen that needs no timer. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
