import { severities } from '../../../../inventory/checks/check.ts';
import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { choice, flag, list, repeated, text } from '../../../options/kinds.ts';
import { headed } from '../../../options/option.ts';
import { runsOptions } from '../runs-options.ts';
import { checksSchema } from './record.ts';

export const command = defineCommand({
  description:
    'Checks an inventory: each check is a query in SQL for what is insecure, wasteful, untidy or out of support. Says which accounts could not be read for it.',
  examples: [
    { command: 'flotilla inventory check --list' },
    { command: 'flotilla inventory check ec2-volume-unencrypted cost' },
    { command: 'flotilla inventory check --all --fail-on high --sarif checks.sarif' },
  ],
  notes: [
    'With --fail-on the exit code is 2 when a check of that severity has findings, or could not be read in every account.',
  ],
  docs: 'docs/check-inventory.md',
  arguments: {
    names: list('names', 'use --all').describe('checks, or categories of checks').optional(),
  },
  options: {
    ...headed('Which checks:', {
      list: flag({ conflicts: ['all', 'failOn', 'sarif', 'junit'] }).describe(
        'list the checks, and run none',
      ),
      all: flag().describe('run all checks'),
      folder: repeated('folder', 'run the checks of the package', { completion: 'folder' })
        .describe('more checks: a folder of .sql files; repeatable')
        .optional(),
    }),
    ...headed('What fails:', {
      failOn: choice('severity', severities)
        .describe('exit with 2 for findings of this severity or above')
        .optional(),
      allowUnread: flag().describe('with --fail-on, accept what could not be read'),
    }),
    ...headed('Reports:', {
      sarif: text('file', 'write none', { completion: 'file' })
        .describe('write the results as SARIF')
        .optional(),
      junit: text('file', 'write none', { completion: 'file' })
        .describe('write the results as XML of JUnit')
        .optional(),
    }),
    ...runsOptions,
    ...awsOptions,
  },
  output: { kind: 'rows', schema: checksSchema },
});
