/** Bodies of codecs and handlers as plain bytes. */

export const noBytes = new Uint8Array(0);

/**
 * Always a plain `Uint8Array`. The JSON codec's own array type warns when it is used as a string, and a `Buffer` is
 * not equal to the same bytes in an array.
 */
export function toBytes(value: unknown): Uint8Array {
  if (typeof value === 'string') return plain(Buffer.from(value, 'utf8'));
  if (value instanceof Uint8Array) return plain(value);
  if (value === undefined || value === null) return noBytes;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError(`"${typeof value}" is neither text nor bytes`);
}

/** Also for streams: those that an SDK client sends, and those that a handler of GetObject returns. */
export async function collectBytes(value: unknown): Promise<Uint8Array> {
  if (value instanceof Blob) return new Uint8Array(await value.arrayBuffer());
  if (!isAsyncIterable(value)) return toBytes(value);
  const chunks: Uint8Array[] = [];
  for await (const chunk of value) chunks.push(toBytes(chunk));
  return plain(Buffer.concat(chunks));
}

function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
