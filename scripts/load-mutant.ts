/** `node --import ./scripts/load-mutant.ts …`: replaces the source of one file when it is loaded. */

import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { mutatedSource } from './mutated-source.ts';

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const source = url.startsWith('file:') ? mutatedSource(fileURLToPath(url)) : undefined;
    return source === undefined ? loaded : { ...loaded, source };
  },
});
