import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['*.test.ts'],
    globalSetup: './bundle-once.ts',
    // Only stops what hangs: a machine may be five times slower.
    testTimeout: 1_200_000,
    hookTimeout: 300_000,
  },
});
