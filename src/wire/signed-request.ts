/**
 * The scope of a SigV4 signature, from the `Authorization` header or from the query of a presigned URL.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv4.html
 */

import { type Parameters, parseParameters } from './form.ts';
import type { WireRequest } from './message.ts';

export interface SignedRequest {
  readonly request: WireRequest;
  readonly query: Parameters;
  readonly presigned: boolean;
  /** `20250101T120000Z` */
  readonly date: string;
  readonly scope: {
    /** `20250101/eu-west-1/sts/aws4_request` */
    readonly text: string;
    readonly date: string;
    readonly region: string;
    readonly service: string;
  };
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** How long a presigned URL is valid. */
  readonly expiresSeconds?: number;
}

const algorithm = 'AWS4-HMAC-SHA256';

/** Undefined for a request that is unsigned, or signed by other means than SigV4. */
export function signedRequest(request: WireRequest): SignedRequest | undefined {
  const query = parseParameters(request.query);
  const { authorization } = request.headers;
  return authorization === undefined
    ? fromQuery(request, query)
    : fromHeader(request, query, authorization);
}

function fromHeader(
  request: WireRequest,
  query: Parameters,
  authorization: string,
): SignedRequest | undefined {
  if (!authorization.startsWith(`${algorithm} `)) return undefined;
  const part = (name: string) => new RegExp(`${name}=([^\\s,]+)`).exec(authorization)?.[1] ?? '';
  return {
    request,
    query,
    presigned: false,
    date: request.headers['x-amz-date'] ?? basicDate(request.headers.date ?? ''),
    scope: scopeOf(part('Credential')),
    signedHeaders: part('SignedHeaders').split(';'),
    signature: part('Signature'),
  };
}

function fromQuery(request: WireRequest, query: Parameters): SignedRequest | undefined {
  const values = new Map(query);
  if (values.get('X-Amz-Algorithm') !== algorithm) return undefined;
  return {
    request,
    query: query.filter(([name]) => name !== 'X-Amz-Signature'),
    presigned: true,
    date: values.get('X-Amz-Date') ?? '',
    scope: scopeOf(values.get('X-Amz-Credential') ?? ''),
    signedHeaders: (values.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: values.get('X-Amz-Signature') ?? '',
    expiresSeconds: Number(values.get('X-Amz-Expires')),
  };
}

function scopeOf(credential: string): SignedRequest['scope'] {
  const text = credential.slice(credential.indexOf('/') + 1);
  const [date = '', region = '', service = ''] = text.split('/');
  return { text, date, region, service };
}

/** Old clients send a plain `Date` header. */
function basicDate(httpDate: string): string {
  const time = Date.parse(httpDate);
  if (Number.isNaN(time)) return '';
  return new Date(time).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}
