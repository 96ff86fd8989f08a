/** Reads a client's upload: bytes, headers, tags, checksums. */

import type { ObjectHeaders } from './bucket.ts';
import { s3Error } from './errors.ts';
import { checksum, md5 } from './objects.ts';
import { readTagSet } from './settings.ts';

/** The gateway has read the stream: whatever the SDK's type says, these are bytes. */
export function bodyOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

export function headersOf(input: ObjectHeaders): ObjectHeaders {
  return {
    CacheControl: input.CacheControl,
    ContentDisposition: input.ContentDisposition,
    ContentEncoding: withoutChunking(input.ContentEncoding),
    ContentLanguage: input.ContentLanguage,
    ContentType: input.ContentType,
    Metadata: input.Metadata,
    ServerSideEncryption: input.ServerSideEncryption,
    SSEKMSKeyId: input.SSEKMSKeyId,
    StorageClass: input.StorageClass,
    WebsiteRedirectLocation: input.WebsiteRedirectLocation,
  };
}

/** `key=value&other=value`, as in the header. */
export function parseTagging(tagging: string | undefined): ReadonlyMap<string, string> {
  const pairs = [...new URLSearchParams(tagging ?? '')];
  return readTagSet(
    pairs.map(([Key, Value]) => ({ Key, Value })),
    10,
  );
}

interface ChecksumInput {
  readonly ContentMD5?: string | undefined;
  readonly ChecksumAlgorithm?: string | undefined;
  readonly ChecksumCRC32?: string | undefined;
  readonly ChecksumSHA1?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
}

/** Verifies the client's checksums, and returns those to store and echo. */
export function checksumsOf(
  input: ChecksumInput,
  body: Uint8Array,
): Readonly<Record<string, string>> {
  if (input.ContentMD5 !== undefined && input.ContentMD5 !== md5(body).toString('base64')) {
    throw badDigest('Content-MD5');
  }
  const kept: Record<string, string> = {};
  for (const algorithm of ['CRC32', 'SHA1', 'SHA256'] as const) {
    const member = `Checksum${algorithm}` as const;
    const claimed = input[member];
    if (claimed === undefined && input.ChecksumAlgorithm !== algorithm) continue;
    const actual = checksum(algorithm, body) ?? '';
    if (claimed !== undefined && claimed !== actual) throw badDigest(algorithm);
    kept[member] = actual;
  }
  return kept;
}

function badDigest(what: string) {
  return s3Error(
    'BadDigest',
    `The ${what} you specified did not match the calculated checksum.`,
    400,
  );
}

/** `aws-chunked` describes the transfer, not the object. */
function withoutChunking(encoding: string | undefined): string | undefined {
  const rest = encoding
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== 'aws-chunked' && part !== '');
  return rest && rest.length > 0 ? rest.join(',') : undefined;
}
