/** Seeded randomness: the same seed and the same words give the same numbers, on every machine. */

import { randomInt } from 'node:crypto';

export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** At least 0, less than `below`. */
  integer(below: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** `length` characters of the alphabet. */
  text(alphabet: string, length: number): string;
}

/** A stream of its own for every combination of words, so that one consumer never shifts another. */
export function randomFrom(...words: readonly (string | number)[]): Random {
  let state = hash(words.join('\u0000'));
  const next = () => {
    // Mulberry32: 32 bits of state are sufficient for ids and choices.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return fromNumbers(next);
}

/** Numbers that cannot be predicted, different in every process: for secrets. */
export function unpredictable(): Random {
  const range = 2 ** 47;
  return fromNumbers(() => randomInt(range) / range);
}

function fromNumbers(next: () => number): Random {
  const integer = (below: number) => Math.floor(next() * below);
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (items) => pickAt(items, integer(items.length)),
    text: (alphabet, length) =>
      Array.from({ length }, () => alphabet[integer(alphabet.length)]).join(''),
  };
}

/** FNV-1a over UTF-16 units. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

function pickAt<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError('cannot pick from an empty list');
  return item;
}
