import type { Order } from '../../../domain/order/order.ts';
import { alternatives, pick } from '../alternatives.ts';
import type { Attempt } from '../promises/hearing-promises.ts';
import type { World } from '../world.ts';

export interface ChangeRecord {
  readonly order: Order;
  readonly attempts: Attempt[];
}

/** What one run made of a batch: where it has to go on from, if not behind it. */
export type BatchEnd = { readonly failedAt: number | undefined } | 'killed';

const retries = 5;
const batchSizes = alternatives([3, 1], [2, 2], [1, 4]);
const waitMs = { flowing: 20, lagging: 3000, stalled: 200_000 };

/** One shard of the table's stream and its event source mapping: in order, each batch until it succeeds or is given up. */
export class ChangeStream {
  readonly #world: World;
  readonly #name: string;
  readonly #announce: (records: readonly ChangeRecord[]) => Promise<BatchEnd>;
  readonly #onLost: (record: ChangeRecord) => void;
  readonly #records: ChangeRecord[] = [];
  #isReading = false;

  constructor(
    world: World,
    name: string,
    announce: (records: readonly ChangeRecord[]) => Promise<BatchEnd>,
    onLost: (record: ChangeRecord) => void,
  ) {
    this.#world = world;
    this.#name = name;
    this.#announce = announce;
    this.#onLost = onLost;
  }

  get isEmpty(): boolean {
    return this.#records.length === 0;
  }

  append(order: Order): void {
    this.#records.push({ order, attempts: [] });
    if (this.#isReading) return;
    this.#isReading = true;
    this.#world.verdict.launch(() => this.#read());
  }

  async #read(): Promise<void> {
    while (!this.isEmpty) {
      const { faults, time, decisions } = this.#world;
      await time.sleep(waitMs[faults.at('stream', this.#name, 'read')]);
      const batch = this.#records.slice(0, pick(decisions, this.#name, 'batch', batchSizes));
      const end = await this.#announce(batch);
      if (faults.at('checkpoint', this.#name, 'checkpoint') === 'lost') continue;
      const done = end === 'killed' ? 0 : (end.failedAt ?? batch.length);
      this.#records.splice(0, done);
      if (done < batch.length) await this.#tryAgain(batch[done] as ChangeRecord);
    }
    this.#isReading = false;
  }

  async #tryAgain(record: ChangeRecord): Promise<void> {
    if (record.attempts.length <= retries) {
      await this.#world.time.sleep(1000 * 2 ** record.attempts.length);
      return;
    }
    this.#world.story.tell(this.#name, () => `${record.order.id}:${record.order.version} given up`);
    this.#records.shift();
    this.#onLost(record);
  }
}
