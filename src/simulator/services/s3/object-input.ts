/** Reads a client's upload: bytes, headers, tags, checksums. */

import { unsupported } from '../../refusals.ts';
import type { ObjectHeaders } from './bucket.ts';
import { s3Error } from './errors.ts';
import { checksum, md5 } from './objects.ts';
import { readObjectTags } from './tag-set.ts';

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
    Expires: input.Expires,
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
  return readObjectTags(pairs.map(([Key, Value]) => ({ Key, Value })));
}

interface ChecksumInput {
  readonly ContentMD5?: string | undefined;
  readonly ChecksumAlgorithm?: string | undefined;
  readonly ChecksumCRC32?: string | undefined;
  readonly ChecksumCRC32C?: string | undefined;
  readonly ChecksumCRC64NVME?: string | undefined;
  readonly ChecksumMD5?: string | undefined;
  readonly ChecksumSHA1?: string | undefined;
  readonly ChecksumSHA256?: string | undefined;
  readonly ChecksumSHA512?: string | undefined;
  readonly ChecksumXXHASH64?: string | undefined;
  readonly ChecksumXXHASH3?: string | undefined;
  readonly ChecksumXXHASH128?: string | undefined;
}

const algorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'MD5', 'SHA1', 'SHA256', 'SHA512'] as const;
const unknownAlgorithms = ['XXHASH64', 'XXHASH3', 'XXHASH128'] as const;

/** Verifies the client's checksums, and returns those to store and echo. */
export function checksumsOf(
  input: ChecksumInput,
  body: Uint8Array,
): Readonly<Record<string, string>> {
  if (input.ContentMD5 !== undefined && input.ContentMD5 !== md5(body).toString('base64')) {
    throw badDigest('Content-MD5');
  }
  const unknown = unknownAlgorithms.find(
    (one) => input.ChecksumAlgorithm === one || input[`Checksum${one}`] !== undefined,
  );
  if (unknown) throw unsupported(`the checksum ${unknown} of S3`);
  const kept: Record<string, string> = {};
  for (const algorithm of algorithms) {
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
