/**
 * Signature Version 2 of S3, in headers and in the links that boto3 still makes for the oldest region.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html
 */

import { createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from './aws-error.ts';
import { parameter, parseParameters } from './form.ts';
import type { Credential, WireRequest } from './message.ts';
import { bucketOfHost } from './s3-addressing.ts';

interface Version2 {
  readonly accessKeyId: string;
  readonly signature: string;
  /** Of a link, in seconds since 1970. */
  readonly expires?: string;
}

function version2Of({ headers, query }: WireRequest): Version2 | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const found = /^AWS ([^:\s]+):(\S+)$/.exec(authorization);
    return found ? { accessKeyId: found[1] ?? '', signature: found[2] ?? '' } : undefined;
  }
  const accessKeyId = parameter(query, 'AWSAccessKeyId');
  const signature = parameter(query, 'Signature');
  const expires = parameter(query, 'Expires');
  if (accessKeyId === undefined || signature === undefined || expires === undefined) {
    return undefined;
  }
  return { accessKeyId, signature, expires };
}

/** Regions that opened before 2014-01-30; all others know Version 4 only. */
const regions: readonly string[] = [
  'us-east-1',
  'us-west-1',
  'us-west-2',
  'eu-west-1',
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'sa-east-1',
  'us-gov-west-1',
];

/** The signature names no region: the host does, or it is the global endpoint. */
export function version2Credential(request: WireRequest): Credential | undefined {
  const signed = version2Of(request);
  if (!signed) return undefined;
  const { headers, query } = request;
  const sessionToken = headers['x-amz-security-token'] ?? parameter(query, 'x-amz-security-token');
  const named = /(?:^|\.)s3[.-]([a-z0-9-]+-\d)\./.exec(headers.host ?? '')?.[1];
  return {
    accessKeyId: signed.accessKeyId,
    region: named ?? 'us-east-1',
    signingName: 's3',
    ...(sessionToken !== undefined && { sessionToken }),
  };
}

/** Returns false for a request of another version. Throws S3's error for a signature that is not valid. */
export function verifyVersion2(request: WireRequest, secret: string, now: number): boolean {
  const signed = version2Of(request);
  if (!signed) return false;
  if (!regions.includes(version2Credential(request)?.region ?? '')) {
    const message =
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.';
    throw new AwsError('InvalidRequest', message, { status: 400 });
  }
  const { signature, expires } = signed;
  const own = createHmac('sha1', secret).update(stringToSign(request, expires)).digest('base64');
  if (!equal(own, signature)) {
    const message =
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
    throw new AwsError('SignatureDoesNotMatch', message, { status: 403 });
  }
  checkTime(request, expires, now);
  return true;
}

const maxSkewMs = 15 * 60_000;

function checkTime({ headers }: WireRequest, expires: string | undefined, now: number): void {
  if (expires !== undefined) {
    if (now <= Number(expires) * 1000) return;
    throw new AwsError('AccessDenied', 'Request has expired', { status: 403 });
  }
  const sent = Date.parse(headers['x-amz-date'] ?? headers.date ?? '');
  if (Math.abs(now - sent) <= maxSkewMs) return;
  const message = 'The difference between the request time and the current time is too large.';
  throw new AwsError('RequestTimeTooSkewed', message, { status: 403 });
}

function stringToSign(request: WireRequest, expires: string | undefined): string {
  const { method, headers } = request;
  // A date of Amazon's own takes the place of the other one.
  const date = expires ?? (headers['x-amz-date'] === undefined ? (headers.date ?? '') : '');
  const lines = [method, headers['content-md5'] ?? '', headers['content-type'] ?? '', date];
  return `${lines.join('\n')}\n${amazonHeaders(request)}${resourceOf(request)}`;
}

/** In a link they are parameters. */
function amazonHeaders({ headers, query }: WireRequest): string {
  const all = [...Object.entries(headers), ...parseParameters(query)];
  return all
    .map(([name, value]) => `${name.toLowerCase()}:${(value ?? '').trim()}\n`)
    .filter((line) => line.startsWith('x-amz-'))
    .sort()
    .join('');
}

const signedParameters =
  /^(accelerate|acl|analytics|cors|delete|inventory|lifecycle|location|logging|metrics|notification|object-lock|partNumber|policy|replication|requestPayment|response-[a-z-]+|restore|select|select-type|storageClass|tagging|torrent|uploadId|uploads|versionId|versioning|versions|website)$/;

function resourceOf({ headers, path, query }: WireRequest): string {
  const bucket = bucketOfHost(headers.host ?? '');
  const parameters = parseParameters(query)
    .filter(([name]) => signedParameters.test(name))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .sort();
  const tail = parameters.length > 0 ? `?${parameters.join('&')}` : '';
  return `${bucket === undefined ? '' : `/${bucket}`}${path}${tail}`;
}

function equal(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
