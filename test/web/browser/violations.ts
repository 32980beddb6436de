import axe, { type AxeResults } from 'axe-core';
import type { Visitor } from './visitor.ts';

/** Rules of accessibility broken on the page as it is, each with the elements that break it. */
export async function violations({ page }: Visitor): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate<AxeResults>('axe.run()');
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
