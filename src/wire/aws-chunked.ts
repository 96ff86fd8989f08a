/**
 * `aws-chunked` bodies, in which S3 clients wrap uploads: sizes, optional signatures, the data, optional trailers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */

import { AwsError } from './aws-error.ts';
import type { WireRequest } from './message.ts';

const carriageReturn = 13;

/** The request with the bare object as its body; trailers (checksums) become headers. */
export function unchunked(request: WireRequest): WireRequest {
  const { 'content-encoding': encoding = '', ...others } = request.headers;
  const encodings = encoding.split(',').map((part) => part.trim());
  const isStreaming = others['x-amz-content-sha256']?.startsWith('STREAMING-') ?? false;
  if (!isStreaming && !encodings.includes('aws-chunked')) return request;
  const rest = encodings.filter((part) => part !== '' && part !== 'aws-chunked').join(',');
  const { data, trailers } = readChunks(Buffer.from(request.body));
  const headers = { ...others, ...(rest !== '' && { 'content-encoding': rest }), ...trailers };
  return { ...request, headers, body: data };
}

function readChunks(body: Buffer): { data: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', position);
    if (lineEnd < 0) throw incomplete('a chunk has no size');
    const size = Number.parseInt(body.toString('latin1', position, lineEnd), 16);
    const start = lineEnd + 2;
    if (size === 0) return { data: Buffer.concat(chunks), trailers: readTrailers(body, start) };
    if (!(start + size <= body.length)) throw incomplete(`a chunk ends after ${body.length} bytes`);
    chunks.push(body.subarray(start, start + size));
    position = start + size;
    if (body[position] === carriageReturn) position += 2;
  }
}

function readTrailers(body: Buffer, start: number): Record<string, string> {
  const lines = body.toString('latin1', start).split('\r\n');
  const pairs = lines.filter((line) => line.includes(':')).map(splitHeader);
  return Object.fromEntries(pairs.filter(([name]) => name !== 'x-amz-trailer-signature'));
}

function splitHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

function incomplete(reason: string): AwsError {
  const message = `You did not provide the number of bytes specified by the Content-Length HTTP header: ${reason}`;
  return new AwsError('IncompleteBody', message);
}
