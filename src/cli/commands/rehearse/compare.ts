/** `flotilla rehearse --compare`: two settings files with the same seed, and what differs. */

import { FlotillaError } from '../../../model/flotilla-error.ts';
import { compareReports } from '../../../rehearsal/compare-reports.ts';
import { type RehearsalOptions, rehearse } from '../../../rehearsal/rehearse.ts';
import type { RehearsalReport } from '../../../rehearsal/report.ts';
import type { CommandContext } from '../../command-context.ts';
import type { CommandResult } from '../../define-command.ts';
import { exitCode } from '../../exit-code.ts';
import type { DocumentView } from '../../output/printer.ts';
import { count } from '../../output/text.ts';
import { settingsFrom } from '../settings/settings-file.ts';
import type { ComparisonDocument } from './documents.ts';
import { dayLine } from './report-view.ts';

export async function compare(
  files: readonly string[],
  options: RehearsalOptions & { readonly seed: string },
  context: CommandContext,
): Promise<CommandResult> {
  const [older, newer, ...more] = files;
  if (older === undefined || newer === undefined || more.length > 0) {
    throw new FlotillaError('InvalidInput', '--compare: give two settings files');
  }
  const first = await rehearseFile(older, options, context);
  const second = await rehearseFile(newer, options, context);
  const differences = [...compareReports(first, second)];
  context.print<ComparisonDocument>(
    { settings: [older, newer], seed: options.seed, differences },
    comparisonView,
  );
  const isBroken = [first, second].some(({ invariants }) =>
    invariants.some(({ broken }) => broken > 0),
  );
  const summary = `${count(differences.length, 'difference')} in ${first.days} days of ${first.accounts} accounts${isBroken ? ', invariants broken' : ''}`;
  return { summary, ...(isBroken && { code: exitCode.someFailed }) };
}

async function rehearseFile(
  path: string,
  options: RehearsalOptions,
  context: CommandContext,
): Promise<RehearsalReport> {
  context.signal.throwIfAborted();
  const { settings } = await settingsFrom(path, context.io, { isDeployed: false });
  const onDay: RehearsalOptions['onDay'] = (day) => context.note(`${path}: ${dayLine(day)}`);
  const report = await rehearse({ ...options, settings, onDay });
  // Days that are missing would be differences.
  context.signal.throwIfAborted();
  return report;
}

const comparisonView: DocumentView<ComparisonDocument> = {
  tables: ({ settings: [older, newer], differences }) => [
    {
      heads: ['What', older, newer, 'Difference'],
      rows: differences.map(({ what, first, second }) => [
        what,
        number(first),
        number(second),
        `${second > first ? '+' : ''}${number(second - first)}`,
      ]),
    },
  ],
  rows: ({ differences }) => differences,
};

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}
