/** Everything about targets: which, as whom, how; for commands that work in many accounts. */

import { awsOptions } from './aws.ts';
import { flag, text } from './kinds.ts';
import { headed } from './option.ts';
import { roleOptions } from './role.ts';
import { runHeading, runOptions } from './run.ts';
import { selectionOptions } from './selection.ts';

export const targetOptions = { ...selectionOptions, ...roleOptions, ...runOptions, ...awsOptions };

/** Where the outcomes of a run are kept, and whether it runs at all. */
export const outcomeOptions = headed(runHeading, {
  out: text('file', 'write no file', { completion: 'file', conflicts: ['resume'] })
    .describe('write the outcomes to a new file, as NDJSON')
    .optional(),
  resume: text('file', 'start a new run', { completion: 'file' })
    .describe('continue the run of an outcome file; targets that are done stay done')
    .optional(),
  overwrite: flag().describe('with --out, replace an existing file'),
  dryRun: flag().describe('print which targets would run and which not, and run nothing'),
});
