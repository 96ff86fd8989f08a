/** Reads a text file as people save it. */

import { readFile } from 'node:fs/promises';

/** Spreadsheets save "Unicode text" as UTF-16, with a mark in front. */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readFile(path);
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isWide ? 'utf-16le' : 'utf-8', { ignoreBOM: true }).decode(bytes);
}
