import { describe, expect, it } from 'vitest';
import { labelling } from '../../coffee/labelling.ts';

const id = '0197f3a0-0000-7000-8000-0000000000ff';

async function label({ orderId = id, ...request }: { orderId?: string; name?: string } = {}) {
  const outcome = await labelling({
    orderId,
    request: { drink: 'latte', size: 'large', ...request },
    fence: 1,
    checkpoint: undefined,
    signal: new AbortController().signal,
    report: () => {},
  });
  return (outcome as { done: { pickupCode: string; label: string } }).done;
}

describe('labelling', () => {
  it('writes drink, size, name and code on the cup', async () => {
    const { pickupCode, label: text } = await label({ name: 'Shawn' });
    expect(text).toBe(`LATTE / LARGE / SHAWN / #${pickupCode}`);
  });

  it('writes no name where none was given', async () => {
    const { pickupCode, label: text } = await label();
    expect(text).toBe(`LATTE / LARGE / #${pickupCode}`);
  });

  it('makes a code of four that nobody mishears', async () => {
    expect((await label()).pickupCode).toMatch(/^[2-9A-HJ-NP-Z]{4}$/);
  });

  it('writes the same code in a second run, and another for another order', async () => {
    expect(await label()).toEqual(await label());
    const other = await label({ orderId: '0197f3a0-0000-7000-8000-000000000100' });
    expect(other.pickupCode).not.toBe((await label()).pickupCode);
  });
});
