/** `flotilla tour`: what Flotilla does, shown in a minute on a simulated organization. */

import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { pageNames } from '../../../reports/page-names.ts';
import type { CommandContext } from '../../command-context.ts';
import type { RunOf } from '../../define-command.ts';
import type { Io, Output } from '../../io.ts';
import { styleFor } from '../../output/style.ts';
import { count, shellWord, wrapped } from '../../output/text.ts';
import type { command } from './command.ts';
import { reportsOf, steps, type TourStep } from './steps.ts';
import { openTourOrganization, type TourOrganization } from './tour-organization.ts';

/** Time to read on a terminal. */
const beforeMs = 3_500;
const afterMs = 5_000;
/** Longer lines are hard to read. */
const maxColumns = 90;

export const run: RunOf<typeof command> = async (_, context) => {
  const { io } = context;
  const tour = openTourOrganization(io);
  try {
    for (const [index, step] of steps.entries()) {
      io.stdout.write(`\n${heading(`${index + 1} of ${steps.length}  ${step.title}`, io)}`);
      await show(step, tour, context);
      await pause(afterMs, io);
    }
  } catch (error) {
    if (!context.signal.aborted) throw error;
    return { summary: 'the tour ended early' };
  }
  io.stdout.write(`\n${heading('What next', io)}${reportsText(tour)}${next}`);
  return undefined;
};

async function show(
  step: TourStep,
  tour: TourOrganization,
  context: CommandContext,
): Promise<void> {
  const { io } = context;
  const { cyan } = styleFor(io.stdout, io);
  const width = Math.min(io.stdout.columns(), maxColumns);
  io.stdout.write(`${wrapped(step.text, width).join('\n')}\n\n`);
  if (step.code !== undefined) io.stdout.write(`${cyan(indented(step.code))}\n\n`);
  await pause(beforeMs, io);
  step.prepare?.(tour);
  for (const words of step.commands(tour)) {
    io.stdout.write(
      `${cyan(indented(`flotilla ${words.map((word) => shellWord(fromHere(word, io))).join(' ')}`))}\n\n`,
    );
    await context.runLine(words, ioOf(tour, io));
    io.signal.throwIfAborted();
  }
  if (step.file) await showFile(step.file(tour), io);
}

/** A file below the current folder is named from there. */
function fromHere(word: string, { folder }: Io): string {
  return word.startsWith(`${folder}/`) ? relative(folder, word) : word;
}

/** The user's own configuration and credentials play no part. */
function ioOf({ organization, folder }: TourOrganization, io: Io): Io {
  const env = Object.entries(io.env).filter(([name]) => !/^(AWS|FLOTILLA)_/.test(name));
  return {
    ...io,
    stdout: trimmed(io.stdout),
    env: Object.fromEntries(env),
    folder,
    aws: organization.access(),
  };
}

const maxRows = 10;

/** Long tables are cut: the tour is to be read. */
function trimmed(output: Output): Output {
  const short = (block: string) => {
    const lines = block.split('\n');
    const more = lines.length - maxRows;
    return more > 3
      ? [...lines.slice(0, maxRows), `… and ${count(more, 'more line')}`, ''].join('\n')
      : block;
  };
  return {
    ...output,
    write: (text) => output.write(text.split('\n\n').map(short).join('\n\n')),
    get error() {
      return output.error;
    },
  };
}

async function showFile(path: string, io: Io): Promise<void> {
  const { dim } = styleFor(io.stdout, io);
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const done = lines.find((line) => line.includes('"done"')) ?? '';
  const failed = lines.find((line) => line.includes('"failed"')) ?? '';
  io.stdout.write(`${path}, ${count(lines.length, 'line')}; two of them:\n`);
  io.stdout.write(dim(`\n${done}\n${failed}\n`));
}

/** In a log, no reader has to keep up. */
async function pause(ms: number, { stdout, clock, signal }: Io): Promise<void> {
  if (stdout.isTerminal) await clock.sleep(ms, signal);
  signal.throwIfAborted();
}

function heading(title: string, io: Io): string {
  const { bold, cyan } = styleFor(io.stdout, io);
  return `${bold(cyan(`━━ ${title}`))}\n\n`;
}

function indented(code: string): string {
  return code.replace(/^/gm, '    ');
}

/** The pages open from the disk. */
function reportsText(tour: TourOrganization): string {
  const pages = Object.values(pageNames).map((name) => `    ${reportsOf(tour)}/${name}\n`);
  return `Open the reports of the month in a browser; CSV files and workbooks are beside them:\n\n${pages.join('')}\n`;
}

const next = `Serve an organization of your own, which any AWS client can call:

    flotilla simulate --accounts 1000

and in another terminal, after the lines that it prints:

    flotilla accounts --name '*-sandbox-*'
    flotilla exec --targets <an OU of the list> -- sh -c 'echo $FLOTILLA_ACCOUNT_NAME'
    flotilla run your-function.ts --out outcomes.ndjson
    flotilla inventory collect --name '*-prod-*' --services S3,IAM

With credentials of a real organization the same commands do the same there. flotilla --help lists all commands.
`;
