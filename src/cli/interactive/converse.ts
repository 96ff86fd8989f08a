/** Question after question: each may take several lines, and ends with a semicolon. */

import type { Inventory } from '../../inventory/read/open-inventory.ts';
import { FlotillaError } from '../../model/flotilla-error.ts';
import type { Io } from '../io.ts';
import type { Format } from '../options/output.ts';
import { printAnswer } from '../print/answer.ts';
import { reportError } from '../report-error.ts';

/** Until `.quit`, or the end of the input. */
export async function converse(inventory: Inventory, format: Format, io: Io): Promise<void> {
  let lines: readonly string[] = [];
  const typed = linesOf(io)({
    prompt: () => (lines.length === 0 ? 'sql> ' : '...> '),
    onInterrupt() {
      lines = [];
      inventory.interrupt();
    },
    signal: io.signal,
  });
  io.stderr.write('End a question with ;  .tables shows what there is, .quit leaves\n');
  for await (const line of typed) {
    if (io.signal.aborted) return;
    if (lines.length === 0 && line.trim() === '') continue;
    if (lines.length === 0 && line.startsWith('.')) {
      if (line.trim() === '.quit') return;
      await told(() => command(line.trim(), inventory, io), io);
      continue;
    }
    lines = [...lines, line];
    if (!/;\s*$/.test(line)) continue;
    const sql = lines.join('\n');
    lines = [];
    await told(async () => printAnswer(await inventory.ask(sql), format, io), io);
  }
}

function linesOf({ typedLines }: Io): NonNullable<Io['typedLines']> {
  if (typedLines) return typedLines;
  throw new FlotillaError('InvalidInput', '--interactive needs something to read questions from');
}

async function command(name: string, inventory: Inventory, io: Io): Promise<void> {
  if (name !== '.tables')
    throw new FlotillaError('InvalidInput', `there is no "${name}"; there are .tables and .quit`);
  io.stdout.write(`${(await inventory.views()).join('\n')}\n`);
}

/** A mistake is told, and the next question may be asked. */
async function told(work: () => Promise<void>, io: Io): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof FlotillaError)) throw error;
    reportError(error, io);
  }
}
