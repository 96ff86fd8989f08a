/** `flotilla __complete -- WORDS`: what the last word may become. */

import type { RunOf } from '../../define-command.ts';
import type { command } from './command.ts';
import { complete } from './complete.ts';

export const run: RunOf<typeof command> = async ({ words }, { table, io }) => {
  const { candidates, rest } = await complete(words, { table, io });
  const lines = candidates.map(({ value, help }) => `${value}\t${oneLine(help)}`);
  io.stdout.write([...lines, `:${rest}`, ''].join('\n'));
  return undefined;
};

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
