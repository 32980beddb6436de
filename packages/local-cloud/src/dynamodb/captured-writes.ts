import type { RequestBody, ServiceReply } from '../endpoint/service-reply.ts';
import { type Item, sameItem } from './item.ts';
import type { ItemStore } from './item-store.ts';
import type { Intent, Journal } from './journal.ts';
import { createKeyLocks } from './key-locks.ts';
import type { TableInfo } from './table-definition.ts';
import type { TableStreams } from './table-streams.ts';
import { type WriteTarget, writeTargets } from './write-targets.ts';

interface CapturedWritesOptions {
  readonly store: ItemStore;
  readonly tables: ReadonlyMap<string, TableInfo>;
  readonly streams: TableStreams;
  readonly journal: Journal;
}

export interface CapturedWrites {
  /** Writes, and appends what changed to the streams; `expired` marks a removal by time to live. */
  write(action: string, body: RequestBody, expired?: boolean): Promise<ServiceReply>;
  /** Finishes what a killed process had begun: no change without its record, no record without its change. */
  recover(): Promise<void>;
}

interface Snapshot extends WriteTarget {
  readonly before: Item | undefined;
}

/** Takes the image of every written item before and after, one write at a time per item. */
export function createCapturedWrites(options: CapturedWritesOptions): CapturedWrites {
  const { store, tables, streams, journal } = options;
  const locked = createKeyLocks();

  return {
    write(action, body, expired = false) {
      const targets = writeTargets(action, body, tables);
      return locked(targets.map(lockName), async () => {
        const snapshots = await Promise.all(targets.map(snapshot));
        const intentId = journal.begin(intentOf(action, body, expired, snapshots));
        const reply = await store.call(action, body);
        await commit(intentId, snapshots, expired);
        return withOldItem(reply, body, snapshots[0]?.before);
      });
    },

    async recover() {
      for (const { id, intent } of journal.unfinished()) await finish(id, intent);
    },
  };

  async function snapshot(target: WriteTarget): Promise<Snapshot> {
    return { ...target, before: await read(target) };
  }

  async function commit(intentId: number, snapshots: readonly Snapshot[], expired: boolean): Promise<void> {
    const changes = await Promise.all(
      snapshots.map(async (one) => ({ ...one, after: await read(one), expired })),
    );
    streams.commit(
      intentId,
      changes.filter(({ before, after }) => !sameItem(before, after)),
    );
  }

  async function finish(id: number, { action, body, expired, targets }: Intent): Promise<void> {
    const snapshots = targets.flatMap(({ table, key, before }) => {
      const known = tables.get(table);
      return known === undefined ? [] : [{ table: known, key, before }];
    });
    // dynalite writes its indexes before the item: as long as the item is the old one, they may be half done.
    // A batch holds no conditions and can be repeated as a whole.
    const [only] = snapshots;
    const done = snapshots.length === 1 && only !== undefined && !sameItem(only.before, await read(only));
    if (!done) await store.call(action, body);
    await commit(id, snapshots, expired);
  }

  async function read({ table, key }: WriteTarget): Promise<Item | undefined> {
    const { body } = await store.call('GetItem', { TableName: table.name, Key: key, ConsistentRead: true });
    return (body as { Item?: Item }).Item;
  }
}

function intentOf(
  action: string,
  body: RequestBody,
  expired: boolean,
  snapshots: readonly Snapshot[],
): Intent {
  return {
    action,
    body,
    expired,
    targets: snapshots.map(({ table, key, before }) => ({ table: table.name, key, before })),
  };
}

function lockName({ table, key }: WriteTarget): string {
  return `${table.name} ${JSON.stringify(key)}`;
}

/** dynalite does not know `ReturnValuesOnConditionCheckFailure`. */
function withOldItem(reply: ServiceReply, body: RequestBody, before: Item | undefined): ServiceReply {
  if (body.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD' || before === undefined) return reply;
  const { __type } = reply.body as { __type?: string };
  if (__type?.endsWith('#ConditionalCheckFailedException') !== true) return reply;
  return { ...reply, body: { ...(reply.body as object), Item: before } };
}
