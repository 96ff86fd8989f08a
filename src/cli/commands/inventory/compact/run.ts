/** `flotilla inventory compact`: the runs of a month as one file per type. */

import { rm } from 'node:fs/promises';
import { compactMonth } from '../../../../inventory/read/compact-month.ts';
import { isUrl } from '../../../../inventory/read/open-source.ts';
import { type MonthPlan, planCompaction } from '../../../../inventory/read/plan-compaction.ts';
import { FlotillaError } from '../../../../model/flotilla-error.ts';
import type { CommandContext } from '../../../command-context.ts';
import type { RunOf } from '../../../define-command.ts';
import type { View } from '../../../output/printer.ts';
import { count } from '../../../output/text.ts';
import { unlessInterrupted } from '../unless-interrupted.ts';
import type { command } from './command.ts';

export const run: RunOf<typeof command> = async (options, context) => {
  const { from, until, deleteRuns, dryRun } = options;
  if (isUrl(from))
    throw new FlotillaError(
      'InvalidInput',
      `"${from}" is not a folder; copy the runs of a bucket to one (aws s3 sync), compact them there, and name that folder with --from`,
    );
  const plan = await planCompaction({ from, ...(until !== undefined && { until }) });
  const months = plan.months.filter(({ added }) => added.length > 0 || deleteRuns);
  for (const runId of plan.unfinished)
    context.warn(`run ${runId} is not finished: it is left alone`);
  printPlan(months, deleteRuns, context);
  const added = sum(months, (month) => month.added.length);
  const deleted = deleteRuns ? sum(months, (month) => month.folders.length) : 0;
  if (dryRun)
    return {
      summary: `would compact ${count(added, 'run')} and delete ${count(deleted, 'folder')}`,
    };
  if (deleted > 0)
    await context.confirm({
      question: `Delete ${count(deleted, 'folder')} of runs?`,
      targets: deleted,
    });
  for (const month of months) await apply(month, { deleteRuns, context });
  return { summary: `compacted ${count(added, 'run')}, deleted ${count(deleted, 'folder')}` };
};

function sum(months: readonly MonthPlan[], of: (month: MonthPlan) => number): number {
  return months.reduce((total, month) => total + of(month), 0);
}

async function apply(
  month: MonthPlan,
  { deleteRuns, context }: { readonly deleteRuns: boolean; readonly context: CommandContext },
): Promise<void> {
  const { signal } = context;
  signal.throwIfAborted();
  if (month.added.length > 0) {
    const { records, types } = await unlessInterrupted(signal, compactMonth(month, { signal }));
    context.note(`${month.month}: ${count(records, 'record')} in ${count(types, 'file')}`);
  }
  if (!deleteRuns) return;
  for (const folder of month.folders) await rm(folder, { recursive: true });
}

interface MonthRecord {
  readonly month: string;
  readonly folder: string;
  readonly added: readonly string[];
  readonly kept: readonly string[];
  readonly deletes: readonly string[];
}

function printPlan(
  months: readonly MonthPlan[],
  deleteRuns: boolean,
  context: CommandContext,
): void {
  const printer = context.printer(view);
  for (const { month, folder, added, kept, folders } of months) {
    const idsOf = (runs: MonthPlan['added']) => runs.map(({ runId }) => runId);
    const deletes = deleteRuns ? folders : [];
    printer.write({ month, folder, added: idsOf(added), kept: idsOf(kept), deletes });
  }
  printer.end();
}

const view: View<MonthRecord> = {
  tables: (records) => [
    {
      heads: ['Month', 'Folder', 'Runs to add', 'Runs in it', 'Folders to delete'],
      rows: records.map(({ month, folder, added, kept, deletes }) => [
        month,
        folder,
        String(added.length),
        String(kept.length),
        String(deletes.length),
      ]),
    },
  ],
  csv: {
    month: ({ month }) => month,
    folder: ({ folder }) => folder,
    added: ({ added }) => added.join(' '),
    kept: ({ kept }) => kept.join(' '),
    deletes: ({ deletes }) => deletes.join(' '),
  },
};
