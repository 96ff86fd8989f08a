import { defineCommand } from '../../../define-command.ts';
import { awsOptions } from '../../../options/aws.ts';
import { dryRunOptions } from '../../../options/common.ts';
import { list } from '../../../options/kinds.ts';
import { findingSchema } from '../../infrastructure/findings.ts';
import { prerequisiteOptions } from '../options.ts';

export const command = defineCommand({
  description:
    'Creates and updates, with credentials of the management account, the stacks that an installation needs outside of the automation account: the role that manages accounts, and the forwarding of events. Where the settings name a role that neither Control Tower nor Organizations provide, a stack set creates it in every account.',
  examples: [
    { command: 'flotilla prerequisites apply --profile management --dry-run' },
    { note: 'in a pipeline', command: 'flotilla prerequisites apply --profile management --yes' },
  ],
  docs: 'docs/deploy.md',
  options: {
    ...prerequisiteOptions,
    targets: list('ou', 'use the root')
      .describe('ids of the OUs whose accounts receive the role of a stack set')
      .optional(),
    ...dryRunOptions,
    ...awsOptions,
  },
  confirm: 'destructive',
  output: { kind: 'rows', schema: findingSchema },
});
