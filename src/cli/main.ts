/** The process: `bin/flotilla.js` loads it. */

import { FlotillaError } from '../model/flotilla-error.ts';
import { exitCode } from './exit-code.ts';
import { flotilla } from './flotilla.ts';
import type { Io } from './io.ts';
import { processIo } from './process-io.ts';

const code = await flotilla(process.argv.slice(2), openIo());
// What a user's function has left open must not keep the process alive, but what is printed has to be out first.
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
process.exit(code);

/** Without a current folder nothing can be found or run. */
function openIo(): Io {
  try {
    return processIo();
  } catch (error) {
    if (!(error instanceof FlotillaError)) throw error;
    process.stderr.write(`flotilla: ${error.message}\n`);
    process.exit(exitCode.couldNotRun);
  }
}
