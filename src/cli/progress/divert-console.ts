/** What a user's function logs must not end up among the results, nor in the middle of the bar. */

import { Console } from 'node:console';
import { Writable } from 'node:stream';
import type { Io } from '../io.ts';
import type { Progress } from './progress.ts';

/** `console.log` and its kin write to stderr from here on. Answers what puts the old console back. */
export function divertConsole({ stderr }: Io, progress: Progress): () => void {
  const before = globalThis.console;
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _, done) {
      progress.around(() => stderr.write(text));
      done();
    },
  });
  globalThis.console = new Console(stream, stream);
  return () => {
    globalThis.console = before;
  };
}
