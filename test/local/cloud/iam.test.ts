import { expect, it, onTestFinished, vi } from 'vitest';
import {
  mapResources,
  type SynthesizedTemplate,
} from '../../../packages/local-cloud/src/faults/shorten-timeouts.ts';
import { openShop } from '../../faults/shop.ts';

interface Statement {
  readonly Action: string | readonly string[];
}

/** The template as if somebody had forgotten one action of a role. */
function without(action: string, role: string) {
  return (template: SynthesizedTemplate) =>
    mapResources(template, 'AWS::IAM::Policy', (properties, id) => {
      const { PolicyDocument } = properties as { PolicyDocument: { Statement: readonly Statement[] } };
      const Statement = PolicyDocument.Statement.map((one) => ({
        ...one,
        Action: [one.Action].flat().filter((granted) => granted !== action),
      }));
      return id.startsWith(role)
        ? { ...properties, PolicyDocument: { ...PolicyDocument, Statement } }
        : properties;
    });
}

it('a role with a missing grant is denied, and nothing else is', async () => {
  const shop = await openShop({ template: without('dynamodb:PutItem', 'CoffeeStepWorkerRole') });
  onTestFinished(() => shop.close());
  const shawn = await shop.customer('shawn');
  const { id } = await shawn.order();
  const denied =
    /SmartCoffee-CoffeeStepWorkerFunction\w* is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:\S+:table\/SmartCoffee-CoffeeOrdersTableOrders/;
  await vi.waitFor(() => expect(shop.notices).toContainEqual(expect.stringMatching(denied)), 8000);
  await vi.waitFor(() => {
    const failures = shop.logged.filter(({ message }) => message.message === 'message failed');
    expect(failures[0]?.message.error).toMatchObject({
      errorMessage: expect.stringContaining('is not authorized to perform: dynamodb:PutItem'),
    });
  });
  expect(await shawn.read(id)).toMatchObject({ status: 'queued', version: 1 });
  for (const notice of shop.notices) expect(notice).toMatch(denied);
}, 20_000);
