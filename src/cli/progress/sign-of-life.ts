/** For a log that somebody may be following: a line now and then, of work whose end nobody knows. */

import type { Io } from '../io.ts';

const everyMs = 15_000;

/** Answers what is told of each step how much it was. */
export function signOfLife(say: (sum: number) => string, { stderr, clock }: Io) {
  let sum = 0;
  let saidAt = clock.now();
  return (more: number): void => {
    sum += more;
    if (clock.now() - saidAt < everyMs) return;
    saidAt = clock.now();
    stderr.write(`${say(sum)}\n`);
  };
}
