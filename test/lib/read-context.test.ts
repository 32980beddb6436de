import { RootConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { readContext } from '../../lib/shop/read-context.ts';

function read(context: Record<string, unknown>) {
  const { node } = new RootConstruct();
  for (const [key, value] of Object.entries(context)) node.setContext(key, value);
  return readContext(node);
}

describe('the context of a deployment', () => {
  it('may be empty', () => {
    expect(read({})).toEqual({});
  });

  it('sets an issuer, origins, concurrency and speed', () => {
    const context = {
      issuer: 'https://login.example/realm',
      audience: 'coffee',
      origins: 'https://shop.example, http://localhost:3000',
      brewConcurrency: '25',
      brewSpeed: '0.5',
    };
    expect(read(context)).toEqual({
      existingIssuer: { issuer: 'https://login.example/realm', audience: 'coffee' },
      allowedOrigins: ['https://shop.example', 'http://localhost:3000'],
      brewConcurrency: 25,
      brewSpeed: 0.5,
    });
  });

  it('takes numbers from cdk.json as well as text from the command line', () => {
    expect(read({ brewConcurrency: 25, brewSpeed: 50 })).toEqual({ brewConcurrency: 25, brewSpeed: 50 });
  });

  it('takes a client id of its own for the page', () => {
    const existingIssuer = { issuer: 'https://login.example', audience: 'coffee', clientId: 'page' };
    expect(read(existingIssuer)).toEqual({ existingIssuer });
  });

  it.each([{ issuer: 'https://login.example' }, { audience: 'coffee' }, { clientId: 'page' }])(
    'refuses an issuer without audience, and either without issuer: %j',
    (context) => {
      expect(() => read(context)).toThrow('go together');
    },
  );

  it.each([
    ['issuer', 'http://login.example'],
    ['issuer', 'https://'],
    ['issuer', ''],
    ['audience', ''],
    ['clientId', ''],
    ['origins', ''],
    ['origins', 'shop.example'],
    ['origins', 'https://shop.example/'],
    ['origins', 'https://shop.example/page'],
    ['origins', 'https://shop.example,*'],
    ['brewConcurrency', '1'],
    ['brewConcurrency', '1001'],
    ['brewConcurrency', '2.5'],
    ['brewConcurrency', 'many'],
    ['brewSpeed', '0'],
    ['brewSpeed', '-1'],
    ['brewSpeed', 'fast'],
    ['brewSpeed', '10001'],
  ])('refuses -c %s=%s by its name', (key, value) => {
    const pair = { issuer: 'https://login.example', audience: 'coffee' };
    expect(() => read({ ...pair, [key]: value })).toThrow(new RegExp(`^wrong context: -c ${key}`));
  });
});
