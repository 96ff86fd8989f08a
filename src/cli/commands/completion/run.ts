/** `flotilla completion`: the script by which a shell asks `flotilla __complete` for candidates. */

import type { RunOf } from '../../define-command.ts';
import type { command } from './command.ts';
import { bashScript, fishScript, zshScript } from './scripts.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

export const run: RunOf<typeof command> = async ({ shell }, { io }) => {
  io.stdout.write(scripts[shell]);
  return undefined;
};
