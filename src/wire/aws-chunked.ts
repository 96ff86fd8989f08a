/**
 * `aws-chunked` bodies, in which S3 clients wrap uploads: sizes, optional signatures, the data, optional trailers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */

import { AwsError } from './aws-error.ts';
import type { WireRequest } from './message.ts';

const carriageReturn = 13;
/** A size and a signature are below 100 bytes; a trailer is a checksum or a signature. */
const maxLineBytes = 1_024;
const maxTrailerBytes = 8_192;

/** The request with the bare object as its body; the trailers that it announces (checksums) become headers. */
export function unchunked(request: WireRequest): WireRequest {
  const { 'content-encoding': encoding = '', ...others } = request.headers;
  const encodings = encoding.split(',').map((part) => part.trim());
  const isStreaming = others['x-amz-content-sha256']?.startsWith('STREAMING-') ?? false;
  if (!isStreaming && !encodings.includes('aws-chunked')) return request;
  const rest = encodings.filter((part) => part !== '' && part !== 'aws-chunked').join(',');
  const { data, end } = readChunks(bufferOf(request.body));
  checkLength(others['x-amz-decoded-content-length'], data.byteLength);
  const trailers = readTrailers(bufferOf(request.body), end, others['x-amz-trailer'] ?? '');
  const headers = { ...others, ...(rest !== '' && { 'content-encoding': rest }), ...trailers };
  return { ...request, headers, body: data };
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** Copies into one buffer: millions of chunks of one byte must not become millions of objects. */
function readChunks(body: Buffer): { readonly data: Buffer; readonly end: number } {
  const data = Buffer.alloc(body.byteLength);
  let length = 0;
  let position = 0;
  for (;;) {
    const line = lineAt(body, position);
    const start = position + line.length + 2;
    const size = sizeOf(line);
    if (size === 0) return { data: data.subarray(0, length), end: start };
    if (start + size > body.length) throw incomplete(`a chunk ends after ${body.length} bytes`);
    length += body.copy(data, length, start, start + size);
    position = start + size;
    if (body[position] === carriageReturn) position += 2;
  }
}

function lineAt(body: Buffer, position: number): string {
  const end = body.subarray(position, position + maxLineBytes).indexOf('\r\n');
  if (end < 0) throw incomplete('a chunk has no size');
  return body.toString('latin1', position, position + end);
}

/** `400;chunk-signature=…`: hexadecimal, without a sign. */
function sizeOf(line: string): number {
  const digits = /^([0-9a-f]{1,8})(?:;.*)?$/i.exec(line.trim())?.[1];
  if (digits === undefined) throw incomplete(`${JSON.stringify(line.slice(0, 40))} is not a size`);
  return Number.parseInt(digits, 16);
}

function checkLength(announced: string | undefined, length: number): void {
  if (announced === undefined || Number(announced) === length) return;
  throw incomplete(`${length} bytes instead of ${announced.slice(0, 20)}`);
}

function readTrailers(body: Buffer, start: number, announced: string): Record<string, string> {
  if (body.length - start > maxTrailerBytes) throw incomplete('the trailers are too long');
  const names = announced.split(',').map((name) => name.trim().toLowerCase());
  const lines = body.toString('latin1', start).split('\r\n');
  const pairs = lines.filter((line) => line.includes(':')).map(splitHeader);
  return Object.fromEntries(pairs.filter(([name]) => names.includes(name)));
}

function splitHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

function incomplete(reason: string): AwsError {
  const message = `You did not provide the number of bytes specified by the Content-Length HTTP header: ${reason}`;
  return new AwsError('IncompleteBody', message);
}
