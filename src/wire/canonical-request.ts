/**
 * The canonical request of a SigV4 signature.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */

import { createHash } from 'node:crypto';
import type { SignedRequest } from './signed-request.ts';

export function canonicalRequest(signed: SignedRequest): string {
  const { request, signedHeaders } = signed;
  const headers = signedHeaders.map((name) => `${name}:${canonicalValue(request.headers[name])}\n`);
  return [
    request.method,
    canonicalPath(signed),
    canonicalQuery(signed),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash(signed),
  ].join('\n');
}

/** S3 and its side entrances sign the path as it is sent, and accept bodies without a hash. */
function isS3Signing({ scope: { service } }: Pick<SignedRequest, 'scope'>): boolean {
  return service === 's3' || service.startsWith('s3-') || service === 's3express';
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Whether the body matches the hash in the header; the header may state that there is none. */
export function isBodyAsAnnounced({ request: { headers, body } }: SignedRequest): boolean {
  const announced = headers['x-amz-content-sha256'];
  if (announced === undefined || !/^[0-9a-f]{64}$/.test(announced)) return true;
  return announced === sha256(body);
}

function payloadHash(signed: SignedRequest): string {
  const { headers, body } = signed.request;
  const announced = headers['x-amz-content-sha256'];
  if (announced !== undefined) return announced;
  return signed.presigned && isS3Signing(signed) ? 'UNSIGNED-PAYLOAD' : sha256(body);
}

/** Except in S3 the path is normalized, and encoded characters are encoded again. */
function canonicalPath(signed: SignedRequest): string {
  const { path } = signed.request;
  if (path === '/' || isS3Signing(signed)) return path;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(encode(segment));
  }
  const end = path.endsWith('/') && segments.length > 0 ? '/' : '';
  return `/${segments.join('/')}${end}`;
}

function canonicalQuery({ query }: SignedRequest): string {
  if (query.length === 0) return '';
  const pairs = query.map(([name, value]) => [encode(name), encode(value)] as const);
  const sorted = pairs.sort(
    (left, right) => compare(left[0], right[0]) || compare(left[1], right[1]),
  );
  return sorted.map(([name, value]) => `${name}=${value}`).join('&');
}

function canonicalValue(value: string | undefined): string {
  return (value ?? '').trim().replaceAll(/\s+/g, ' ');
}

/** `encodeURIComponent` does not encode five characters that SigV4 encodes. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
