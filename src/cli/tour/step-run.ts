/** A run over the organization, and the same run once more with what is left of it. */

import { settingsFrom } from '../options/option.ts';
import type { Surroundings } from '../options/run.ts';
import { styleFor } from '../output/style.ts';
import { runEverywhere } from '../run/run-everywhere.ts';
import { countUsers } from './count-users.ts';
import type { Stage } from './stage.ts';

const mostResults = 8;
/** One account never answers, and somebody is watching. */
const timeoutMs = 4_000;
const timeoutUnwatchedMs = 1_000;

export async function countEverywhere(stage: Stage): Promise<void> {
  const { io, outcomes } = stage;
  const { cyan } = styleFor(io.stdout, io);
  io.stdout.write(`${cyan(indented(countUsers.toString()))}\n\n`);
  await runIn(stage, { out: outcomes, yes: true });
}

export async function runTheRest(stage: Stage): Promise<void> {
  stage.repair();
  await runIn(stage, { resume: stage.outcomes, yes: true });
}

async function runIn({ fleet, io }: Stage, surroundings: Surroundings): Promise<void> {
  const isWatched = io.stderr.isTerminal;
  const job = {
    settings: settingsFrom(
      [],
      {},
      { concurrency: 8, timeoutMs: isWatched ? timeoutMs : timeoutUnwatchedMs },
    ),
    surroundings,
    format: 'table' as const,
    operation: countUsers,
    what: { tour: 'count-users' },
    mostResults,
  };
  await runEverywhere(fleet, job, io);
}

function indented(code: string): string {
  return code.replace(/^/gm, '    ');
}
