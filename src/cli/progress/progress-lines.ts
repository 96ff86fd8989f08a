/** Plain lines for a log: one at each tenth, but no more than one a second; and one in five seconds at least. */

import type { Io } from '../io.ts';
import { failedText, styleFor } from '../output/style.ts';
import type { Progress } from './progress-display.ts';

const minMs = 1_000;
const maxMs = 5_000;

export function progressLines(expected: number, io: Io): Progress {
  const { stderr, clock } = io;
  const style = styleFor(stderr, io);
  let saidAt = clock.now();
  let saidTenth = 0;
  return {
    update({ done, failed, total = expected, note }) {
      const settled = done + failed;
      const tenth = Math.floor((settled / total) * 10);
      const silentMs = clock.now() - saidAt;
      const isDue = silentMs >= maxMs || (tenth > saidTenth && silentMs >= minMs);
      // The summary follows at once.
      if (!isDue || settled === total) return;
      const more = note ? `, ${note}` : '';
      stderr.write(`${settled} of ${total}: ${done} done, ${failedText(failed, style)}${more}\n`);
      saidAt = clock.now();
      saidTenth = tenth;
    },
    writeClear: (write) => write(),
    pause: () => () => {},
    stop: () => {},
  };
}
