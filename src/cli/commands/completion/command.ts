import { defineCommand } from '../../define-command.ts';
import { choice } from '../../options/kinds.ts';

export const command = defineCommand({
  description:
    'Prints a script that completes commands, options and values of flotilla in a shell: profiles, regions, services, resource types and settings entries as well.',
  examples: [
    { note: 'bash, in ~/.bashrc', command: 'source <(flotilla completion bash)' },
    { note: 'zsh, in ~/.zshrc after compinit', command: 'source <(flotilla completion zsh)' },
    {
      note: 'fish',
      command: 'flotilla completion fish > ~/.config/fish/completions/flotilla.fish',
    },
  ],
  docs: 'docs/command-line.md',
  arguments: {
    shell: choice('shell', ['bash', 'zsh', 'fish']).describe('bash, zsh or fish'),
  },
  options: {},
  output: { kind: 'text' },
  ignoresDefaults: true,
});
