/** Ranges of bytes: `bytes=0-99`, `bytes=100-`, `bytes=-100`. */

import type { S3Object } from './bucket.ts';
import { invalidArgument, s3Error } from './errors.ts';

export interface ByteRange {
  readonly start: number;
  /** Inclusive. */
  readonly end: number;
}

interface RangeInput {
  readonly Range?: string | undefined;
  readonly PartNumber?: number | undefined;
}

/** The bytes of a range, or of a part as it was uploaded. An object that was not uploaded in parts has one. */
export function rangeOf(
  object: S3Object,
  { Range, PartNumber }: RangeInput,
): ByteRange | undefined {
  const size = object.body.byteLength;
  if (PartNumber === undefined) return readRange(Range, size);
  if (Range !== undefined) {
    const message = 'Cannot specify both Range header and partNumber query parameter';
    throw s3Error('InvalidRequest', message, 400);
  }
  if (PartNumber < 1 || PartNumber > 10_000) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive');
  }
  const parts = object.parts ?? [size];
  const length = parts[PartNumber - 1];
  if (length === undefined) {
    throw s3Error('InvalidPartNumber', 'The requested partnumber is not satisfiable', 416, {
      ActualPartCount: String(parts.length),
      PartNumberRequested: String(PartNumber),
    });
  }
  const start = parts.slice(0, PartNumber - 1).reduce((sum, part) => sum + part, 0);
  // HTTP has no range of no bytes.
  return length === 0 ? undefined : { start, end: start + length - 1 };
}

/** Returned only where a part is requested, of an object that was uploaded in parts. */
export function partsCount({ parts }: S3Object, { PartNumber }: RangeInput) {
  return PartNumber !== undefined && parts ? { PartsCount: parts.length } : {};
}

/** Undefined without a range, or with one that HTTP does not define: the whole object is returned then. */
function readRange(range: string | undefined, size: number): ByteRange | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return undefined;
  const [, first = '', last = ''] = found;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start < size && start <= end) return { start, end };
  throw s3Error('InvalidRange', 'The requested range is not satisfiable', 416, {
    ActualObjectSize: String(size),
    RangeRequested: range,
  });
}

/** Of a copied part: both ends are named, and exist. https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export function copyRange(range: string | undefined, size: number): ByteRange {
  if (range === undefined) return { start: 0, end: size - 1 };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  const [start, end] = [Number(first), Number(last)];
  if (first === undefined || start > end) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    );
  }
  if (end < size) return { start, end };
  throw invalidArgument(`Range specified is not valid for source object of size: ${size}`);
}
