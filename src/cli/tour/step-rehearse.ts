/** A month of personal accounts, in seconds. */

import { rehearseCommand } from '../commands/rehearse.ts';
import { styleFor } from '../output/style.ts';
import type { Stage } from './stage.ts';

/** In a log nobody waits for a month. */
const watched = { accounts: 120, days: 30 };
const unwatched = { accounts: 40, days: 5 };

export async function rehearseMonth({ io }: Stage): Promise<void> {
  const { accounts, days } = io.stderr.isTerminal ? watched : unwatched;
  const { cyan } = styleFor(io.stdout, io);
  io.stdout.write(
    cyan(`\n    flotilla rehearse --accounts ${accounts} --days ${days} --kill 5\n\n`),
  );
  await rehearseCommand(
    { accounts, days, seed: 'armada', kill: 5, sweepHours: 3, output: 'table' },
    io,
  );
}
