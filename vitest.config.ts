import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Of two cores: more would only wait for each other.
    maxWorkers: 2,
    testTimeout: 10_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/*.test.ts', 'test/{domain,adapters,lambdas}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'stack',
          include: ['test/{lib,contracts}/**/*.test.ts'],
          // The CDK takes seconds to load: once per worker is enough.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'local',
          include: ['test/{local,fidelity}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/global-setup.ts',
          testTimeout: 15_000,
        },
      },
    ],
  },
});
