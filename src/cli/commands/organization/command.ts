import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { awsOptions } from '../../options/aws.ts';

export const organizationNodeSchema = z.strictObject({
  kind: z.enum(['root', 'ou']),
  id: z.string(),
  path: z.string().describe('Names from the root down; --targets takes it.'),
  name: z.string(),
  accounts: z.number().describe('Accounts directly in it.'),
  accountsBelow: z.number().describe('Accounts in it and in all OUs below.'),
  activeBelow: z.number().describe('Those of them that are ACTIVE.'),
});

export type OrganizationRow = z.output<typeof organizationNodeSchema>;

export const command = defineCommand({
  description:
    'Prints the tree of organizational units with their ids and numbers of accounts. Both a path and an id can be given to --targets and --ignore.',
  examples: [
    { command: 'flotilla organization' },
    { note: 'accounts below one OU', command: 'flotilla accounts --targets /Workloads/Production' },
  ],
  docs: 'docs/run-everywhere.md',
  options: awsOptions,
  output: { kind: 'rows', schema: organizationNodeSchema },
});
