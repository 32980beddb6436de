import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/domain/**/*.test.ts'],
    // A mutant of a constant runs them all: a worker per file would take longer than the tests.
    isolate: false,
  },
});
