/**
 * Links that download an object of S3, signed in their query. Anyone with the link can use it until it expires.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */

import { createHmac, hash } from 'node:crypto';
import { escapeUri } from '@smithy/core/protocols';
import type { AwsCredentialIdentity } from '@smithy/types';
import { serviceModel } from '../models/service-model.ts';
import { endpointOf } from './endpoint.ts';
import { canonicalQuery, signingKey } from './sign.ts';

/** An object of S3 to make a link to. */
export interface PresignedObject {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
  /** The name that a browser saves it under. */
  readonly fileName: string;
  /** At most a week. */
  readonly expiresSeconds: number;
}

interface PresignOptions {
  readonly credentials: AwsCredentialIdentity;
  /** Replaces AWS's own. */
  readonly endpoint: string | undefined;
  readonly now: number;
}

export function presignObject(
  { bucket, key, region, fileName, expiresSeconds }: PresignedObject,
  { credentials, endpoint, now }: PresignOptions,
): string {
  const model = serviceModel('s3');
  const { url, signingRegion } = endpointOf(model, { region, endpoint, bucket });
  const path = `${url.pathname}/${key.split('/').map(escapeUri).join('/')}`;
  const dateTime = new Date(now)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:]/g, '');
  const scope = `${dateTime.slice(0, 8)}/${signingRegion}/s3/aws4_request`;
  const { accessKeyId, sessionToken } = credentials;
  const query = canonicalQuery({
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${accessKeyId}/${scope}`,
    'X-Amz-Date': dateTime,
    'X-Amz-Expires': String(expiresSeconds),
    'X-Amz-SignedHeaders': 'host',
    ...(sessionToken !== undefined && { 'X-Amz-Security-Token': sessionToken }),
    'response-content-disposition': `attachment; filename="${fileName.replace(/[^\w.-]/g, '_')}"`,
  });
  const canonical = ['GET', path, query, `host:${url.host}`, '', 'host', 'UNSIGNED-PAYLOAD'];
  const digest = hash('sha256', canonical.join('\n'), 'hex');
  const text = ['AWS4-HMAC-SHA256', dateTime, scope, digest].join('\n');
  const signature = createHmac('sha256', signingKey(credentials, scope)).update(text).digest('hex');
  return `${url.origin}${path}?${query}&X-Amz-Signature=${signature}`;
}
