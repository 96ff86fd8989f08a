import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'models/*.test.ts',
      'examples/**/*.test.ts',
      'docs/**/*.test.ts',
      'kubernetes/**/*.test.ts',
    ],
    sequence: { shuffle: true },
    testTimeout: 30_000,
    // The default leaves a processor to the reporter, which is half of a machine with two.
    maxWorkers: '100%',
    // Tests that count what is alive ask for a collection.
    execArgv: ['--expose-gc'],
  },
});
