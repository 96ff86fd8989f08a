import { defineCommand } from '../../define-command.ts';
import { words } from '../../options/kinds.ts';
import { outcomeOptions, targetOptions } from '../../options/targets.ts';
import { runOutputSchema } from '../../targets/output-schema.ts';

export const command = defineCommand({
  description:
    "Runs a program once per account and region, with that account's credentials in its environment.",
  examples: [
    { command: 'flotilla exec --regions eu-west-1 -- aws ec2 describe-vpcs' },
    { command: "flotilla exec -- sh -c 'echo $FLOTILLA_ACCOUNT_NAME'" },
  ],
  notes: [
    [
      'The program finds AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_DEFAULT_REGION,',
      'FLOTILLA_ACCOUNT_ID, FLOTILLA_ACCOUNT_NAME, FLOTILLA_ACCOUNT_EMAIL and FLOTILLA_ACCOUNT_OU_PATH in its environment.',
      'Its exit code, stdout and stderr are the outcome; an exit code other than 0 is a failure.',
    ].join('\n'),
  ],
  docs: 'docs/run-everywhere.md',
  arguments: {
    command: words({ isAfterDashes: true }).describe('the program and its arguments, after --'),
  },
  options: { ...targetOptions, ...outcomeOptions },
  confirm: 'many-targets',
  output: { kind: 'rows', schema: runOutputSchema },
});
