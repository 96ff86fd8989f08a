import { createHash } from 'node:crypto';

/** Lambda's digest of an archive: SHA-256, in Base64. */
export function digestOf(archive: Uint8Array): string {
  return createHash('sha256').update(archive).digest('base64');
}
