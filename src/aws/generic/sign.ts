/**
 * Signs requests with Signature Version 4, in their headers.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */

import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import { escapeUri, type HttpRequest } from '@smithy/core/protocols';
import type { AwsCredentialIdentity } from '@smithy/types';

export interface SigningScope {
  readonly region: string;
  /** The service's signing name, `sts`. */
  readonly service: string;
}

const algorithm = 'AWS4-HMAC-SHA256';

/** Changed on the way by connections and proxies; the SDK leaves the same ones out. */
const unsigned: ReadonlySet<string> = new Set([
  'authorization',
  'cache-control',
  'connection',
  'expect',
  'from',
  'keep-alive',
  'max-forwards',
  'pragma',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-amzn-trace-id',
]);

/** Adds the date, the session token, the checksum of the body and the signature to the request's headers. */
export function signRequest(
  request: HttpRequest,
  credentials: AwsCredentialIdentity,
  { region, service }: SigningScope,
  now: number,
): void {
  const { headers } = request;
  const dateTime = new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:]/g, '');
  const date = dateTime.slice(0, 8);
  headers['x-amz-date'] = dateTime;
  if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken;
  const checksum = headers['x-amz-content-sha256'] ?? checksumOf(request.body);
  headers['x-amz-content-sha256'] = checksum;

  const signed = signedHeaders(headers);
  const names = signed.map(([name]) => name).join(';');
  const canonical = [
    request.method,
    // S3 takes the path of a key as it is; every other service normalizes and encodes it again.
    service === 's3' ? request.path : canonicalPath(request.path),
    canonicalQuery(request.query),
    ...signed.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    checksum,
  ].join('\n');
  const scope = `${date}/${region}/${service}/aws4_request`;
  const text = `${algorithm}\n${dateTime}\n${scope}\n${hash('sha256', canonical, 'hex')}`;
  const signature = createHmac('sha256', signingKey(credentials, scope)).update(text).digest('hex');
  headers.authorization = `${algorithm} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}

/** A stream cannot be read before it is sent. */
function checksumOf(body: unknown): string {
  if (body === undefined || body === null) return hash('sha256', '', 'hex');
  if (typeof body === 'string' || body instanceof Uint8Array) return hash('sha256', body, 'hex');
  return 'UNSIGNED-PAYLOAD';
}

function signedHeaders(headers: Readonly<Record<string, string>>): [string, string][] {
  return Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => !unsigned.has(name) && !/^(proxy|sec)-/.test(name))
    .map(([name, value]): [string, string] => [name, value.replace(/\s+/g, ' ').trim()])
    .sort(byName);
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

function canonicalPath(path: string): string {
  if (path === '/') return path;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(escapeUri(segment));
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${end}`;
}

export function canonicalQuery(query: HttpRequest['query']): string {
  return Object.entries(query ?? {})
    .map(([name, value]): [string, string] => {
      const key = escapeUri(name);
      const values = (Array.isArray(value) ? value : [value]).filter((one) => one !== null);
      return [
        key,
        values
          .map((one) => `${key}=${escapeUri(one)}`)
          .sort()
          .join('&'),
      ];
    })
    .filter(([, pairs]) => pairs !== '')
    .sort(byName)
    .map(([, pairs]) => pairs)
    .join('&');
}

/** Valid for one day, region and service. Kept as long as the credentials themselves. */
const keys = new WeakMap<AwsCredentialIdentity, Map<string, KeyObject>>();

/** Deriving a key costs four times as much as the signature. */
export function signingKey(credentials: AwsCredentialIdentity, scope: string): KeyObject {
  const known = keys.get(credentials) ?? new Map<string, KeyObject>();
  keys.set(credentials, known);
  const key = known.get(scope) ?? deriveKey(credentials, scope);
  known.set(scope, key);
  return key;
}

function deriveKey(credentials: AwsCredentialIdentity, scope: string): KeyObject {
  return createSecretKey(hmac(derivedKey(credentials, scope.slice(0, -ending.length)), request));
}

const request = 'aws4_request';
const ending = `/${request}`;

/** The steps before the last: services of one region share those of the date and the region. */
const steps = new WeakMap<AwsCredentialIdentity, Map<string, Buffer>>();

function derivedKey(credentials: AwsCredentialIdentity, scope: string): Buffer {
  const known = steps.get(credentials) ?? new Map<string, Buffer>();
  steps.set(credentials, known);
  const cut = scope.lastIndexOf('/');
  const derive = () =>
    cut < 0
      ? hmac(Buffer.from(`AWS4${credentials.secretAccessKey}`), scope)
      : hmac(derivedKey(credentials, scope.slice(0, cut)), scope.slice(cut + 1));
  const key = known.get(scope) ?? derive();
  if (scope.split('/').length < 3) known.set(scope, key);
  return key;
}

/** Bytes of a block of SHA-256. */
const blockBytes = 64;

/**
 * HMAC-SHA-256 (RFC 2104) by Node's one-shot hash: `createHmac` takes five times as long for a key that is used once.
 */
function hmac(key: Buffer, text: string): Buffer {
  const short = key.length > blockBytes ? hash('sha256', key, 'buffer') : key;
  const inner = hash('sha256', Buffer.concat([padded(short, 0x36), Buffer.from(text)]), 'buffer');
  return hash('sha256', Buffer.concat([padded(short, 0x5c), inner]), 'buffer');
}

function padded(key: Buffer, padding: number): Buffer {
  const block = Buffer.alloc(blockBytes, padding);
  for (let at = 0; at < key.length; at++) block[at] = (key[at] ?? 0) ^ padding;
  return block;
}
