/** The file of outcomes: where it is and what is in it. */

import { readFile } from 'node:fs/promises';
import { styleFor } from '../output/style.ts';
import { count } from '../output/text.ts';
import type { Stage } from './stage.ts';

export async function showFile({ io, outcomes }: Stage): Promise<void> {
  const { dim } = styleFor(io.stdout, io);
  const [header = '', ...lines] = (await readFile(outcomes, 'utf8')).trimEnd().split('\n');
  const done = lines.find((line) => line.includes('"done"')) ?? '';
  const failed = lines.find((line) => line.includes('"failed"')) ?? '';
  io.stdout.write(`${outcomes}, ${count([header, ...lines].length, 'line')}; two of them:\n`);
  io.stdout.write(dim(`\n${done}\n${failed}\n`));
}
