import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterEach, expect, test } from 'vitest';
import { FlotillaError } from '../model/flotilla-error.ts';
import { errorOf } from '../testing/call-errors.ts';
import { bytes, secretAccessKey, testGateway, text } from '../testing/test-gateway.ts';
import { type LocalServer, serve } from './http-server.ts';
import type { WireRequest, WireResponse } from './message.ts';

const servers: LocalServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function serving(
  handle: (request: WireRequest) => Promise<WireResponse>,
): Promise<LocalServer> {
  const server = await serve(handle, { port: 0 });
  servers.push(server);
  return server;
}

function clientConfig(endpoint: string) {
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey };
  return { endpoint, region: 'eu-west-1', credentials, maxAttempts: 1 };
}

test('real clients are served over HTTP as they are in process', async () => {
  const { handle, calls } = testGateway({
    ListAccounts: () => ({ Accounts: [{ Name: 'ünï' }] }),
    ListUsers: () => ({ Users: [{ UserName: 'a<b' }], IsTruncated: false }),
    PutObject: () => ({ ETag: '"1"' }),
    GetObject: () => ({ Body: bytes('hello'), Metadata: { team: 'röt 漢' } }),
    HeadObject: () => ({ ContentLength: 5 }),
  });
  const { url } = await serving(handle);
  const config = clientConfig(url);
  const s3 = new S3Client(config);
  const at = { Bucket: 'b', Key: 'k ü' };
  const { Accounts } = await new OrganizationsClient(config).send(new ListAccountsCommand({}));
  const { Users } = await new IAMClient(config).send(new ListUsersCommand({}));
  await s3.send(new PutObjectCommand({ ...at, Body: 'hello' }));
  const { Body, Metadata } = await s3.send(new GetObjectCommand(at));
  const { ContentLength } = await s3.send(new HeadObjectCommand(at));
  expect({ Accounts, Users, body: await Body?.transformToString(), ContentLength }).toEqual({
    Accounts: [{ Name: 'ünï' }],
    Users: [{ UserName: 'a<b' }],
    body: 'hello',
    ContentLength: 5,
  });
  expect(Buffer.from(Metadata?.team ?? '', 'latin1').toString('utf8')).toBe('röt 漢');
  const put = calls.find(({ operation }) => operation.name === 'PutObject');
  expect([put?.input.Bucket, put?.input.Key, text(put?.input.Body as Uint8Array)]).toEqual([
    'b',
    'k ü',
    'hello',
  ]);
});

test('a connection is kept for the next request', async () => {
  const { url } = await serving(async () => ({ status: 200, headers: {}, body: bytes('ok') }));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const get = () =>
    new Promise<boolean>((resolve, reject) => {
      const outgoing = httpRequest(url, { agent }, (incoming) => {
        incoming.resume().once('end', () => resolve(outgoing.reusedSocket));
      });
      outgoing.once('error', reject).end();
    });
  expect([await get(), await get()]).toEqual([false, true]);
  agent.destroy();
});

test('a client that disconnects aborts its call', async () => {
  const requested = Promise.withResolvers<AbortSignal>();
  const { url } = await serving(({ signal }) => {
    if (signal) requested.resolve(signal);
    return new Promise(() => {});
  });
  const outgoing = httpRequest(url).on('error', () => {});
  outgoing.end();
  const signal = await requested.promise;
  const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
  outgoing.destroy();
  await aborted;
  expect(signal.aborted).toBe(true);
});

test('the signal of an answered request does not fire', async () => {
  const signals: AbortSignal[] = [];
  const { url, close } = await serving(async ({ signal }) => {
    if (signal) signals.push(signal);
    return { status: 200, headers: {}, body: bytes('ok') };
  });
  await fetch(url).then((response) => response.text());
  await close();
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
});

test('closing ends idle and active connections', async () => {
  const requested = Promise.withResolvers<void>();
  const server = await serving(() => {
    requested.resolve();
    return new Promise(() => {});
  });
  const idle = connect(server.port, '127.0.0.1');
  const idleEnded = new Promise((resolve) => idle.once('close', resolve));
  await new Promise((resolve) => idle.once('connect', resolve));
  const active = errorOf(fetch(server.url));
  await requested.promise;
  await server.close();
  await idleEnded;
  expect((await active).message).toBe('fetch failed');
});

test('a port in use is named', async () => {
  const { port } = await serving(async () => ({ status: 200, headers: {}, body: bytes('') }));
  const failure = await errorOf(serve(async () => Promise.reject(), { port }));
  expect(failure).toBeInstanceOf(FlotillaError);
  expect([failure.code, failure.message]).toEqual([
    'Simulator',
    `Port ${port} on 127.0.0.1 is in use: choose another, or 0 for any.`,
  ]);
});

test('a rejected call loses its connection', async () => {
  const { url } = await serving(async () => Promise.reject(new Error('dropped')));
  const { cause } = await errorOf(fetch(url));
  expect(cause).toMatchObject({ message: 'other side closed' });
});

test('a response that HTTP cannot carry is an error of the server, and does not end it', async () => {
  const { url } = await serving(async ({ path }) => {
    const headers: Record<string, string> = path === '/bad' ? { 'x-a': 'one\r\ntwo' } : {};
    return { status: 200, headers, body: bytes('ok') };
  });
  const statuses = [await fetch(`${url}/bad`), await fetch(url)].map(({ status }) => status);
  expect(statuses).toEqual([500, 200]);
});
