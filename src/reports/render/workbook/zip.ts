/** The container of a workbook: a ZIP archive. Parts are compressed while they are made, so only compressed bytes are kept. */

import { strToU8, Zip, ZipDeflate } from 'fflate';

export interface ZipPart {
  readonly path: string;
  readonly chunks: Iterable<string>;
}

/** The first day of the format, in local time, so that the same report is the same bytes. */
const mtime = new Date(1980, 0, 1);

export function zip(parts: readonly ZipPart[]): Buffer {
  const pieces: Uint8Array[] = [];
  const archive = new Zip((error, bytes) => {
    if (error) throw error;
    pieces.push(bytes);
  });
  for (const { path, chunks } of parts) {
    const file = new ZipDeflate(path);
    file.mtime = mtime;
    archive.add(file);
    for (const chunk of chunks) file.push(strToU8(chunk));
    file.push(new Uint8Array(), true);
  }
  archive.end();
  return Buffer.concat(pieces);
}
