/** `flotilla rehearse`: the whole life cycle on a simulated organization, and which invariants held. */

import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { FlotillaError } from '../../../model/flotilla-error.ts';
import type { FinalReports } from '../../../rehearsal/final-reports.ts';
import type { JournalHeader } from '../../../rehearsal/journal.ts';
import { type RehearsalOptions, rehearse } from '../../../rehearsal/rehearse.ts';
import type { RehearsalReport } from '../../../rehearsal/report.ts';
import { pageNames } from '../../../reports/page-names.ts';
import { folderReportStore } from '../../../reports/store/folder-report-store.ts';
import { parseFaults } from '../../../simulator/index.ts';
import type { CommandContext } from '../../command-context.ts';
import type { CommandResult, RunOf } from '../../define-command.ts';
import { exitCode } from '../../exit-code.ts';
import { count, duration } from '../../output/text.ts';
import { readText } from '../../read-text.ts';
import { settingsFrom } from '../settings/settings-file.ts';
import type { command } from './command.ts';
import { compare } from './compare.ts';
import type { ReportDocument } from './documents.ts';
import { showMoment } from './moment.ts';
import { dayLine, reportView } from './report-view.ts';

type Options = Parameters<RunOf<typeof command>>[0];

export const run: RunOf<typeof command> = async (options, context) => {
  const { files = [], account, until, journal } = options;
  if (options.compare) {
    return compare(files, await rehearsalOptions(options, context), context);
  }
  if (files.length > 0) {
    throw new FlotillaError(
      'InvalidInput',
      `"${files[0]}": settings files without an option belong to --compare; give --settings ${files[0]}`,
    );
  }
  if (account !== undefined) return showMoment({ account, until, journal }, context);
  if (until !== undefined) {
    throw new FlotillaError('InvalidInput', '--until shows one account; give --account too');
  }
  return runRehearsal(options, context);
};

/**
 * How much the heap may grow until it is collected again, percent. An organization stays in memory until the end, and V8
 * lets a heap with much that lives double: ten thousand accounts would take 1.5 GB in place of one.
 */
const heapGrowingPercent = 20;

async function runRehearsal(options: Options, context: CommandContext): Promise<CommandResult> {
  const { io } = context;
  setFlagsFromString(`--heap-growing-percent=${heapGrowingPercent}`);
  const startedAt = io.clock.now();
  const requested = await rehearsalOptions(options, context);
  const journal = options.journal === undefined ? undefined : await openJournal(options.journal);
  const { accounts, days, seed } = requested;
  const header: JournalHeader = { what: 'rehearsal', version: 1, accounts, days, seed };
  journal?.write(`${JSON.stringify(header)}\n`);
  const report = await rehearse({
    ...requested,
    onDay: (day) => {
      const left = timeLeft(day.day, days, io.clock.now() - startedAt);
      context.note(`${dayLine(day)}${left}`);
    },
    ...(options.reports !== undefined && {
      onReports: (reports) => writeReports(reports, options.reports ?? '.', context),
    }),
    ...(journal && { onEntry: (entry) => void journal.write(`${JSON.stringify(entry)}\n`) }),
  });
  if (journal) await closed(journal);
  context.print(report as unknown as ReportDocument, reportView);
  const summary = `${verdict(report, days)}; in ${duration(io.clock.now() - startedAt)}`;
  return { summary, ...(!isHeld(report) && { code: exitCode.someFailed }) };
}

/** The pages are for people, so they are named. */
async function writeReports(
  { month, objects, accounts, activities, statement }: FinalReports,
  folder: string,
  context: CommandContext,
): Promise<void> {
  const store = folderReportStore(folder);
  for (const object of objects) await store.put(object);
  const [inDollars] = statement.charges;
  context.note(
    `reports of ${month}: ${count(accounts, 'account')}, ${activities.toLocaleString('en-US')} activities, charges of ${inDollars?.organization} USD, difference ${inDollars?.difference}`,
  );
  for (const page of Object.values(pageNames)) context.note(`  ${join(folder, page)}`);
  context.note(
    `  and ${count(objects.length - Object.keys(pageNames).length, 'file')} in ${folder}`,
  );
}

async function rehearsalOptions(
  options: Options,
  { io, signal }: CommandContext,
): Promise<RehearsalOptions & { readonly seed: string }> {
  const { accounts = 120, days = 30, seed = '1', kill = 0, faults } = options;
  const { settings, sweepHours, failAbove } = options;
  return {
    accounts,
    days,
    seed,
    signal,
    killProbability: kill / 100,
    faults: faults === undefined ? [] : parseFaults(readText('--faults', faults), faults),
    ...(settings !== undefined && {
      settings: (await settingsFrom(settings, io, { isDeployed: false })).settings,
    }),
    ...(sweepHours !== undefined && { sweepHours }),
    ...(failAbove !== undefined && { failAbove }),
  };
}

function timeLeft(day: number, days: number, elapsedMs: number): string {
  const leftMs = (elapsedMs / day) * (days - day);
  return day < days && leftMs > 5_000 ? `, ${duration(leftMs)} left` : '';
}

function verdict(report: RehearsalReport, requestedDays: number): string {
  const { invariants, accounts, days, fingerprint } = report;
  const broken = invariants.filter((one) => one.broken > 0).length;
  const held = broken === 0 ? 'every invariant held' : brokenText(broken);
  const length = days === requestedDays ? `${days} days` : `${days} of ${requestedDays} days`;
  const failed = `${failedShare(report)} of the transactions failed`;
  return `${accounts.toLocaleString('en-US')} accounts, ${length}, ${held}, ${failed}; fingerprint ${fingerprint}`;
}

function brokenText(broken: number): string {
  return broken === 1 ? '1 invariant broken' : `${broken} invariants broken`;
}

function failedShare({ transactions: { succeeded, failed } }: RehearsalReport): string {
  return `${((100 * failed) / Math.max(1, succeeded + failed)).toFixed(1)} %`;
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
