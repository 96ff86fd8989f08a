/** Requests that no client of AWS sends: each is refused with a 4xx, soon, and the simulator lives on. */

import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { bytes, rawRequest, signedFor, testGateway, text } from '../testing/test-gateway.ts';
import { isAcceptedHost } from './accepted-hosts.ts';
import { type LocalServer, serve } from './http-server.ts';
import type { WireRequest } from './message.ts';
import { maxBodyBytes, maxDocumentBytes } from './size-limits.ts';

const servers: LocalServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const gateway = testGateway({
  PutObject: () => ({}),
  ListAccounts: () => ({}),
  PutMetricData: () => ({}),
  DeleteObjects: () => ({}),
  GetUser: () => ({}),
});

async function answerTo(request: Partial<WireRequest>): Promise<readonly [number, string]> {
  const { status, body } = await gateway.handle(rawRequest({ method: 'POST', ...request }));
  return [status, /(?:<Code>|"__type":")(\w+)/.exec(text(body))?.[1] ?? text(body)];
}

function chunked(body: string, headers: Record<string, string> = {}) {
  const streaming = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
  return {
    method: 'PUT',
    path: '/bucket/key',
    headers: { authorization: signedFor('s3'), ...streaming, ...headers },
    body: bytes(body),
  };
}

test.each([
  ['a negative size', '-1\r\nabc\r\n0\r\n\r\n'],
  ['a negative size that points at itself', '-4\r\n0\r\n\r\n'],
  ['a size that is not a number', 'zz\r\nabc\r\n0\r\n\r\n'],
  ['an empty size', '\r\nabc\r\n0\r\n\r\n'],
  ['a size with a sign and a prefix', '0x3\r\nabc\r\n0\r\n\r\n'],
  ['a size beyond the body', 'ffffffff\r\nabc\r\n0\r\n\r\n'],
  ['a size beyond every number', `${'f'.repeat(400)}\r\nabc\r\n0\r\n\r\n`],
  ['a size without an end', 'a'.repeat(100_000)],
  ['no last chunk', '3\r\nabc\r\n'],
  ['no body', ''],
  ['trailers without an end', `0\r\n${'x-amz-a: b\r\n'.repeat(10_000)}`],
])('an aws-chunked body with %s is an incomplete body', async (_, body) => {
  expect(await answerTo(chunked(body))).toEqual([400, 'IncompleteBody']);
});

test('an aws-chunked body must have the length that it announces', async () => {
  const announced = { 'x-amz-decoded-content-length': '4' };
  expect(await answerTo(chunked('3\r\nabc\r\n0\r\n\r\n', announced))).toEqual([
    400,
    'IncompleteBody',
  ]);
});

test('trailers become headers only when they are announced', async () => {
  const trailers = 'x-amz-checksum-crc32: AAAAAA==\r\nx-amz-acl: public-read\r\nhost: evil\r\n';
  await answerTo(
    chunked(`3\r\nabc\r\n0\r\n${trailers}\r\n`, { 'x-amz-trailer': 'x-amz-checksum-crc32' }),
  );
  const input = gateway.calls.at(-1)?.input;
  expect([input?.ChecksumCRC32, input?.ACL]).toEqual(['AAAAAA==', undefined]);
});

test('a million chunks of one byte are one object', async () => {
  await answerTo(chunked(`${'1\r\nx\r\n'.repeat(1_000_000)}0\r\n\r\n`));
  expect(gateway.calls.at(-1)?.input.Body).toHaveLength(1_000_000);
});

test('a body that is too large after decompression is refused', async () => {
  const headers = {
    authorization: signedFor('monitoring'),
    'content-encoding': 'gzip',
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'GraniteServiceVersion20100801.PutMetricData',
  };
  const body = new Uint8Array(gzipSync(Buffer.alloc(maxDocumentBytes + 1)));
  expect(await answerTo({ headers, body })).toEqual([400, 'RequestEntityTooLarge']);
});

function jsonCall(body: string) {
  return {
    headers: {
      authorization: signedFor('organizations', 'us-east-1'),
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSOrganizationsV20161128.ListAccounts',
    },
    body: bytes(body),
  };
}

test.each([
  ['arrays', `{"a":${'['.repeat(200)}${']'.repeat(200)}}`],
  ['a million objects', '{"a":'.repeat(1_000_000)],
])('JSON with nested %s is not read', async (_, body) => {
  expect(await answerTo(jsonCall(body))).toEqual([400, 'SerializationException']);
});

test('brackets inside strings of JSON are text', async () => {
  const policy = JSON.stringify({ NextToken: `"\\${'[{'.repeat(500)}` });
  expect(await answerTo(jsonCall(policy))).toEqual([200, '{}']);
});

test('CBOR that is nested too deeply is not read', async () => {
  const headers = {
    authorization: signedFor('monitoring'),
    'smithy-protocol': 'rpc-v2-cbor',
    'content-type': 'application/cbor',
  };
  const path = '/service/GraniteServiceVersion20100801/operation/PutMetricData';
  for (const body of [
    new Uint8Array(1_000_000).fill(0x81),
    new Uint8Array([0x9b, 255, 255, 255, 255, 255, 255, 255, 255]),
    new Uint8Array([0x5b, 0, 0, 255, 255, 255, 255, 255, 255]),
  ]) {
    const [status, type] = await answerTo({ path, headers, body });
    expect([status, type.includes('SerializationException')]).toEqual([400, true]);
  }
});

function deletion(body: string) {
  return {
    path: '/bucket',
    query: 'delete=',
    headers: { authorization: signedFor('s3') },
    body: bytes(body),
  };
}

test.each([
  ['nested too deeply', `<Delete>${'<a>'.repeat(1_000_000)}`],
  ['with document types', '<!DOCTYPE a>'.repeat(100_000)],
  [
    'with entities that grow',
    '<!doctype a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Delete>&b;</Delete>',
  ],
  ['without an end', '<Delete><Object><Key>a'],
])('XML %s is malformed', async (_, body) => {
  expect(await answerTo(deletion(body))).toEqual([400, 'MalformedXML']);
});

test('XML of many megabytes is refused', async () => {
  const body = `<Delete>${'<Quiet>x</Quiet>'.repeat(600_000)}</Delete>`;
  expect(await answerTo(deletion(body))).toEqual([413, 'RequestEntityTooLarge']);
});

function form(body: string) {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return { headers: { authorization: signedFor('iam', 'us-east-1'), ...type }, body: bytes(body) };
}

test.each([
  ['a million parameters', 'a&'.repeat(1_000_000)],
  ['a name of a million parts', `${'.'.repeat(1_000_000)}=1`],
])('a form with %s is malformed', async (_, body) => {
  const call = form(`Action=GetUser&Version=2010-05-08&${body}`);
  expect(await answerTo(call)).toEqual([400, 'MalformedInput']);
});

test('a form of many megabytes is refused', async () => {
  const call = form(`Action=GetUser&Version=2010-05-08&UserName=${'a'.repeat(21 * 1024 * 1024)}`);
  expect((await answerTo(call))[0]).toBe(413);
});

test.each([
  ['127.0.0.1:4566', true],
  ['127.1.2.3', true],
  ['localhost:4566', true],
  ['LOCALHOST', true],
  ['[::1]:4566', true],
  ['bucket.localhost:4566', true],
  ['bucket.s3.localhost', true],
  ['bucket.s3.eu-west-1.amazonaws.com', true],
  ['sqs.cn-north-1.amazonaws.com.cn', true],
  ['abc.lambda-url.eu-west-1.on.aws', true],
  ['', false],
  ['evil.example', false],
  ['localhost.evil.example', false],
  ['127.0.0.1.evil.example', false],
  ['127.0.0.1.nip.io:4566', false],
  ['evil-localhost', false],
  ['evilamazonaws.com', false],
  ['amazonaws.com.evil.example', false],
  ['10.0.0.1:4566', false],
  ['0.0.0.0:4566', false],
  [`${'s3.'.repeat(200)}amazonaws.com`, false],
])('the host %s is accepted: %s', (host, accepted) => {
  expect(isAcceptedHost(host)).toBe(accepted);
});

test('a body that is larger than any object is refused while it is sent, and the server lives on', async () => {
  const server = await serve(async () => ({ status: 200, headers: {}, body: bytes('ok') }), {
    port: 0,
  });
  servers.push(server);
  const chunk = Buffer.alloc(4 * 1024 * 1024);
  let sent = 0;
  const status = await new Promise<number | undefined>((resolve) => {
    const upload = httpRequest(server.url, { method: 'PUT' }, (response) => {
      resolve(response.statusCode);
      upload.destroy();
    });
    upload.on('error', () => {});
    const write = () => {
      if (upload.destroyed || sent > 2 * maxBodyBytes) return;
      sent += chunk.byteLength;
      upload.write(chunk, write);
    };
    write();
  });
  const after = await fetch(server.url);
  expect([status, sent < 2 * maxBodyBytes, after.status]).toEqual([413, true, 200]);
});
