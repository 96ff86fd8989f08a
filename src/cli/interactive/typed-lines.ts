/** Lines that are typed at a terminal, or come through a pipe. */

import { createInterface } from 'node:readline';
import type { TypedLinesOptions } from '../io.ts';

/** With history and editing where there is a terminal. Ctrl-C empties the line, Ctrl-D ends. */
export async function* typedLines({
  prompt,
  onInterrupt,
  signal,
}: TypedLinesOptions): AsyncGenerator<string> {
  const { stdin, stderr } = process;
  const terminal = stdin.isTTY === true && stderr.isTTY === true;
  const lines = createInterface({ input: stdin, output: stderr, terminal, signal });
  const ask = () => {
    if (!terminal) return;
    lines.setPrompt(prompt());
    lines.prompt();
  };
  lines.on('SIGINT', () => {
    onInterrupt();
    lines.write(null, { ctrl: true, name: 'e' });
    lines.write(null, { ctrl: true, name: 'u' });
    stderr.write('\n');
    ask();
  });
  try {
    ask();
    for await (const line of lines) {
      yield line;
      ask();
    }
  } finally {
    lines.close();
  }
}
