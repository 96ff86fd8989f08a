import { defineCommand } from '../../define-command.ts';

export const command = defineCommand({
  description:
    'Shows in a minute what Flotilla does: real commands, run on a simulated organization in this process. Calls nothing in AWS.',
  examples: [{ command: 'flotilla tour' }],
  docs: 'README.md',
  options: {},
  output: { kind: 'text' },
});
