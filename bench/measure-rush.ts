import type { Cloud } from '../packages/local-cloud/src/cloud.ts';
import { Customer, type Heard } from './customer.ts';
import { duration, exactly, type Finding, functionName } from './finding.ts';

const orders = 200;

/** What becomes of many orders that are placed at once. */
export async function measureRush(cloud: Cloud): Promise<Finding[]> {
  const customer = await Customer.enter(cloud, 'everybody');
  const startedAt = performance.now();
  const placed = await Promise.all(Array.from({ length: orders }, () => customer.order('latte')));
  const acceptedMs = performance.now() - startedAt;
  const ids = placed.map(({ order }) => order.id);
  await customer.untilReady(ids);
  const readyMs = performance.now() - startedAt;
  const lives = ids.map((id) => customer.heard.get(id) ?? []);
  customer.leave();
  return [
    duration(`${orders} orders at once: all accepted after`, acceptedMs),
    duration(`${orders} orders at once: all ready after`, readyMs),
    exactly('of these ready', lives.filter(isReady).length, orders),
    exactly('of these heard with every version, in order', lives.filter(isInOrder).length, orders),
    ...processes(cloud),
  ];
}

function isReady(life: readonly Heard[]): boolean {
  return life.at(-1)?.event.type === 'coffee.ready';
}

/** A version may come twice: delivery is at least once. */
function isInOrder(life: readonly Heard[]): boolean {
  const versions = life.map(({ event }) => event.data.order.version);
  const first = versions.filter((version, index) => versions.indexOf(version) === index);
  return first.every((version, index) => version === index + 1);
}

function processes({ functions }: Cloud): Finding[] {
  return functions.all.flatMap((fn) => {
    const { invocations } = fn.counts();
    const name = functionName(fn.logicalId);
    const count = fn.processes().length;
    return invocations === 0
      ? []
      : [{ what: `${name}: processes`, value: `${count} for ${invocations} invocations` }];
  });
}
