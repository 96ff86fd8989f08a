import * as z from 'zod';
import { defineCommand } from '../../../define-command.ts';
import { dryRunOptions } from '../../../options/common.ts';
import { checkedText, flag, text } from '../../../options/kinds.ts';
import { defaultFolder } from '../runs-options.ts';

export const monthSchema = z.strictObject({
  month: z.string(),
  folder: z.string().describe('Where the files are written.'),
  added: z.array(z.string()).describe('Runs that are not in the files yet.'),
  kept: z.array(z.string()).describe('Runs that are in the files already.'),
  deletes: z.array(z.string()).describe('Folders of runs that are deleted.'),
});

export const command = defineCommand({
  description:
    'Writes the runs of each past month as one Parquet file per type, for quick questions over many runs. Deletes nothing without --delete-runs.',
  examples: [
    { note: 'what would be written', command: 'flotilla inventory compact --dry-run' },
    { command: 'flotilla inventory compact --until 2026-06 --delete-runs' },
  ],
  notes: [
    'A compacted run is read from the files of its month by all commands. Its manifests (calls, durations) and its NDJSON are only in its own folder.',
  ],
  docs: 'docs/ask-inventory.md',
  options: {
    from: text('folder', `use ${defaultFolder}`, { completion: 'folder' })
      .describe('the folder that runs are collected into')
      .default(defaultFolder),
    until: checkedText('month', monthProblem, { fallback: 'the month before the latest run' })
      .describe('the last month that is compacted: 2026-01')
      .optional(),
    deleteRuns: flag().describe(
      'delete the folders of runs that are in the files of their month, after counting their records',
    ),
    ...dryRunOptions,
  },
  confirm: 'destructive',
  output: { kind: 'rows', schema: monthSchema },
});

function monthProblem(text: string): string | undefined {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text) ? undefined : 'is not a month; give it as 2026-01';
}
