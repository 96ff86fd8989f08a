/** The object that is copied. */

import { invalidArgument } from './errors.ts';

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
}

/** `bucket/key?versionId=…`, percent-encoded, with or without a leading slash. */
export function copySourceOf(text: string): CopySource {
  const [path = '', query = ''] = text.split('?');
  const [bucket = '', ...key] = decoded(path.replace(/^\//, '')).split('/');
  const versionId = new URLSearchParams(query).get('versionId') ?? undefined;
  return { bucket, key: key.join('/'), versionId };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalidArgument('Invalid copy source encoding');
  }
}
