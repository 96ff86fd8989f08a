import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

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

/** Files that take a minute or more begin first: at the end, no processor waits for one of them. */
const longest = ['docs/commands.test.ts', 'src/cli/contract.test.ts', 'src/cli/commands/rehearse/'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((name) => moduleId.includes(name));
      return found < 0 ? longest.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

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
    sequence: { sequencer: LongestFirst, shuffle: { tests: true } },
    // Only stops what hangs: a machine may be five times slower.
    testTimeout: 150_000,
    // The default leaves a processor to the reporter, which is half of a machine with two.
    maxWorkers: '100%',
    // Tests that count what is alive ask for a collection.
    execArgv: ['--expose-gc'],
  },
}));
