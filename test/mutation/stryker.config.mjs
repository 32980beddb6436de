/** Mutants of domain/, each against the tests of domain/: npm run mutation. Survivors: reports/mutation/mutation.html. */
export default {
  mutate: ['domain/**/*.ts'],
  // All that the tests need; with tsconfig.json Stryker would ask TypeScript for an API that version 7 does not have.
  ignorePatterns: ['/*', '!/package.json', '!/domain', '!/test'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  reporters: ['clear-text', 'html', 'json'],
  thresholds: { high: 95, low: 90, break: 85 },
};
