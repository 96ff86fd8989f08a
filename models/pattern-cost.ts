/**
 * How long a text may be before a pattern of a model is too slow for it: some of AWS's patterns backtrack, and the
 * simulator matches input of any client in one thread.
 */

/** Lengths that are tried, from the longest. */
const lengths = [4_096, 1_024, 256];
const maxMs = 20;

/** One character class, repeated: linear for every text. */
const simple =
  /^\^?(?:\[(?:[^\]\\]|\\.)+\]|\\[a-zA-Z]|\\p\{\w+\}|\.)(?:[*+]|\{\d+(?:,\d*)?\})?\$?$/;

/** `Infinity` for any length; undefined for a pattern that cannot be used at all. */
export function matchLimit(pattern: string): number | undefined {
  const compiled = compile(pattern);
  if (!compiled) return undefined;
  if (simple.test(pattern)) return Infinity;
  return lengths.find((length) => attacks(pattern, length).every((text) => isFast(compiled, text)));
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    // Java's syntax, of which there are a few.
    return undefined;
  }
}

/** Texts that match for long, and not at the end: a prefix of the pattern's literals, then repeated characters. */
function attacks(pattern: string, length: number): readonly string[] {
  const literals = pattern.match(/[A-Za-z0-9:/._-]{1,20}/g) ?? [];
  const starts = ['', ...literals.slice(0, 6), literals.slice(0, 3).join(''), 'arn:aws:a:b:1:'];
  const units = [
    'a',
    'A',
    '0',
    '/',
    ':',
    '.',
    '-',
    '_',
    ' ',
    '*',
    'a.',
    'a/',
    'a:',
    'a-',
    '0.',
    'aA0',
  ];
  return starts.flatMap((start) =>
    units.map((unit) => `${(start + unit.repeat(length)).slice(0, length - 1)}\u0000`),
  );
}

function isFast(pattern: RegExp, text: string): boolean {
  // Exponential patterns are found with a short text first, or this would never end.
  for (const length of [16, 20, 24, 28, text.length]) {
    const part = text.slice(0, length - 1) + text.slice(-1);
    const start = performance.now();
    pattern.test(part);
    if (performance.now() - start > maxMs) return false;
  }
  return true;
}
