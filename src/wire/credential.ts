/** The credential that a request names: in the `Authorization` header, or in the query of a presigned URL. */

import { parameter } from './form.ts';
import type { Credential, WireRequest } from './message.ts';
import { version2Credential } from './signature-v2.ts';

/** Undefined for an unsigned request, and for one signed by other means than SigV4 and S3's SigV2. */
export function credentialOf(request: WireRequest): Credential | undefined {
  return version4Credential(request) ?? version2Credential(request);
}

function version4Credential(request: WireRequest): Credential | undefined {
  const header = request.headers.authorization;
  if (header !== undefined) {
    const scope = /Credential=([^\s,]+)/.exec(header)?.[1];
    return scope === undefined ? undefined : fromScope(scope, request.headers);
  }
  const scope = parameter(request.query, 'X-Amz-Credential');
  if (scope === undefined) return undefined;
  const sessionToken = parameter(request.query, 'X-Amz-Security-Token');
  return fromScope(scope, {
    ...request.headers,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  });
}

/** `AKIA…/20250101/eu-west-1/sts/aws4_request`. SigV4a has a set of regions in a header instead. */
function fromScope(scope: string, headers: WireRequest['headers']): Credential | undefined {
  const parts = scope.split('/');
  const [accessKeyId, , third, fourth, fifth] = parts;
  if (accessKeyId === undefined || third === undefined || fourth === undefined) return undefined;
  const [region, signingName] =
    fifth === undefined ? [headers['x-amz-region-set'] ?? '*', third] : [third, fourth];
  const sessionToken = headers['x-amz-security-token'];
  return {
    accessKeyId,
    region,
    signingName,
    ...(sessionToken !== undefined && { sessionToken }),
  };
}
