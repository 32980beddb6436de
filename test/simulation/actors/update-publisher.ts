import type { Sockets } from '../../../domain/ports.ts';
import { publishUpdate } from '../../../domain/serving/publish-update.ts';
import { task } from '../../fakes/a-task.ts';
import { type BatchEnd, type ChangeRecord, ChangeStream } from '../platform/change-stream.ts';
import { Process } from '../platform/process.ts';
import type { Attempt } from '../promises/hearing-promises.ts';
import type { Shop } from '../world.ts';

const timeoutMs = 30_000;

/** The stream function, as `lambdas/notify/update-publisher.ts` has it: orders side by side, the records of one in order. */
export function aStream(shop: Shop, name: string): ChangeStream {
  const run = (records: readonly ChangeRecord[]) => publishBatch(shop, name, records);
  return new ChangeStream(shop, name, run, ({ order, attempts }) =>
    shop.promises.hearing.onRecordLost(order, attempts),
  );
}

async function publishBatch(shop: Shop, name: string, records: readonly ChangeRecord[]): Promise<BatchEnd> {
  const first = (records[0] as ChangeRecord).order;
  const process = new Process(shop, 'publisher', `${name} ${first.id}:${first.version}`, timeoutMs);
  const started = new Set<Attempt>();
  const ofOrders = [...Map.groupBy(records, ({ order }) => order.id).values()];
  const ended = await process.run(() =>
    Promise.all(ofOrders.map((ofOne) => publishInOrder(shop, process, ofOne, started))),
  );
  if (ended.how === 'returned') {
    const failed = records.findIndex((record) => ended.value.includes(record));
    return { failedAt: failed < 0 ? undefined : failed };
  }
  for (const attempt of started) attempt.everybody = true;
  return 'killed';
}

async function publishInOrder(
  shop: Shop,
  process: Process,
  records: readonly ChangeRecord[],
  started: Set<Attempt>,
): Promise<ChangeRecord | undefined> {
  for (const record of records) {
    const attempt: Attempt = { everybody: false, sockets: new Set() };
    record.attempts.push(attempt);
    started.add(attempt);
    try {
      await publishOne(shop, process, record, attempt);
      started.delete(attempt);
    } catch {
      return record;
    }
  }
  return undefined;
}

async function publishOne(
  shop: Shop,
  process: Process,
  { order }: ChangeRecord,
  attempt: Attempt,
): Promise<void> {
  const book = shop.gateway.book(process);
  const ways = shop.gateway.sockets(process);
  const connections = {
    ...book,
    byOwner: (owner: string) =>
      noticing(book.byOwner(owner), () => {
        attempt.everybody = true;
      }),
  };
  const sockets: Sockets = {
    ...ways,
    post: (id, message) => noticing(ways.post(id, message), () => attempt.sockets.add(id)),
  };
  await publishUpdate({ task, connections, sockets, clock: process.clock }, order);
}

function noticing<T>(call: Promise<T>, notice: () => void): Promise<T> {
  return call.catch((error: unknown) => {
    notice();
    throw error;
  });
}
