import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));

/** Tests that take minutes, and those that run the clients of others: `npm run test:long`. */
const long = ['src/**/*.long.test.ts', 'kubernetes/**/*.long.test.ts'];
const quick = [
  'src/**/*.test.ts',
  'models/*.test.ts',
  'examples/**/*.test.ts',
  'docs/**/*.test.ts',
  'kubernetes/**/*.test.ts',
];

export default defineConfig(({ mode }) => ({
  // The examples import the package, here as its sources.
  resolve: {
    alias: [
      { find: /^flotilla$/, replacement: source('index.ts') },
      { find: /^flotilla\/(inventory|lifecycle|simulator)$/, replacement: source('$1/index.ts') },
    ],
  },
  test: {
    include: mode === 'long' ? long : quick,
    exclude: ['**/node_modules/**', ...(mode === 'long' ? [] : long)],
    sequence: { shuffle: true },
    // Only stops what hangs: a machine may be five times slower.
    testTimeout: 150_000,
    // The default leaves a processor to the reporter, which is half of a machine with two.
    maxWorkers: '100%',
    // Tests that count what is alive ask for a collection.
    execArgv: ['--expose-gc'],
  },
}));
