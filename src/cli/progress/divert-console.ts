/** Keeps what a user's function logs out of the results, and out of the progress bar. */

import { Console } from 'node:console';
import { Writable } from 'node:stream';

/** Sends `console.log` and its kin to `write`. Returns a function that restores the console. */
export function divertConsole(write: (text: string) => void): () => void {
  const before = globalThis.console;
  const stream = new Writable({
    decodeStrings: false,
    write(text: string, _, done) {
      write(text);
      done();
    },
  });
  globalThis.console = new Console(stream, stream);
  return () => {
    globalThis.console = before;
  };
}
