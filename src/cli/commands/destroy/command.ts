import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { deployOptions } from '../deploy/options.ts';

export const keptSchema = z.strictObject({
  resource: z.string().describe('Name of the resource in the template.'),
  type: z.string().describe('AWS::DynamoDB::Table'),
});

export const command = defineCommand({
  description:
    'Deletes the stack of the installation, with credentials of the automation account. Tables and the bucket of reports are kept, and listed. Accounts keep their baseline: remove it first with lifecycle withdraw.',
  examples: [
    { command: 'flotilla destroy --settings settings.yaml' },
    { note: 'in a pipeline', command: 'flotilla destroy --yes' },
  ],
  docs: 'docs/remove.md',
  options: deployOptions,
  confirm: 'destructive',
  output: { kind: 'rows', schema: keptSchema },
});
