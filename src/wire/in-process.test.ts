import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { HttpRequest } from '@smithy/core/protocols';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { errorOf } from '../testing/call-errors.ts';
import { testGateway } from '../testing/test-gateway.ts';
import { noBytes } from './bytes.ts';
import { inProcessHandler } from './in-process.ts';
import type { WireCall, WireRequest, WireResponse } from './message.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A gateway that never responds to ListAccounts, and signals when it is called. */
function silentGateway() {
  const requested = Promise.withResolvers<WireCall>();
  const answered = testGateway({
    ListAccounts: (call) => {
      requested.resolve(call);
      return new Promise<object>(() => {});
    },
  });
  return {
    ...answered,
    requested: requested.promise,
    client: new OrganizationsClient(answered.config),
  };
}

/** The client's own retries watch the signal as well; this tests the handler alone. */
function handle(answer: Parameters<typeof inProcessHandler>[0], abortSignal: AbortSignal) {
  return inProcessHandler(answer).handle(new HttpRequest({ hostname: 'example' }), { abortSignal });
}

test('a caller who aborts is released immediately, although the response never comes', async () => {
  const requested = Promise.withResolvers<AbortSignal | undefined>();
  const abort = new AbortController();
  const answer = ({ signal }: WireRequest) => {
    requested.resolve(signal);
    return new Promise<WireResponse>(() => {});
  };
  const failed = errorOf(handle(answer, abort.signal));
  const signal = await requested.promise;
  abort.abort(new Error('enough'));
  const failure = await failed;
  expect([failure.name, failure.cause]).toEqual(['AbortError', new Error('enough')]);
  expect(signal?.aborted).toBe(true);
});

test('a response in time leaves no timer and no listener behind', async () => {
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, 'addEventListener');
  const removed = vi.spyOn(signal, 'removeEventListener');
  await handle(async () => ({ status: 200, headers: {}, body: noBytes }), signal);
  expect([added.mock.calls.length, removed.mock.calls.length, vi.getTimerCount()]).toEqual([
    1, 1, 0,
  ]);
});

test('a client that aborts gets an AbortError', async () => {
  const { client, requested } = silentGateway();
  const abort = new AbortController();
  const failed = errorOf(client.send(new ListAccountsCommand({}), { abortSignal: abort.signal }));
  await requested;
  abort.abort();
  expect((await failed).name).toBe('AbortError');
});

test('a call that is aborted before it starts never reaches the gateway', async () => {
  const { client, calls } = silentGateway();
  const abortSignal = AbortSignal.abort();
  const failure = await errorOf(client.send(new ListAccountsCommand({}), { abortSignal }));
  expect([failure.name, calls.length]).toEqual(['AbortError', 0]);
});

test('a call without a response fails after its timeout', async () => {
  const { client, requested } = silentGateway();
  const failed = errorOf(client.send(new ListAccountsCommand({}), { requestTimeout: 5_000 }));
  const { request } = await requested;
  await vi.advanceTimersByTimeAsync(5_000);
  const failure = await failed;
  expect([failure.name, failure.message]).toEqual(['TimeoutError', 'No response within 5000 ms']);
  expect(request.signal?.aborted).toBe(true);
});

test('a timeout can be set for all calls of the handler', async () => {
  const { client, config, requested } = silentGateway();
  config.requestHandler.updateHttpClientConfig('requestTimeout' as never, 1_000 as never);
  expect(config.requestHandler.httpHandlerConfigs()).toEqual({ requestTimeout: 1_000 });
  const failed = errorOf(client.send(new ListAccountsCommand({})));
  await requested;
  await vi.advanceTimersByTimeAsync(1_000);
  expect((await failed).name).toBe('TimeoutError');
});

test('a body may be text, bytes or nothing', async () => {
  const { config, calls } = testGateway({ PutObject: () => ({}), ListRegions: () => ({}) });
  const s3 = new S3Client(config);
  for (const Body of [{ Body: 'tëxt' }, { Body: Uint8Array.of(0, 255) }]) {
    await s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', ...Body }));
  }
  await new AccountClient(config).send(new ListRegionsCommand({}));
  expect(calls.map(({ input }) => input.Body)).toEqual([
    Uint8Array.of(116, 195, 171, 120, 116),
    Uint8Array.of(0, 255),
    undefined,
  ]);
});
