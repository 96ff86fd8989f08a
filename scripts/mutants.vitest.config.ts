/** The configuration of the tests, with a mutant in the source of one file. */

import { defineConfig } from 'vitest/config';
import base from '../vitest.config.ts';
import { mutatedSource } from './mutated-source.ts';

export default defineConfig((environment) => {
  const { test, ...rest } = base(environment);
  return {
    ...rest,
    // The cache knows nothing of the mutant.
    test: { ...test, fsModuleCache: false },
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre' as const,
        load: (id: string) => mutatedSource(id.split('?')[0] ?? ''),
      },
    ],
  };
});
