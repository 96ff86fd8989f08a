/**
 * Events and responses of function URLs, in the payload format 2.0.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */

import type { WireRequest, WireResponse } from '../../../wire/message.ts';
import type { CallerIdentity } from '../../world/caller.ts';

export interface UrlEventFacts {
  readonly path: string;
  readonly requestId: string;
  readonly now: number;
  readonly host: string;
  /** Of a URL that IAM protects. */
  readonly caller?: CallerIdentity;
}

export function urlEvent(request: WireRequest, facts: UrlEventFacts): object {
  const { path, requestId, now, host, caller } = facts;
  const { cookie, ...headers } = request.headers;
  const body = bodyOf(request);
  const parameters = parametersOf(request.query);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: decoded(path),
    rawQueryString: request.query,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers: { ...headers, host },
    ...(Object.keys(parameters).length > 0 && { queryStringParameters: parameters }),
    requestContext: {
      accountId: caller?.accountId ?? 'anonymous',
      apiId: host.split('.')[0],
      ...(caller && { authorizer: { iam: iamOf(caller) } }),
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: {
        method: request.method,
        path: decoded(path),
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId,
      routeKey: '$default',
      stage: '$default',
      time: timeText(now),
      timeEpoch: now,
    },
    ...body,
  };
}

function iamOf({ accessKeyId, accountId, userId, arn }: CallerIdentity): object {
  return { accessKey: accessKeyId, accountId, callerId: userId, userArn: arn, userId };
}

const textTypes = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded))/;

function bodyOf({ body, headers }: WireRequest): object {
  if (body.byteLength === 0) return { isBase64Encoded: false };
  const isText = textTypes.test(headers['content-type'] ?? '');
  const text = Buffer.from(body).toString(isText ? 'utf8' : 'base64');
  return { body: text, isBase64Encoded: !isText };
}

function parametersOf(query: string): Readonly<Record<string, string>> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `01/Jan/2026:00:00:00 +0000`. */
function timeText(now: number): string {
  const date = new Date(now);
  const day = String(date.getUTCDate()).padStart(2, '0');
  const time = date.toISOString().slice(11, 19);
  return `${day}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${time} +0000`;
}

interface UrlResult {
  readonly statusCode: number;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly cookies?: readonly string[];
  readonly isBase64Encoded?: boolean;
}

/** A result without a status is the body of a response of status 200. */
export function urlResponse(payload: string): WireResponse {
  const result: unknown = JSON.parse(payload);
  if (!hasStatus(result)) {
    const text = typeof result === 'string' ? result : payload;
    return { status: 200, headers: { 'content-type': 'application/json' }, body: bytesOf(text) };
  }
  const { statusCode, headers = {}, body = '', cookies, isBase64Encoded } = result;
  const own = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    status: statusCode,
    headers: {
      'content-type': 'application/json',
      ...Object.fromEntries(own),
      ...(cookies && { 'set-cookie': cookies.join(', ') }),
    },
    body: isBase64Encoded ? Buffer.from(text, 'base64') : bytesOf(text),
  };
}

function hasStatus(result: unknown): result is UrlResult {
  const { statusCode } = Object(result) as { readonly statusCode?: unknown };
  return typeof statusCode === 'number' && statusCode >= 100 && statusCode < 600;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
