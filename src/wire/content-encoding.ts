/** Compressed requests: CloudWatch's client sends PutMetricData gzipped above 10 KB. */

import { gunzipSync } from 'node:zlib';
import type { Credential, WireRequest } from './message.ts';

/** An object that is put into S3 stays as it is: there the encoding is a property of the object. */
export function unzipped(request: WireRequest, credential: Credential | undefined): WireRequest {
  if (request.headers['content-encoding'] !== 'gzip' || credential?.signingName === 's3') {
    return request;
  }
  const body = gunzip(request.body);
  return body ? { ...request, body } : request;
}

/** An invalid body is passed on unchanged: its protocol reports the error in its own words. */
function gunzip(body: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(body);
  } catch {
    return undefined;
  }
}
