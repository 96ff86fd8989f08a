import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { awsOptions } from '../../options/aws.ts';
import { checkedText } from '../../options/kinds.ts';
import { roleOptions } from '../../options/role.ts';

export const checkSchema = z.strictObject({
  check: z.enum([
    'node',
    'configuration',
    'proxy',
    'region',
    'identity',
    'clock',
    'organization',
    'role',
  ]),
  status: z.enum(['ok', 'warning', 'failed', 'skipped']),
  detail: z.string().describe('What was found.'),
  advice: z.string().optional().describe('What to do; absent when nothing is to be done.'),
});

export type DoctorCheck = z.output<typeof checkSchema>;

export const command = defineCommand({
  description:
    'Checks what Flotilla needs on this machine and in AWS: Node version, configuration, proxy, region, credentials and identity, clock, organization, and the role in one account. Changes nothing. Exits with 2 when a check failed.',
  examples: [
    { command: 'flotilla doctor' },
    {
      note: 'with another role, in a certain account',
      command: 'flotilla doctor --role-name Auditor --account 111122223333',
    },
  ],
  docs: 'docs/command-line.md',
  options: {
    account: checkedText(
      'id',
      (id) =>
        /^\d{12}$/.test(id) ? undefined : 'is not an account id; account ids have 12 digits',
      {
        fallback: 'the first active account of the organization',
      },
    )
      .describe('account in which the role is assumed')
      .optional(),
    ...roleOptions,
    ...awsOptions,
  },
  output: { kind: 'rows', schema: checkSchema },
});
