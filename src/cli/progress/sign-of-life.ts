/** A line in a log now and then, for work whose length is unknown. */

import type { Io } from '../io.ts';

const everyMs = 15_000;

/** Returns a function that is called with the size of each step. */
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
