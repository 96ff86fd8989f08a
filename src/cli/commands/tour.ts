/** `flotilla tour`: what Flotilla does, shown in a minute on an organization that is not real. */

import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { styleFor } from '../output/style.ts';
import { wrapped } from '../output/text.ts';
import { raiseStage, type Stage } from '../tour/stage.ts';
import { type Step, steps } from '../tour/steps.ts';

/** Time to read on a terminal. */
const beforeMs = 3_500;
const afterMs = 5_000;
/** Longer lines are hard to read. */
const mostColumns = 90;

export async function tour(io: Io): Promise<ExitCode> {
  const stage = raiseStage(io);
  try {
    for (const [index, step] of steps.entries()) await show(step, index, stage);
    io.stdout.write(`\n${heading('What next', io)}${next}`);
    return exitCode.done;
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.stderr.write('flotilla: the tour was interrupted\n');
    return exitCode.interrupted;
  } finally {
    stage.fleet.close();
  }
}

async function show({ title, say, do: perform }: Step, index: number, stage: Stage): Promise<void> {
  const { io } = stage;
  const width = Math.min(io.stdout.columns(), mostColumns);
  io.stdout.write(
    `\n${heading(`${index + 1} of ${steps.length}  ${title}`, io)}${wrapped(say, width).join('\n')}\n\n`,
  );
  await pause(beforeMs, io);
  await perform(stage);
  io.signal.throwIfAborted();
  await pause(afterMs, io);
}

/** In a log nobody has to keep up. */
async function pause(ms: number, { stdout, clock, signal }: Io): Promise<void> {
  if (stdout.isTerminal) await clock.sleep(ms, signal);
  signal.throwIfAborted();
}

function heading(title: string, io: Io): string {
  const { bold, cyan } = styleFor(io.stdout, io);
  return `${bold(cyan(`━━ ${title}`))}\n\n`;
}

const next = `Raise an organization of your own, which any AWS client can talk to:

    flotilla simulate --accounts 1000

and in another terminal, after the lines that it prints:

    flotilla accounts --name '*-sandbox-*'
    flotilla exec --targets <an OU of the list> -- sh -c 'echo $FLOTILLA_ACCOUNT_NAME'
    flotilla run your-function.ts --out outcomes.ndjson
    flotilla inventory collect --name '*-prod-*' --services S3,IAM

With credentials of a real organization the same commands do the same there. flotilla --help tells the rest.
`;
