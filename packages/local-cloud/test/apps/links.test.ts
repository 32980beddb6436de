import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningApp } from './running-app.ts';

describe('a link shortener', () => {
  let app: RunningApp;
  let url: string;
  beforeAll(async () => {
    app = await RunningApp.open('links');
    url = String(app.outputs['Front.Url']);
  });
  afterAll(() => app?.close());

  it('keeps links in the table of another stack, and follows them', async () => {
    const made = await fetch(`${url}/links`, {
      method: 'POST',
      body: JSON.stringify({ url: 'https://aws.amazon.com/sqs/' }),
    });
    expect(made.status).toBe(201);
    const followed = await fetch(`${url}${made.headers.get('location')}`, { redirect: 'manual' });
    expect([followed.status, followed.headers.get('location')]).toEqual([302, 'https://aws.amazon.com/sqs/']);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
  });

  it('has the default of its parameter: codes of seven characters', async () => {
    const made = await fetch(`${url}/links`, { method: 'POST', body: '{"url":"https://example.org"}' });
    expect(await made.json()).toEqual({ code: expect.stringMatching(/^[0-9a-f]{7}$/) });
  });

  it('takes a value of its mapping and base64, and is invoked by its alias', async () => {
    expect(await (await fetch(url)).json()).toEqual({
      greeting: 'Links of Front',
      host: 'sho.example',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:links:live',
    });
  });

  it('is told once on which Node its runtime runs', () => {
    const lines = app
      .said()
      .split('\n')
      .filter((line) => line.includes('nodejs20.x'));
    expect(lines).toEqual([expect.stringContaining(`run on Node ${process.versions.node} here`)]);
  });
});

it('--parameter gives a parameter of the template a value', async () => {
  await using app = await RunningApp.open('links', ['--parameter', 'CodeLength=3']);
  const made = await fetch(`${app.outputs['Front.Url']}/links`, {
    method: 'POST',
    body: '{"url":"https://example.org"}',
  });
  expect(await made.json()).toEqual({ code: expect.stringMatching(/^[0-9a-f]{3}$/) });
});
