/** Refuses JSON that is nested deeper than any AWS request, before code that recurses over it sees it. */

import { maxDepth } from './size-limits.ts';

const quote = 0x22;
const backslash = 0x5c;

/** Brackets inside strings do not count. */
export function checkJsonDepth(json: Uint8Array): void {
  // A short text cannot be deep: this is most of the calls.
  if (json.byteLength <= maxDepth) return;
  let depth = 0;
  for (let at = 0; at < json.byteLength; at++) {
    const byte = json[at];
    if (byte === quote) at = endOfString(json, at);
    else if (isOpening(byte)) depth += 1;
    else if (isClosing(byte)) depth -= 1;
    if (depth > maxDepth) throw new TypeError(`it is nested deeper than ${maxDepth} levels`);
  }
}

function endOfString(json: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < json.byteLength && json[at] !== quote) at += json[at] === backslash ? 2 : 1;
  return at;
}

/** `[` and `{`. */
function isOpening(byte: number | undefined): boolean {
  return byte === 0x5b || byte === 0x7b;
}

/** `]` and `}`. */
function isClosing(byte: number | undefined): boolean {
  return byte === 0x5d || byte === 0x7d;
}
