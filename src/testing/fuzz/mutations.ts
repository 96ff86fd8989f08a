/** Mutations of a request: of its bytes, its structure, its types, its headers, its path. */

import type { WireRequest } from '../../wire/message.ts';
import type { RandomSource } from '../random-value.ts';
import { pick } from './plausible-input.ts';
import { strangeTexts } from './texts.ts';

type Mutate = (request: WireRequest, random: RandomSource) => WireRequest;

const junk: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  9_007_199_254_740_991,
  '',
  'text',
  [],
  {},
  [null],
  [[]],
  [{}],
  { a: 1 },
  { '': null },
  [1, 'a', {}],
  { S: 'a', N: '1' },
  ...strangeTexts,
];

/** Types and structure of a JSON body; of any other, its bytes. */
const mutateValues: Mutate = (request, random) => {
  const parsed = parse(request.body);
  if (typeof parsed !== 'object' || parsed === null) return mutateBytes(request, random);
  const spots = spotsOf(parsed);
  const spot = spots.length > 0 ? pick(spots, random) : undefined;
  if (!spot) return { ...request, body: encode(JSON.stringify(pick(junk, random))) };
  const { holder, key } = spot;
  const roll = random();
  if (roll < 0.15) delete holder[key];
  else if (roll < 0.25) holder[pick(strangeTexts, random)] = holder[key];
  else holder[key] = pick(junk, random);
  return { ...request, body: encode(JSON.stringify(parsed)) };
};

interface Spot {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

function spotsOf(value: unknown): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...spotsOf(holder[key])]);
}

const mutateBytes: Mutate = (request, random) => {
  const body = Buffer.from(request.body);
  if (body.length === 0) return { ...request, body: encode(pick(strangeTexts, random)) };
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    body[Math.floor(random() * body.length)] = Math.floor(random() * 256);
  }
  return { ...request, body: new Uint8Array(body) };
};

const mutateSlices: Mutate = (request, random) => {
  const { body } = request;
  const at = Math.floor(random() * (body.length + 1));
  const end = at + Math.floor(random() * (body.length - at + 1));
  const parts =
    random() < 0.5
      ? [body.subarray(0, at)]
      : [body.subarray(0, end), body.subarray(at, end), body.subarray(end)];
  return { ...request, body: new Uint8Array(Buffer.concat(parts)) };
};

/** Names and values of a form or a query. */
const mutateParameters: Mutate = (request, random) => {
  const text = Buffer.from(request.body).toString('utf8');
  const isForm = request.headers['content-type']?.includes('form') ?? false;
  const pairs = (isForm ? text : request.query).split('&');
  const at = Math.floor(random() * pairs.length);
  const [name = '', value = ''] = pairs[at]?.split('=') ?? [];
  const strange = encodeURIComponent(pick(strangeTexts, random).toWellFormed());
  pairs[at] = pick(
    [`${name}=${strange}`, `${strange}=${value}`, `${name}.1.member.x=${value}`, name, ''],
    random,
  );
  if (random() < 0.2) pairs.push(`${name}.1.1.1.key=${strange}`);
  const changed = pairs.join('&');
  return isForm ? { ...request, body: encode(changed) } : { ...request, query: changed };
};

const headerNames = [
  'content-type',
  'content-encoding',
  'x-amz-target',
  'x-amz-date',
  'x-amz-content-sha256',
  'x-amz-security-token',
  'x-amz-copy-source',
  'x-amz-tagging',
  'x-amz-meta-a',
  'x-amz-decoded-content-length',
  'x-amz-query-mode',
  'range',
  'if-match',
  'if-modified-since',
  'host',
  'authorization',
  'smithy-protocol',
];
const headerValues = [
  'gzip',
  'aws-chunked',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'application/json',
  'application/x-www-form-urlencoded',
  'application/cbor',
  'rpc-v2-cbor',
  'bytes=5-1',
  'bytes=-0',
  'AWS4-HMAC-SHA256 Credential=test/1/us-east-1/s3/aws4_request',
  'AWS4-HMAC-SHA256 Credential=///',
  'AWSOrganizationsV20161128.',
  ...strangeTexts,
];

const mutateHeaders: Mutate = (request, random) => {
  const headers: Record<string, string> = { ...request.headers };
  const name = pick([...headerNames, ...Object.keys(headers)], random);
  if (random() < 0.3) delete headers[name];
  else headers[name] = pick(headerValues, random);
  headers.host ??= 'localhost';
  return { ...request, headers };
};

const mutatePath: Mutate = (request, random) => {
  const method =
    random() < 0.3 ? pick(['GET', 'PUT', 'DELETE', 'HEAD', 'PATCH'], random) : undefined;
  const at = Math.floor(random() * request.path.length);
  const inserted = pick(['%', '%00', '//', '..', '?', '%2F', '%ff', 'a'.repeat(500), ''], random);
  const path = request.path.slice(0, at) + inserted + request.path.slice(at + 1);
  return { ...request, path: path.startsWith('/') ? path : `/${path}`, ...(method && { method }) };
};

const withoutSignature: Mutate = (request) => {
  const { authorization: _, ...headers } = request.headers;
  return { ...request, headers };
};

const unchanged: Mutate = (request) => request;

const mutations: readonly Mutate[] = [
  unchanged,
  unchanged,
  unchanged,
  unchanged,
  unchanged,
  unchanged,
  mutateValues,
  mutateValues,
  mutateValues,
  mutateBytes,
  mutateSlices,
  mutateParameters,
  mutateHeaders,
  mutatePath,
  withoutSignature,
];

/** Up to three mutations. */
export function mutated(request: WireRequest, random: RandomSource): WireRequest {
  let result = pick(mutations, random)(request, random);
  while (random() < 0.25) result = pick(mutations, random)(result, random);
  return result;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

function encode(text: string | undefined): Uint8Array {
  return new TextEncoder().encode(text ?? '');
}
