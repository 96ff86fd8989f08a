/** A live bar on a terminal: how much is done and failed, how fast it goes, and how long it will take. */

import { Presets, SingleBar } from 'cli-progress';
import type { Io, Output } from '../io.ts';
import { failedText, styleFor } from '../output/style.ts';
import { duration } from '../output/text.ts';
import type { Progress } from './progress-display.ts';

const clearLine = '\r\u001b[K';
const showCursor = '\u001b[?25h';
/** Maximum width of the text beside the bar. */
const besideBar = 62;

export function progressBar(expected: number, io: Io): Progress {
  const { stderr, clock, onExit } = io;
  const style = styleFor(stderr, io);
  const startedAt = clock.now();
  let isPaused = false;
  const bar = new SingleBar(
    {
      format: '{bar} {percentage}% · {done} done, {failures} of {total} · {pace}{note}',
      barsize: Math.max(8, Math.min(40, stderr.columns() - besideBar)),
      stream: barStream({
        ...stderr,
        write: (text) => (isPaused ? undefined : stderr.write(text)),
      }),
      hideCursor: true,
      clearOnComplete: true,
      // Otherwise it switches the terminal's line wrapping off, and leaves it off if we are killed.
      linewrap: true,
      forceRedraw: true,
    },
    Presets.shades_classic,
  );
  bar.start(expected, 0, { done: 0, failures: '0 failed', pace: 'starting', note: '' });
  const forget = onExit(() => stderr.write(showCursor));
  return {
    update({ done, failed, total = expected, note }) {
      bar.setTotal(total);
      const pace = paceOf(done + failed, total, clock.now() - startedAt);
      const failures = failedText(failed, style);
      bar.update(done + failed, { done, failures, pace, note: note ? ` · ${note}` : '' });
    },
    writeClear(write) {
      stderr.write(clearLine);
      write();
    },
    pause() {
      stderr.write(clearLine + showCursor);
      isPaused = true;
      return () => {
        isPaused = false;
      };
    },
    stop() {
      bar.stop();
      forget();
    },
  };
}

/** `9.8/s · 4 s left`, of all that has settled: a fleet's pace is even enough. */
function paceOf(settled: number, total: number, elapsedMs: number): string {
  if (elapsedMs <= 0) return '';
  if (settled === 0) return 'starting';
  const perSecond = (settled / elapsedMs) * 1000;
  const left = duration(((total - settled) / perSecond) * 1000);
  return `${perSecond.toFixed(1)}/s · ${left} left`;
}

/**
 * The bar saves the cursor's place when it starts and returns there when it stops, which is the wrong line by then if
 * anything else was written meanwhile. So these two are not let through.
 */
function barStream(output: Output): NodeJS.WritableStream {
  const stream = {
    isTTY: true,
    get columns() {
      return output.columns();
    },
    write(text: string) {
      if (text !== '\u001b7' && text !== '\u001b8') output.write(text);
      return true;
    },
  };
  return stream as unknown as NodeJS.WritableStream;
}
