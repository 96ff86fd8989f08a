/** `flotilla rehearse`: the whole life cycle on a simulated organization, and what held. */

import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { FlotillaError } from '../../model/flotilla-error.ts';
import { rehearse } from '../../rehearsal/rehearse.ts';
import type { RehearsalDay, RehearsalReport } from '../../rehearsal/report.ts';
import { parseFaults } from '../../simulator/faults.ts';
import { type ExitCode, exitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { settingsIn } from '../lifecycle/open.ts';
import { printReport } from '../output/report.ts';
import { duration } from '../output/text.ts';
import { dayLine, rehearsalTables } from '../print/rehearsal-view.ts';
import { readText } from '../read-text.ts';

export interface RehearseGiven {
  readonly accounts: number;
  readonly days: number;
  readonly seed: string;
  readonly settings?: string;
  readonly faults?: string;
  readonly sweepHours?: number;
  /** Percent. */
  readonly kill: number;
  readonly journal?: string;
  readonly output: 'table' | 'json';
}

export async function rehearseCommand(given: RehearseGiven, io: Io): Promise<ExitCode> {
  const { accounts, days, seed, faults, kill } = given;
  const settings = given.settings === undefined ? undefined : await settingsIn(given.settings, io);
  const rules = faults === undefined ? [] : parseFaults(readText('--faults', faults), faults);
  const journal = given.journal === undefined ? undefined : await openJournal(given.journal);
  const startedAt = io.clock.now();
  const report = await rehearse({
    accounts,
    days,
    seed,
    faults: rules,
    killProbability: kill / 100,
    signal: io.signal,
    ...(settings && { settings }),
    ...(given.sweepHours !== undefined && { sweepHours: given.sweepHours }),
    onDay: (day) => tell(day, { days, startedAt, io }),
    ...(journal && { onEntry: (entry) => void journal.write(`${JSON.stringify(entry)}\n`) }),
  });
  if (journal) await closed(journal);
  if (io.stderr.isTerminal) io.stderr.write('\n');
  printReport(report, { format: given.output, tables: rehearsalTables }, io);
  io.stderr.write(`${verdict(report)}; in ${duration(io.clock.now() - startedAt)}\n`);
  if (io.signal.aborted) return exitCode.interrupted;
  return isHeld(report) ? exitCode.done : exitCode.someFailed;
}

interface Telling {
  readonly days: number;
  readonly startedAt: number;
  readonly io: Io;
}

function tell(day: RehearsalDay, { days, startedAt, io }: Telling): void {
  const elapsedMs = io.clock.now() - startedAt;
  const leftMs = (elapsedMs / day.day) * (days - day.day);
  const left = day.day < days && leftMs > 5_000 ? `, ${duration(leftMs)} left` : '';
  io.stderr.write(`${dayLine(day)}${left}\n`);
}

function verdict({ invariants, accounts, days, fingerprint }: RehearsalReport): string {
  const broken = invariants.filter((one) => one.broken > 0);
  const held = broken.length === 0 ? 'every invariant held' : `${broken.length} invariants broken`;
  return `${accounts.toLocaleString('en-US')} accounts, ${days} days, ${held}; fingerprint ${fingerprint}`;
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
