/** The process: `bin/flotilla.js` loads it. */

import { flotilla } from './flotilla.ts';
import { processIo } from './process-io.ts';

const code = await flotilla(process.argv.slice(2), processIo());
// What a user's function has left open must not keep the process alive, but what is printed has to be out first.
await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
process.exit(code);
