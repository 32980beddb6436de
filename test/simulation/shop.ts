import type { Order } from '../../domain/order/order.ts';
import { startDeadLetterWorker } from './actors/dead-letter-worker.ts';
import { startStepWorkers } from './actors/step-worker.ts';
import { startSweeper } from './actors/sweeper.ts';
import { aStream } from './actors/update-publisher.ts';
import type { ChangeStream } from './platform/change-stream.ts';
import { Gateway } from './platform/gateway.ts';
import { MessageQueue, type QueueWatch } from './platform/message-queue.ts';
import { OrderTable, type TableWatch } from './platform/order-table.ts';
import type { Process } from './platform/process.ts';
import { HearingPromises } from './promises/hearing-promises.ts';
import { LeasePromises } from './promises/lease-promises.ts';
import { MessagePromises } from './promises/message-promises.ts';
import { expectLawful, expectReason } from './promises/order-promises.ts';
import type { Promises } from './promises/promises.ts';
import { expectRedriven, isRedrive } from './promises/redrive-promises.ts';
import type { Shop, World } from './world.ts';

const maxReceives = 5;
const visibilityMs = 180_000;
const deadLettersHiddenMs = 60_000;

export interface OpenShop extends Shop {
  /** Nothing is left to do or to tell. */
  isQuiet(): boolean;
}

/** The platform of one history, with its functions at work and every write watched. */
export function openShop(world: World): OpenShop {
  const promises = promisesOf(world);
  const streams: ChangeStream[] = [];
  const onChange = (order: Order) => {
    promises.hearing.onChange(order);
    streams[order.id.length % streams.length]?.append(order);
  };
  const table: OrderTable = new OrderTable(world, watchTable(world, promises, onChange));
  const deadLetters = new MessageQueue(world, {
    name: 'dead letter',
    visibilityMs: deadLettersHiddenMs,
    maxReceives: Number.POSITIVE_INFINITY,
    watch: { onSent() {}, onRepeated() {}, onDeleted: (message) => promises.queue.onDeleted(message) },
  });
  const queue = new MessageQueue(world, {
    name: 'message',
    visibilityMs,
    maxReceives,
    giveUp: (message) => deadLetters.send({ message, delaySeconds: 0 }),
    watch: promises.queue satisfies QueueWatch,
  });
  const gateway = new Gateway(world, (socket, event) => promises.hearing.onPosted(socket, event));
  promises.queue.watch(
    (id) => table.get(id),
    (id) => queue.holds(id) + deadLetters.holds(id),
  );
  const shop: Shop = { ...world, promises, table, queue, deadLetters, gateway };
  streams.push(aStream(shop, 'shard 1'), aStream(shop, 'shard 2'));
  startStepWorkers(shop);
  startDeadLetterWorker(shop);
  startSweeper(shop);
  const isQuiet = () =>
    queue.isEmpty && deadLetters.isEmpty && streams.every((stream) => stream.isEmpty) && table.isAllEnded;
  return { ...shop, isQuiet };
}

function promisesOf({ time, verdict }: World): Promises {
  return {
    leases: new LeasePromises(time, verdict),
    queue: new MessagePromises(verdict),
    hearing: new HearingPromises(time, verdict),
    impossible: new Set(),
    redriven: new Set(),
  };
}

function watchTable(
  { verdict, time }: World,
  promises: Promises,
  onChange: (order: Order) => void,
): TableWatch {
  const failedForGood = new Set<string>();
  return {
    onCreated: onChange,
    onSaved(next: Order, stored: Order, writer: Process) {
      const mayRedrive = promises.redriven.has(next.id) && !failedForGood.has(next.id);
      if (next.status === 'failed' && writer.kind === 'worker') failedForGood.add(next.id);
      if (mayRedrive && isRedrive(stored, next)) expectRedriven(verdict, stored, next);
      else expectLawful(verdict, stored, next);
      expectReason(verdict, stored, next, {
        writer,
        now: time.now,
        isImpossible: promises.impossible.has(next.id),
        isAccepted: promises.queue.isAccepted(next.id),
      });
      promises.leases.onSaved(next, stored, writer);
      if (next.version !== stored.version) onChange(next);
    },
  };
}
