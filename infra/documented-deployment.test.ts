/** Does what the guides say, in their order: sets up an installation, removes it, takes over what is left, and goes back. */

import { expect, test } from 'vitest';
import { commandsOf, runCommands } from '../src/testing/documented-commands.ts';

test('the commands of the guides deploy, remove and import an installation', async () => {
  const setUp = commandsOf('docs/deploy.md', 'sh', 'sh deploy');
  const removal = commandsOf('docs/remove.md', 'sh deploy');
  const takeover = commandsOf('docs/move-personal-accounts.md', 'sh deploy');

  expect(await runCommands([...setUp, ...removal, ...takeover])).toEqual([]);
});
