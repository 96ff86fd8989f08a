/** Returns the known word that a misspelled one probably means. */

/** Undefined when nothing is close: more than a third of the letters differ. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const maxSteps = Math.max(1, Math.floor(word.length / 3));
  return known
    .map((candidate) => ({
      candidate,
      steps: distance(word.toLowerCase(), candidate.toLowerCase()),
    }))
    .filter(({ steps }) => steps <= maxSteps)
    .sort((a, b) => a.steps - b.steps)[0]?.candidate;
}

/** Letters to insert, delete or replace (Levenshtein 1966), row by row. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
