import type { Customer, Heard } from './customer.ts';
import { type Finding, timing } from './finding.ts';

/** How soon a customer hears that a step has ended: of orders one after the other. */
export async function measureNews(customer: Customer): Promise<Finding[]> {
  const lives: Heard[][] = [];
  for (let n = 0; n < 40; n += 1) {
    const { order } = await customer.order('latte');
    await customer.untilReady([order.id]);
    lives.push(customer.heard.get(order.id) ?? []);
  }
  return [
    timing("the last step's end to its message", lives.flatMap(sinceReady), 150),
    timing('a change of the order to its message', lives.flatMap(sinceChange)),
    timing("a timed step's end to the next status's message", lives.flatMap(sinceStepEnd)),
  ];
}

function sinceReady(life: readonly Heard[]): number[] {
  return life.flatMap(({ event, at }) => {
    const { readyAt } = event.data.order;
    return readyAt === undefined ? [] : [at - Date.parse(readyAt)];
  });
}

function sinceChange(life: readonly Heard[]): number[] {
  return life.map(({ event, at }) => at - Date.parse(event.data.order.updatedAt));
}

/** The machine is done at `stepEndsAt`; that the step ends is noticed by whoever starts the next one. */
function sinceStepEnd(life: readonly Heard[]): number[] {
  return life.slice(1).flatMap(({ at }, index) => {
    const { stepEndsAt, status } = life[index]?.event.data.order ?? {};
    return stepEndsAt === undefined || status === 'labelling' ? [] : [at - Date.parse(stepEndsAt)];
  });
}
