import { defineCommand } from '../../define-command.ts';
import { text } from '../../options/kinds.ts';
import { outcomeOptions, targetOptions } from '../../options/targets.ts';
import { runOutputSchema } from '../../targets/output-schema.ts';

export const command = defineCommand({
  description:
    "Runs a file's default export once per account and region, with a session of that account.",
  examples: [
    {
      command: "flotilla run count-users.ts --name 'sandbox-*' --concurrency 50 --out users.ndjson",
    },
    {
      note: 'run what failed or was not started',
      command: 'flotilla run count-users.ts --resume users.ndjson',
    },
  ],
  notes: [
    [
      'The file exports a function of a session:',
      '',
      "  import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';",
      '  export default async (session) =>',
      '    (await session.client(IAMClient).send(new ListUsersCommand({}))).Users.length;',
    ].join('\n'),
    'Ctrl-C stops the run; a second one ends the process at once. With --out, --resume continues the run.',
  ],
  docs: 'docs/run-everywhere.md',
  arguments: {
    file: text('file', '', { completion: 'file' }).describe(
      'TypeScript or JavaScript file with a default export: (session) => …',
    ),
  },
  options: { ...targetOptions, ...outcomeOptions },
  confirm: 'many-targets',
  output: { kind: 'rows', schema: runOutputSchema },
});
