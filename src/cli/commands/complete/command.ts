import { defineCommand } from '../../define-command.ts';
import { words } from '../../options/kinds.ts';

export const command = defineCommand({
  description: 'Prints the candidates for the last word. Completion scripts of shells call it.',
  examples: [{ command: 'flotilla __complete -- accounts --output ""' }],
  docs: 'docs/command-line.md',
  arguments: { words: words({ isAfterDashes: true }).describe('the words up to the cursor') },
  options: {},
  output: { kind: 'text' },
  ignoresDefaults: true,
});
