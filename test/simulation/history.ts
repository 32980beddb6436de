import type { Order } from '../../domain/order/order.ts';
import { Customer } from './actors/customer.ts';
import { Device } from './actors/device.ts';
import { alternatives, pick } from './alternatives.ts';
import { type DecisionList, Decisions } from './decisions.ts';
import { drawFaultWeights, Faults } from './faults.ts';
import { type BrokenPromise, Verdict } from './promises/verdict.ts';
import { seededRandom } from './seeded-random.ts';
import { type OpenShop, openShop } from './shop.ts';
import { Story } from './story.ts';
import { VirtualTime } from './virtual-time.ts';

/** A history to be drawn, or one to be told again from its decisions. */
export type Plot =
  | { readonly seed: number; readonly recorded?: boolean }
  | { readonly decisions: DecisionList; readonly told?: boolean };

export interface HistoryEnd {
  readonly broken: BrokenPromise | undefined;
  /** Those that were not harmless; only when recorded. */
  readonly decisions: DecisionList;
  readonly story: readonly string[];
  readonly happenings: number;
  readonly faults: number;
  readonly orders: readonly Order[];
}

const minute = 60_000;

const faultPhases = alternatives([4, 3 * minute], [3, 15 * minute], [1, 45 * minute], [1, 110 * minute]);
/** Who takes part besides Ann and her phone. */
const casts = alternatives<readonly string[]>([2, []], [2, ['ben']], [1, ['laptop']], [1, ['ben', 'laptop']]);

/** The longest that a process lives after the last fault. */
const aftermathMs = 6 * minute;
/** Three deadlines of the longest recipe, and clocks that were wrong when they were set. */
const untilAllEndedMs = 6 * 60 * minute;
const maxHappenings = 40_000;

interface Cast {
  readonly customers: readonly Customer[];
  readonly devices: readonly Device[];
}

/** From the first order to the end of the last one, without any real time. */
export async function runHistory(plot: Plot): Promise<HistoryEnd> {
  // Only what a microtask asks for waits until all others have run.
  await null;
  const shop = aShop(plot);
  const faultsEnd = shop.time.now + pick(shop.decisions, 'faults', 'last', faultPhases);
  shop.faults.endAt(faultsEnd);
  const cast = startCast(shop);
  let happenings = 0;
  while (goesOn(shop) && !(shop.time.now > faultsEnd + aftermathMs && isOver(shop, cast))) {
    happenings += 1;
    expectEnd(shop, happenings, faultsEnd);
    await shop.time.step();
  }
  if (shop.verdict.error !== undefined) throw shop.verdict.error;
  if (!shop.verdict.broken) expectGoodEnd(shop, cast);
  return {
    broken: shop.verdict.broken,
    decisions: shop.decisions.taken ?? new Map(),
    story: shop.story.lines ?? [],
    happenings,
    faults: shop.faults.count,
    orders: shop.table.orders,
  };
}

function aShop(plot: Plot): OpenShop {
  const random = seededRandom('seed' in plot ? plot.seed : 0);
  const weights = drawFaultWeights(random);
  const decisions =
    'seed' in plot
      ? Decisions.drawn(random, { recorded: plot.recorded === true })
      : Decisions.from(plot.decisions);
  const time = new VirtualTime();
  return openShop({
    time,
    decisions,
    faults: new Faults(decisions, time, weights),
    story: new Story(time, 'decisions' in plot && plot.told === true),
    verdict: new Verdict(),
  });
}

function startCast(shop: OpenShop): Cast {
  const others = pick(shop.decisions, 'cast', 'others', casts);
  const devices = [new Device(shop, 'ann', "ann's phone ")];
  if (others.includes('laptop')) devices.push(new Device(shop, 'ann', "ann's laptop "));
  const customers = [new Customer(shop, 'ann', devices[0] as Device)];
  if (others.includes('ben')) {
    const phone = new Device(shop, 'ben', "ben's phone ");
    devices.push(phone);
    customers.push(new Customer(shop, 'ben', phone));
  }
  for (const one of [...devices, ...customers]) one.start();
  return { customers, devices };
}

function goesOn({ verdict }: OpenShop): boolean {
  return verdict.broken === undefined && verdict.error === undefined;
}

function isOver(shop: OpenShop, { customers, devices }: Cast): boolean {
  return (
    customers.every((customer) => customer.isDone) &&
    shop.isQuiet() &&
    devices.every(({ socket }) => socket?.state === 'open')
  );
}

function expectEnd({ verdict, time, table }: OpenShop, happenings: number, faultsEnd: number): void {
  const open = () => `${table.orders.map(({ id, status }) => `${id} is ${status}`)}`;
  verdict.expect(time.now < faultsEnd + untilAllEndedMs, 'P1 accepted orders end once', open);
  verdict.expect(happenings < maxHappenings, 'P7 bounded', () => `${happenings} happenings: ${open()}`);
}

function expectGoodEnd({ verdict, faults, promises, table }: OpenShop, { devices }: Cast): void {
  for (const { socket, heard } of devices) if (socket) promises.hearing.expectHeard(socket, heard);
  if (faults.count > 0) return;
  for (const { id, status, sweeps } of table.orders) {
    const isFine = (status === 'ready' || status === 'cancelled') && sweeps === 0;
    verdict.expect(isFine, 'P1 accepted orders end once', () => `nothing went wrong, and ${id} is ${status}`);
  }
}
