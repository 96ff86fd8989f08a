/** S3 has the bucket in the path or in the host; the gateway expects it in the path. */

import { partitions } from '../aws/models/service-model.ts';
import { escapePattern } from './escape-pattern.ts';
import type { WireRequest } from './message.ts';
import type { UriTemplate } from './routes.ts';
import { normalizedMembers, structureOf } from './structure.ts';

const suffixes = partitions.map(({ dnsSuffix }) => escapePattern(dnsSuffix)).join('|');
// `bucket.s3.eu-west-1.amazonaws.com`, `bucket.s3-us-west-2…`, `…dualstack…`; on loopback `bucket.localhost` is
// accepted.
const awsHost = new RegExp(`^(?:(.+)\\.)?s3(?:express)?(?:[.-][a-z0-9.-]+)?\\.(?:${suffixes})$`);
const loopbackHost = /^(?:(.+?)\.)??(?:s3(?:\.[a-z0-9-]+)?\.)?localhost$/;

/** The bucket that a `Host` header names, undefined for path style. */
export function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  // There the label is the route of a WriteGetObjectResponse.
  if (name.includes('.s3-object-lambda.')) return undefined;
  return (awsHost.exec(name) ?? loopbackHost.exec(name))?.[1];
}

export function isS3Host(host: string): boolean {
  return awsHost.test(host.replace(/:\d+$/, '').toLowerCase());
}

/** The same request with the bucket in its path. */
export function toPathStyle(request: WireRequest): WireRequest {
  const bucket = bucketOfHost(request.headers.host ?? '');
  return bucket === undefined ? request : { ...request, path: `/${bucket}${request.path}` };
}

/** In the model the bucket is a label that no URI mentions: the SDK's endpoint rules place it. */
export const withBucket: UriTemplate = (uri, operation) => {
  const members = normalizedMembers(structureOf(operation.schema[4]));
  const bucket = members.find(([name]) => name === 'Bucket')?.[1];
  if (!bucket?.getMergedTraits().httpLabel || uri.includes('{Bucket}')) return uri;
  return uri.startsWith('/?') || uri === '/' ? `/{Bucket}${uri.slice(1)}` : `/{Bucket}${uri}`;
};
