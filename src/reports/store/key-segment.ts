/** Names of cost centers as a part of keys and paths. */

import { createHash } from 'node:crypto';

/** Named like one by reports about all cost centers. */
const reserved = ['.', '..', 'Summary'];
/**
 * Tags have up to 256 characters, of up to four bytes. A key has the segment twice in at most 1,024 bytes, and a file on
 * a disk 255 bytes for its name.
 */
const maxBytes = 200;

/**
 * The name itself, as in existing buckets, unless it would be read as more than a name: slashes, which a tag may have,
 * control characters and reserved names are written as percent codes, so that two names never share a key. Of a long
 * name the end is a digest.
 */
export function keySegment(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to write differently.
  const safe = name.toWellFormed().replace(/[/\\%\u0000-\u001F\u007F]/g, encodeURIComponent);
  if (Buffer.byteLength(safe) > maxBytes) return shortenedSegment(safe);
  if (!reserved.includes(safe)) return safe;
  return safe.replace(/^./, (first) => `%${first.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** No other name has `%-`. */
function shortenedSegment(safe: string): string {
  const digest = `%-${createHash('sha256').update(safe).digest('hex').slice(0, 16)}`;
  let head = '';
  for (const character of safe) {
    if (Buffer.byteLength(head + character + digest) > maxBytes) break;
    head += character;
  }
  return head + digest;
}
