import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningApp } from '../apps/running-app.ts';

describe('local-cloud --watch', () => {
  let folder: string;
  let app: RunningApp;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'watched-'));
    await symlink(
      join(import.meta.dirname, '../../../../node_modules'),
      join(folder, 'node_modules'),
      'junction',
    );
    await mkdir(join(folder, 'handlers'));
    await writeFile(join(folder, 'cdk.json'), '{"app":"node app.mjs"}');
    await writeFile(join(folder, 'app.mjs'), appWith({}));
    await writeFile(join(folder, 'handlers/index.mjs'), handlerThatSays('one'));
    app = await RunningApp.open(folder, ['--watch']);
    url = `http://localhost:${app.port}`;
  });

  afterAll(async () => {
    await app?.close();
    await rm(folder, { recursive: true });
  });

  /** Resolves to what the terminal says of the change. */
  async function change(file: string, text: string, ends: string): Promise<string> {
    const from = app.said().length;
    await writeFile(join(folder, file), text);
    await app.until(ends, from);
    return app.said().slice(from).trimEnd();
  }

  const answer = async () => (await fetch(url)).text();

  it('runs new code in the invocations that follow', async () => {
    expect(await answer()).toBe('one in a green room');
    expect(await change('handlers/index.mjs', handlerThatSays('two'), 'reloaded')).toMatch(
      /^handlers\/index\.mjs: Function\w+ reloaded$/,
    );
    expect(await answer()).toBe('two in a green room');
  });

  it('goes on as it was while the app does not synthesize, or holds what is not supported', async () => {
    expect(await change('app.mjs', 'nonsense(', 'as it was')).toMatch(
      /^app\.mjs: the app does not synthesize: app\.mjs:1: SyntaxError.*\nthe app goes on as it was$/,
    );
    expect(await change('app.mjs', appWith({ type: 'AWS::Kitchen::Teapot' }), 'as it was')).toMatch(
      /^app\.mjs: \w+ \(Watched\/More\): the local cloud does not know the type AWS::Kitchen::Teapot.*\nthe app goes on as it was$/,
    );
    expect(await answer()).toBe('two in a green room');
  });

  it('starts again at the same address where more than code has changed', async () => {
    expect(await change('app.mjs', appWith({ colour: 'red' }), 'started again')).toMatch(
      /^app\.mjs: Function\w+ changed: started again, with empty tables and queues$/m,
    );
    expect(await answer()).toBe('two in a red room');
  });
});

function handlerThatSays(word: string): string {
  return `export const handler = async () => ({ statusCode: 200, body: '${word} in a ' + process.env.COLOUR + ' room' });`;
}

function appWith({ colour = 'green', type = 'AWS::SQS::Queue' }): string {
  return `
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';

const stack = new Stack(new App(), 'Watched');
const fn = new Function(stack, 'Function', {
  runtime: Runtime.NODEJS_24_X,
  code: Code.fromAsset('handlers'),
  handler: 'index.handler',
  environment: { COLOUR: '${colour}' },
});
new HttpApi(stack, 'Api', { defaultIntegration: new HttpLambdaIntegration('Integration', fn.currentVersion) });
new CfnResource(stack, 'More', { type: '${type}' });
`;
}
