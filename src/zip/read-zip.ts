/** Reads the files of a zip archive, by its central directory. */

import { inflateRawSync } from 'node:zlib';

export interface ArchivedFile {
  /** With `/` between folders. */
  readonly path: string;
  readonly content: Uint8Array;
  readonly isExecutable: boolean;
}

/** Thrown for bytes that are not a zip archive, or one with features that are not supported. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const endBytes = 22;
const maxCommentBytes = 65_535;

/** Throws a `ZipError`. `maxBytes` limits the size of all files together. */
export function readZip(archive: Uint8Array, maxBytes: number): readonly ArchivedFile[] {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    return readEntries(bytes, maxBytes);
  } catch (error) {
    if (error instanceof ZipError) throw error;
    throw new ZipError('the archive is damaged', { cause: error });
  }
}

function readEntries(bytes: Buffer, maxBytes: number): readonly ArchivedFile[] {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const files: ArchivedFile[] = [];
  let at = bytes.readUInt32LE(end + 16);
  let left = maxBytes;
  for (let index = 0; index < count; index++) {
    if (bytes.readUInt32LE(at) !== entryMark) throw new ZipError('the archive is damaged');
    const entry = entryAt(bytes, at);
    at = entry.next;
    if (entry.path.endsWith('/')) continue;
    left -= entry.size;
    if (left < 0) throw new ZipError(`the files have more than ${maxBytes} bytes`);
    files.push({
      path: safePath(entry.path),
      content: contentOf(bytes, entry),
      isExecutable: entry.isExecutable,
    });
  }
  return files;
}

function endOf(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - endBytes - maxCommentBytes);
  for (let at = bytes.length - endBytes; at >= first; at--) {
    if (bytes.readUInt32LE(at) === endMark) return at;
  }
  throw new ZipError('the bytes are not a zip archive');
}

interface ZipEntry {
  readonly path: string;
  readonly method: number;
  readonly size: number;
  readonly packedSize: number;
  readonly localHeader: number;
  readonly isExecutable: boolean;
  readonly next: number;
}

function entryAt(bytes: Buffer, at: number): ZipEntry {
  const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
  const nameEnd = at + 46 + (name ?? 0);
  if ((bytes.readUInt16LE(at + 8) & 1) !== 0) throw new ZipError('the archive is encrypted');
  return {
    path: bytes.toString('utf8', at + 46, nameEnd),
    method: bytes.readUInt16LE(at + 10),
    packedSize: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    localHeader: bytes.readUInt32LE(at + 42),
    isExecutable: ((bytes.readUInt32LE(at + 38) >>> 16) & 0o111) !== 0,
    next: nameEnd + (extra ?? 0) + (comment ?? 0),
  };
}

function contentOf(bytes: Buffer, { path, method, size, packedSize, localHeader }: ZipEntry) {
  const name = bytes.readUInt16LE(localHeader + 26);
  const extra = bytes.readUInt16LE(localHeader + 28);
  const start = localHeader + 30 + name + extra;
  const packed = bytes.subarray(start, start + packedSize);
  if (method === 0) return packed;
  if (method !== 8) throw new ZipError(`${path} is compressed by an unknown method`);
  return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
}

/** An archive must not write outside of the folder that it is unpacked into. */
function safePath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/') || path.includes('\\') || path.includes('\0') || parts.includes('..')) {
    throw new ZipError(`${JSON.stringify(path)} is not a path inside of the archive`);
  }
  return parts.join('/');
}
