import { defineConfig } from 'vitest/config';
import { hasBrowser } from './test/tools/tools.ts';

// What tests start writes to no terminal, even where the tests' own output is to be in colour.
delete process.env.FORCE_COLOR;

/** Minutes of faults and outages, whole installations, and AWS's own DynamoDB: npm run test:slow, which CI runs. */
const slow = {
  local: [
    'test/local/faults/{queue,stream,sockets,hung-step}.test.ts',
    'test/local/cloud/{chaos,dropped-sockets,killed-brewer,killed-cloud,two-clouds}.test.ts',
    'test/fidelity/**/*.test.ts',
  ],
  package: ['test/package/from-outside.test.ts'],
  web: ['test/web/{accessibility,failure,outage,ready,trouble}.test.ts'],
  terminal: ['test/terminal/{help,redrive,redrive-kept}.test.ts'],
};

const local = { globalSetup: 'test/local/global-setup.ts' };

const web = {
  globalSetup: 'test/web/browser/global-setup.ts',
  testTimeout: 60_000,
  // The local cloud is loaded by Node itself, as npm start does.
  experimental: { viteModuleRunner: false },
};

const terminal = {
  globalSetup: 'test/terminal/global-setup.ts',
  // Client and AWS SDK are loaded once per worker.
  isolate: false,
  testTimeout: 60_000,
  experimental: { viteModuleRunner: false },
};

/** Where there is no browser, the file that says so. */
const inBrowser = (files: string[]) => (hasBrowser ? files : ['test/tools/no-browser.ts']);

export default defineConfig({
  test: {
    // Of two cores: more would only wait for each other.
    maxWorkers: 2,
    // What our functions log is of interest where a test fails.
    silent: 'passed-only',
    testTimeout: 10_000,
    hookTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/*.test.ts', 'test/{coffee,domain,adapters,lambdas,client,simulation}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'stack',
          include: ['test/{lib,contracts}/**/*.test.ts'],
          globalSetup: 'test/tools/no-tools.ts',
          // The CDK takes seconds to load: once per worker is enough.
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'local',
          ...local,
          include: ['test/local/**/*.test.ts', 'packages/local-cloud/test/**/*.test.ts'],
          exclude: slow.local,
          testTimeout: 90_000,
        },
      },
      {
        extends: true,
        test: { name: 'slow-local', ...local, include: slow.local, testTimeout: 90_000 },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          exclude: slow.package,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: { name: 'slow-package', include: slow.package, testTimeout: 60_000 },
      },
      {
        extends: true,
        test: { name: 'web', ...web, include: inBrowser(['test/web/**/*.test.ts']), exclude: slow.web },
      },
      {
        extends: true,
        test: { name: 'slow-web', ...web, include: inBrowser(slow.web) },
      },
      {
        extends: true,
        test: {
          name: 'terminal',
          ...terminal,
          include: ['test/terminal/**/*.test.ts'],
          exclude: slow.terminal,
        },
      },
      {
        extends: true,
        test: { name: 'slow-terminal', ...terminal, include: slow.terminal },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/global-setup.ts',
          // A deployed shop brews at the speed of the menu.
          testTimeout: 120_000,
          // All files order as the same customers.
          fileParallelism: false,
          // The local cloud is loaded by Node itself, as npm start does.
          experimental: { viteModuleRunner: false },
        },
      },
    ],
  },
});
