/** Question after question: each may take several lines, and ends with a semicolon. */

import type { Inventory } from '../../../../inventory/read/open-inventory.ts';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import type { CommandContext } from '../../../command-context.ts';
import { errorLine } from '../../../error-line.ts';
import type { Io } from '../../../io.ts';
import { printAnswer } from './print-answer.ts';

/** Ends with `.quit`, or with the input. */
export async function converse(inventory: Inventory, context: CommandContext): Promise<void> {
  let lines: readonly string[] = [];
  const typed = typedLinesOf(context.io)({
    prompt: () => (lines.length === 0 ? 'sql> ' : '...> '),
    onInterrupt() {
      lines = [];
      inventory.interrupt();
    },
    signal: context.signal,
  });
  context.note('End a statement with ;  .tables lists the views with records, .quit ends');
  for await (const line of typed) {
    if (context.signal.aborted) return;
    if (lines.length === 0 && line.trim() === '') continue;
    if (line.trim() === '.quit') return;
    if (lines.length === 0 && line.startsWith('.')) {
      await attempt(() => runDotCommand(line.trim(), inventory, context), context);
      continue;
    }
    lines = [...lines, line];
    if (!/;\s*$/.test(line)) continue;
    const sql = lines.join('\n');
    lines = [];
    await attempt(async () => printAnswer(await inventory.ask(sql), context), context);
  }
}

function typedLinesOf({ typedLines }: Io): NonNullable<Io['typedLines']> {
  if (typedLines) return typedLines;
  throw new FlotillaError('InvalidInput', '--interactive needs an input to read questions from');
}

async function runDotCommand(
  name: string,
  inventory: Inventory,
  { io }: CommandContext,
): Promise<void> {
  if (name !== '.tables') {
    throw new FlotillaError(
      'InvalidInput',
      `"${name}" is not a command; the commands are .tables and .quit`,
    );
  }
  io.stdout.write(`${(await inventory.viewsWithRecords()).join('\n')}\n`);
}

/** A mistake is reported, and the next question may be asked. */
async function attempt(work: () => Promise<void>, context: CommandContext): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof FlotillaError)) throw error;
    context.warn(`flotilla: ${errorLine(error)}`);
  }
}
