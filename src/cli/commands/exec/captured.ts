/** What a program wrote, kept up to a limit: one account that writes without end must not take the run with it. */

import type { Readable } from 'node:stream';

export interface Captured {
  readonly text: string;
  /** Whether the program wrote more than was kept. */
  readonly isCut: boolean;
}

const maxBytes = 1024 * 1024;

/** Reads on past the limit, so that the program is not held up. Ask when the stream has ended. */
export function capture(stream: Readable, limit = maxBytes): () => Captured {
  const chunks: Buffer[] = [];
  let size = 0;
  let isCut = false;
  stream.on('data', (chunk: Buffer) => {
    const room = limit - size;
    if (chunk.length > room) isCut = true;
    if (room <= 0) return;
    chunks.push(chunk.subarray(0, room));
    size += Math.min(room, chunk.length);
  });
  // As a stream, the decoder leaves out a letter that the limit has halved.
  return () => ({
    text: new TextDecoder().decode(Buffer.concat(chunks), { stream: isCut }),
    isCut,
  });
}
