/** Compressed requests: CloudWatch's client sends PutMetricData gzipped above 10 KB. */

import { gunzipSync } from 'node:zlib';
import type { Credential, WireRequest } from './message.ts';
import { maxDocumentBytes, tooLarge } from './size-limits.ts';

/** An object that is put into S3 stays as it is: there the encoding is a property of the object. */
export function unzipped(request: WireRequest, credential: Credential | undefined): WireRequest {
  if (request.headers['content-encoding'] !== 'gzip' || credential?.signingName === 's3') {
    return request;
  }
  const body = gunzip(request.body);
  return body ? { ...request, body } : request;
}

/**
 * An invalid body is passed on unchanged: its protocol reports the error in its own words. A kilobyte can become a
 * megabyte, so the result is limited too.
 */
function gunzip(body: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(body, { maxOutputLength: maxDocumentBytes });
  } catch (error) {
    if (isTooLarge(error)) throw tooLarge('The decompressed body', maxDocumentBytes);
    return undefined;
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}
