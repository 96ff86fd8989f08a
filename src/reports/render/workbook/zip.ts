/**
 * The container of a workbook: a ZIP archive. Parts are compressed while they are made, so only compressed bytes are
 * kept. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */

import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';

export interface ZipPart {
  readonly path: string;
  readonly chunks: Iterable<string>;
}

interface Packed {
  readonly path: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly bytes: Buffer;
}

/** The first day of the format, so that the same report is the same bytes. */
const dosDate = 0x0021;
const version = 20;
const deflated = 8;
/** Names are UTF-8. */
const utf8 = 0x0800;

export async function zip(parts: readonly ZipPart[]): Promise<Buffer> {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const packed = await pack(part);
    const file = Buffer.concat([localHeader(packed), packed.path, packed.bytes]);
    files.push(file);
    directory.push(directoryHeader(packed, offset), packed.path);
    offset += file.length;
  }
  const listing = Buffer.concat(directory);
  return Buffer.concat([...files, listing, end(parts.length, listing.length, offset)]);
}

async function pack({ path, chunks }: ZipPart): Promise<Packed> {
  const deflate = createDeflateRaw();
  const packed: Buffer[] = [];
  deflate.on('data', (bytes: Buffer) => packed.push(bytes));
  const ended = once(deflate, 'end');
  let crc = 0;
  let size = 0;
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk);
    crc = crc32(bytes, crc);
    size += bytes.length;
    if (!deflate.write(bytes)) await once(deflate, 'drain');
  }
  deflate.end();
  await ended;
  return { path: Buffer.from(path), crc, size, bytes: Buffer.concat(packed) };
}

/** Fields that both headers have. */
function writeCommon(header: Buffer, at: number, { path, crc, size, bytes }: Packed): void {
  header.writeUInt16LE(version, at);
  header.writeUInt16LE(utf8, at + 2);
  header.writeUInt16LE(deflated, at + 4);
  header.writeUInt16LE(dosDate, at + 8);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(bytes.length, at + 14);
  header.writeUInt32LE(size, at + 18);
  header.writeUInt16LE(path.length, at + 22);
}

function localHeader(packed: Packed): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50);
  writeCommon(header, 4, packed);
  return header;
}

function directoryHeader(packed: Packed, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50);
  header.writeUInt16LE(version, 4);
  writeCommon(header, 6, packed);
  header.writeUInt32LE(offset, 42);
  return header;
}

function end(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
