/** `flotilla rehearse`: the whole life cycle on a simulated organization, and which invariants held. */

import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import { rehearse } from '../../../rehearsal/rehearse.ts';
import type { RehearsalReport } from '../../../rehearsal/report.ts';
import { parseFaults } from '../../../simulator/faults.ts';
import type { RunOf } from '../../define-command.ts';
import { exitCode } from '../../exit-code.ts';
import { duration } from '../../output/text.ts';
import { readText } from '../../read-text.ts';
import { settingsFrom } from '../settings/settings-file.ts';
import type { command, RehearsalDocument } from './command.ts';
import { dayLine, rehearsalView } from './view.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { accounts = 120, days = 30, seed = '1', kill = 0, faults, sweepHours } = options;
  const { io } = context;
  const settings =
    options.settings === undefined
      ? undefined
      : (await settingsFrom(options.settings, io, { isDeployed: false })).settings;
  const rules = faults === undefined ? [] : parseFaults(readText('--faults', faults), faults);
  const journal = options.journal === undefined ? undefined : await openJournal(options.journal);
  const startedAt = io.clock.now();
  const report = await rehearse({
    accounts,
    days,
    seed,
    faults: rules,
    killProbability: kill / 100,
    signal: context.signal,
    ...(settings && { settings }),
    ...(sweepHours !== undefined && { sweepHours }),
    onDay: (day) => {
      const left = timeLeft(day.day, days, io.clock.now() - startedAt);
      context.note(`${dayLine(day)}${left}`);
    },
    ...(journal && { onEntry: (entry) => void journal.write(`${JSON.stringify(entry)}\n`) }),
  });
  if (journal) await closed(journal);
  context.print(report as RehearsalDocument, rehearsalView);
  const summary = `${verdict(report, days)}; in ${duration(io.clock.now() - startedAt)}`;
  return { summary, ...(!isHeld(report) && { code: exitCode.someFailed }) };
};

function timeLeft(day: number, days: number, elapsedMs: number): string {
  const leftMs = (elapsedMs / day) * (days - day);
  return day < days && leftMs > 5_000 ? `, ${duration(leftMs)} left` : '';
}

function verdict(
  { invariants, accounts, days, fingerprint }: RehearsalReport,
  requested: number,
): string {
  const broken = invariants.filter((one) => one.broken > 0);
  const held = broken.length === 0 ? 'every invariant held' : `${broken.length} invariants broken`;
  const length = days === requested ? `${days} days` : `${days} of ${requested} days`;
  return `${accounts.toLocaleString('en-US')} accounts, ${length}, ${held}; fingerprint ${fingerprint}`;
}

function isHeld({ invariants }: RehearsalReport): boolean {
  return invariants.every(({ broken }) => broken === 0);
}

async function openJournal(path: string): Promise<WriteStream> {
  const stream = createWriteStream(path);
  try {
    await once(stream, 'open');
    return stream;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new FlotillaError(
      'File',
      `--journal: cannot write "${path}" (${code ?? message}); check the path`,
      { cause },
    );
  }
}

async function closed(stream: WriteStream): Promise<void> {
  stream.end();
  await once(stream, 'close');
}
