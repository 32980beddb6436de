import { it } from 'vitest';

/** Stands in for test/web, so that the report says what was not run. */
it.skip('the page in a browser: "npm run test:tools" installs it', () => {});
