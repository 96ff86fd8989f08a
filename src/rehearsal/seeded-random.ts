/** Seeded random numbers: mulberry32. */

/** At least 0, less than 1. */
export function seededRandom(seed: string | number): () => number {
  let state = [...String(seed)].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) | 0, 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
