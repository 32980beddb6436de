import { describe, expect, it } from 'vitest';
import { firstError } from '../../src/assembly/first-error.ts';

describe('the first error, in one line', () => {
  it.each([
    [
      'of Node, that cannot read a file',
      `file:///home/shawn/site/lib/counter.ts:85
const (
      ^

SyntaxError [ERR_INVALID_TYPESCRIPT_SYNTAX]: Unexpected token
    at parseTypeScript (node:internal/modules/typescript:72:36)

Node.js v24.21.0
`,
      'lib/counter.ts:85: SyntaxError [ERR_INVALID_TYPESCRIPT_SYNTAX]: Unexpected token',
    ],
    [
      'thrown in a package that a file of ours calls',
      `/home/shawn/site/node_modules/aws-cdk-lib/core.js:1
    throw error;

TypeError: no queue
    at grant (file:///home/shawn/site/node_modules/aws-cdk-lib/core.js:1:7)
    at new WorkerRoom (file:///home/shawn/site/lib/work-station.ts:40:5)

Node.js v24.21.0
`,
      'lib/work-station.ts:40:5: TypeError: no queue',
    ],
    [
      'of esbuild, while the CDK bundles a function',
      `Bundling asset WorkApp/Counter/Api/Function/Code/Stage...
✘ [ERROR] Could not resolve "./apix.ts"

    lambdas/api/handler.ts:10:26:
      10 │ import { createApi } from '../../../test/local/apix.ts';

1 error
node:internal/modules/run_main:107
    triggerUncaughtException(

[«FailedToBundleAsset»; Failed to bundle asset WorkApp/Counter/Api/Function/Code/Stage
    ...aws-cdk-lib...

Node.js v24.21.0
`,
      'lambdas/api/handler.ts:10:26: Could not resolve "./apix.ts"',
    ],
    [
      'of Vite, with its colours',
      `✗ Build failed in 97ms
node:internal/modules/run_main:107

\u001b[31m[builtin:vite-transform] \u001b[0mUnexpected token
    \u001b[38;5;246m╭\u001b[0m─[ web/page.ts:85:7 ]

    at unwrapBindingResult (file:///home/shawn/site/node_modules/rolldown/dist/error.mjs:20:128)
    at build (file:///home/shawn/site/web/build.ts:23:3)

Node.js v24.21.0
`,
      'web/page.ts:85:7: Unexpected token',
    ],
    ['that names no file', 'Error: wrong context: too fast\n', 'Error: wrong context: too fast'],
    ['of something else: its last words', 'Killed\nout of memory\n\nNode.js v24.21.0\n', 'out of memory'],
  ])('%s', (_, output, line) => {
    expect(firstError(output, '/home/shawn/site')).toBe(line);
  });
});
