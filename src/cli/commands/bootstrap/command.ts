import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { deployOptions } from '../deploy/options.ts';

export const command = defineCommand({
  description:
    'Prepares the automation account and its region for the AWS CDK, once: a bucket for files, a repository and roles, in the stack CDKToolkit. This is cdk bootstrap.',
  examples: [
    { command: 'flotilla bootstrap --settings settings.yaml' },
    { note: 'in a pipeline', command: 'flotilla bootstrap --yes' },
  ],
  docs: 'docs/deploy.md',
  options: deployOptions,
  confirm: 'destructive',
  output: {
    kind: 'document',
    schema: z.strictObject({ accountId: z.string(), region: z.string(), stack: z.string() }),
  },
});
