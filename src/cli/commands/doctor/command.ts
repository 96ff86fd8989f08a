import * as z from 'zod';
import { defineCommand } from '../../define-command.ts';
import { awsOptions } from '../../options/aws.ts';
import { checkedText, flag, text } from '../../options/kinds.ts';
import { headed } from '../../options/option.ts';
import { roleOptions } from '../../options/role.ts';
import { settingsOptions } from '../settings/settings-options.ts';

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
    'automation-account',
    'bootstrap',
    'management-role',
    'features',
    'mail',
    'incidents',
    'forwarding',
    'stack-sets',
  ]),
  status: z.enum(['ok', 'warning', 'failed', 'skipped']),
  detail: z.string().describe('What was found.'),
  advice: z.string().optional().describe('What to do; absent when nothing is to be done.'),
});

export type DoctorCheck = z.output<typeof checkSchema>;

export const command = defineCommand({
  description:
    'Checks what Flotilla needs on this machine and in AWS: Node version, configuration, proxy, region, credentials and identity, clock, organization, and the role in one account. With --deploy, checks what an installation needs instead, before it is deployed: automation account and region, the bootstrap of the AWS CDK, the role in the management account, the features of the organization, mail, incidents, and forwarding. Changes nothing. Exits with 2 when a check failed.',
  examples: [
    { command: 'flotilla doctor' },
    {
      note: 'with another role, in a certain account',
      command: 'flotilla doctor --role-name Auditor --account 111122223333',
    },
    {
      note: 'before an installation is deployed',
      command: 'flotilla doctor --deploy --settings settings.yaml --management-profile management',
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
    ...headed('Before a deployment:', {
      deploy: flag().describe('check what an installation needs'),
      ...settingsOptions,
      managementProfile: text('name', 'leave out what only the management account can read', {
        completion: 'profile',
      })
        .describe('profile of an administrator of the management account')
        .optional(),
    }),
    ...roleOptions,
    ...awsOptions,
  },
  output: { kind: 'rows', schema: checkSchema },
});
