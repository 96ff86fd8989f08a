/** A line on the terminal that counts what has been read; without a terminal nothing is said. */

import type { Io } from '../io.ts';

const everyMs = 100;
const clearLine = '\r\u001b[K';

export interface Counting {
  add(): void;
  stop(): void;
}

export function startCounting(say: (number: number) => string, { stderr, clock }: Io): Counting {
  if (!stderr.isTerminal) return { add: () => {}, stop: () => {} };
  let number = 0;
  let saidAt = clock.now();
  stderr.write(say(0));
  return {
    add() {
      number++;
      if (clock.now() - saidAt < everyMs) return;
      saidAt = clock.now();
      stderr.write(`${clearLine}${say(number)}`);
    },
    stop: () => stderr.write(clearLine),
  };
}
