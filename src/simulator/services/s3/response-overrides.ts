/**
 * Headers that a request sets for its own response, whatever the object was stored with.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */

import type { CallContext } from '../../service.ts';
import { s3Error } from './errors.ts';

interface OverridingInput {
  readonly ResponseCacheControl?: string | undefined;
  readonly ResponseContentDisposition?: string | undefined;
  readonly ResponseContentEncoding?: string | undefined;
  readonly ResponseContentLanguage?: string | undefined;
  readonly ResponseContentType?: string | undefined;
  readonly ResponseExpires?: Date | undefined;
}

export function overridden({ caller }: CallContext, input: OverridingInput) {
  const headers = {
    CacheControl: input.ResponseCacheControl,
    ContentDisposition: input.ResponseContentDisposition,
    ContentEncoding: input.ResponseContentEncoding,
    ContentLanguage: input.ResponseContentLanguage,
    ContentType: input.ResponseContentType,
    Expires: input.ResponseExpires,
  };
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  if (present.length > 0 && caller.kind === 'anonymous') {
    const message = 'Request specific response headers cannot be used for anonymous GET requests.';
    throw s3Error('InvalidRequest', message, 400);
  }
  return Object.fromEntries(present);
}
